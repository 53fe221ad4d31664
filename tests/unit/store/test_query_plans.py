"""Query plans: no question about a growing table reads the whole of it."""

import pytest
from sqlalchemy import Executable

from bot.domain.generation import Status
from bot.store import (
    admission,
    claims,
    deletion,
    erasure_statements,
    favourites,
    flows,
    generation_queries,
    habits,
    holdings,
    last_requests,
    lease_statements,
    ledger,
    listings,
    member_settings,
    places,
    recount,
    reports,
    rows,
    shared_styles,
    steps,
    style_previews,
    styles,
    usage,
    withdrawal,
)
from bot.store.database import Database
from tests.unit.store.plans import OF_NO_TABLE, plan, reads_by

QUEUES = "sqlite_autoindex_queues_1"
SERVER_TURNS = "sqlite_autoindex_server_turns_1"
MEMBER_TURNS = "sqlite_autoindex_member_turns_1"
PLANS: dict[str, tuple[Executable, set[str]]] = {
    "standing": (
        admission.STANDING,
        {"generations_open", SERVER_TURNS, MEMBER_TURNS, "sqlite_autoindex_blocks_1"},
    ),
    "servers in turn": (claims.SERVERS, {"server_turns_waiting", "generations_running"}),
    "next of a server": (
        claims.NEXT,
        {
            "generations_queue",
            "generations_running",
            "sessions_paused",
            "session_entries_of_member",
        },
    ),
    "claim": (claims.TAKE, {"PRIMARY KEY"}),
    "clock": (claims.CLOCK, {QUEUES}),
    "flow": (flows.FLOW, {SERVER_TURNS}),
    "serve": (flows.SERVE, {SERVER_TURNS}),
    "leave": (flows.LEAVE_SERVER, {SERVER_TURNS}),
    "set turn": (flows.SET_TURN, {"PRIMARY KEY"}),
    "anyone waits": (flows.ANYONE_WAITS, {"server_turns_waiting"}),
    "end of servers' turns": (flows.END_SERVERS, {SERVER_TURNS}),
    "end of members' turns": (flows.END_MEMBERS, {MEMBER_TURNS}),
    "move up": (withdrawal.MOVE_UP, {"generations_queue"}),
    "turns given back": (withdrawal.GIVE_BACK, {MEMBER_TURNS}),
    "places": (places.AHEAD, {"generations_queue", "PRIMARY KEY"}),
    "flows": (places.FLOWS, {"server_turns_waiting", QUEUES}),
    "place of the new": (
        places.ONE,
        {"server_turns_waiting", "generations_queue", "sessions_paused", QUEUES},
    ),
    "passed over": (places.PASSED_OVER, {"PRIMARY KEY", "sessions_paused"}),
    "ahead of the new": (places.AHEAD_OF_ONE, {"generations_queue"}),
    "recount": (recount.WAITING, {"generations_queue"}),
    "recount of members": (recount.MEMBERS, {"generations_queue"}),
    "overdue": (generation_queries.OVERDUE, {"generations_queue"}),
    "images since": (generation_queries.IMAGES_SINCE, {"generations_submitted"}),
    "hand out": (generation_queries.HAND_OUT, {"PRIMARY KEY"}),
    "get": (generation_queries.BY_ID, {"PRIMARY KEY"}),
    "report of a message": (reports.HAS_MESSAGE, {"reports_once"}),
    "report of an image": (reports.HAS_GENERATION, {"reports_generations"}),
    "reports of a day": (reports.SINCE, {"reports_reporters"}),
    "message": (listings.BY_MESSAGE, {"generations_messages"}),
    "copy": (listings.BY_COPY, {"sqlite_autoindex_posted_messages_1"}),
    "queued": (lease_statements.QUEUED, {"generations_queue"}),
    "own work": (lease_statements.OWN_WORK, {"generations_owned"}),
    "own work's ids": (lease_statements.OWN_WORK_IDS, {"generations_owned"}),
    "own untold": (lease_statements.OWN_UNTOLD, {"generations_untold"}),
    "own untold's ids": (lease_statements.OWN_UNTOLD_IDS, {"generations_untold"}),
    "held": (lease_statements.HELD, {"PRIMARY KEY"}),
    "renewal of work": (lease_statements.RENEW_WORK, {"generations_owned"}),
    "renewal of untold": (lease_statements.RENEW_UNTOLD, {"generations_untold"}),
    "others at work": (lease_statements.OTHERS_AT_WORK, {"generations_leases"}),
    "lapsed work": (lease_statements.LAPSED_WORK, {"generations_leases"}),
    "lapsed untold": (lease_statements.LAPSED_UNTOLD, {"generations_untold"}),
    "nobody's untold": (lease_statements.NOBODYS_UNTOLD, {"generations_untold"}),
    "taking over": (lease_statements.TAKE_OVER, {"PRIMARY KEY"}),
    "adoption": (lease_statements.ADOPT, {"PRIMARY KEY"}),
    "told": (lease_statements.TELL, {"PRIMARY KEY"}),
    "count of server": (listings.COUNT_OF_SERVER, {"generations_open"}),
    "count of member": (listings.COUNT_OF_MEMBER, {"generations_open"}),
    "active of server": (listings.ACTIVE_OF_SERVER, {"generations_open"}),
    "active of member": (listings.ACTIVE_OF_MEMBER, {"generations_open"}),
    "tokens": (generation_queries.ERASE_TOKENS, {"generations_tokens"}),
    "step": (steps.STEP.values(status=Status.FAILED), {"PRIMARY KEY"}),
    "step of the owner": (steps.OWN_STEP.values(status=Status.FAILED), {"PRIMARY KEY"}),
    "images": (rows.IMAGES_OF, {"sqlite_autoindex_images_1"}),
    "net units": (ledger.NET_OF, {"ledger_once"}),
    "day of server": (usage.DAY_OF_SERVER, {"ledger_days"}),
    "day of member": (usage.DAY_OF_MEMBER, {"ledger_days"}),
    "days of server": (usage.DAYS_OF_SERVER, {"ledger_days"}),
    "days of member": (usage.DAYS_OF_MEMBER, {"ledger_days"}),
    "total of server": (usage.TOTAL_OF_SERVER, {"sqlite_autoindex_usage_totals_1"}),
    "total of member": (usage.TOTAL_OF_MEMBER, {"sqlite_autoindex_usage_totals_1"}),
    "models of server": (usage.MODELS_OF_SERVER, {"sqlite_autoindex_usage_totals_1"}),
    "models of member": (usage.MODELS_OF_MEMBER, {"sqlite_autoindex_usage_totals_1"}),
    "members of server": (usage.MEMBERS_OF_SERVER, {"sqlite_autoindex_usage_totals_1"}),
    "deletion": (deletion.MARK, {"PRIMARY KEY"}),
    "deleted already": (deletion.IS_DELETED, {"PRIMARY KEY"}),
    "last of a member": (habits.LATEST, {"generations_mine"}),
    "last of a member here": (habits.LATEST_HERE, {"generations_history"}),
    "favourite": (favourites.IS_FAVOURITE, {"sqlite_autoindex_favourites_1"}),
    "new favourite": (favourites.ADD, {"PRIMARY KEY"}),
    "favourite no more": (favourites.REMOVE, {"sqlite_autoindex_favourites_1"}),
    "count of styles": (styles.COUNT, {"styles_names"}),
    "list of styles": (styles.LIST, {"styles_names"}),
    "style": (styles.GET, {"styles_names"}),
    "search of styles": (styles.SEARCH, {"styles_names"}),
    "settings of a member": (
        member_settings.GET,
        {"sqlite_autoindex_member_settings_1"},
    ),
    "last requests": (last_requests.NEWEST, {"generations_members"}),
    "wish": (erasure_statements.GET, {"sqlite_autoindex_erasures_1"}),
    "wishes": (erasure_statements.NEXT, {"sqlite_autoindex_erasures_1"}),
    "newest of a member": (erasure_statements.NEWEST, {"generations_members"}),
    "open of a member": (erasure_statements.OPEN, {"generations_open"}),
    "to be emptied": (erasure_statements.AHEAD, {"generations_members"}),
    "favourites of who deletes": (
        erasure_statements.DROP_OWN_FAVOURITES,
        {"sqlite_autoindex_favourites_1"},
    ),
    "styles of who deletes": (erasure_statements.DROP_STYLES, {"styles_owners"}),
    "settings of who deletes": (
        erasure_statements.DROP_SETTINGS,
        {"sqlite_autoindex_member_settings_1"},
    ),
    "reports of who deletes": (erasure_statements.BLANK_REPORTS, {"reports_reporters"}),
    "previews of who deletes": (erasure_statements.DROP_PREVIEWS, {"style_previews_generations"}),
    "number of generations": (holdings.COUNT, {"generations_members"}),
    "number of styles": (holdings.COUNT_STYLES, {"styles_owners"}),
    "number of favourites": (holdings.COUNT_FAVOURITES, {"sqlite_autoindex_favourites_1"}),
    "page of holdings": (holdings.PAGE, {"generations_members"}),
    "ids of holdings": (holdings.IDS, {"generations_members"}),
    "sizes of holdings": (holdings.SIZES, {"sqlite_autoindex_images_1"}),
    "styles of holdings": (holdings.STYLES, {"styles_owners"}),
    "favourites of holdings": (holdings.FAVOURITES, {"sqlite_autoindex_favourites_1"}),
    "usage of holdings": (holdings.USAGE, {"usage_totals_members"}),
    "blocks of holdings": (holdings.BLOCKS, {"blocks_members"}),
    "texts of holdings": (holdings.TEXTS, {"moderation_texts_members"}),
    "reports of holdings": (holdings.REPORTS, {"reports_reporters"}),
    "emptying": (erasure_statements.ERASE, {"PRIMARY KEY"}),
    "how far a wish is": (
        erasure_statements.ADVANCE.values(removed=1),
        {"sqlite_autoindex_erasures_1"},
    ),
    "wish fulfilled": (erasure_statements.FINISH, {"sqlite_autoindex_erasures_1"}),
    "edit of style": (styles.EDIT.values(prompt="p"), {"styles_names"}),
    "deletion of style": (styles.DELETE, {"styles_names"}),
    "shared styles": (shared_styles.LIST, {"styles_shared"}),
    "shared style": (shared_styles.NAMED, {"styles_shared"}),
    "another's style of that name": (shared_styles.RIVAL, {"styles_shared"}),
    "style to be shared": (shared_styles.MINE, {"styles_names"}),
    "style by its id": (shared_styles.BY_ID, {"PRIMARY KEY"}),
    "style that waits": (shared_styles.WAITING, {"PRIMARY KEY"}),
    "style let in": (shared_styles.MOVE, {"PRIMARY KEY"}),
    "preview": (style_previews.GET, {"sqlite_autoindex_style_previews_1"}),
    "new preview": (style_previews.KEEP, {"sqlite_autoindex_style_previews_1"}),
}


COVERED = {
    "ahead of the new",
    "next of a server",
    "count of server",
    "count of member",
    "images since",
    "day of server",
    "day of member",
    "days of server",
    "days of member",
}


@pytest.mark.parametrize("name", PLANS)
async def test_a_statement_reads_by_its_index(database: Database, name: str) -> None:
    statement, indexes = PLANS[name]
    await reads_by(database, statement, indexes, bounded=OF_NO_TABLE)


@pytest.mark.parametrize("name", sorted(COVERED))
async def test_a_frequent_question_is_answered_by_the_index_alone(
    database: Database, name: str
) -> None:
    reads = [line for line in await plan(database, PLANS[name][0]) if " USING " in line]
    assert reads
    assert all("COVERING" in line for line in reads), reads


@pytest.mark.parametrize(
    "name",
    [
        "servers in turn",
        "next of a server",
        "message",
        *(
            "last of a member",
            "last of a member here",
            "last requests",
            "to be emptied",
            "page of holdings",
        ),
        "shared styles",
    ],
)
async def test_an_order_needs_no_sorting(database: Database, name: str) -> None:
    assert not [line for line in await plan(database, PLANS[name][0]) if "TEMP B-TREE" in line]
