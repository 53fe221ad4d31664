"""Query plans of cases, strikes and posted messages: each reads by its index."""

from typing import Any

import pytest
from sqlalchemy import Executable

from bot.store import (
    appeals,
    author_history,
    case_cleaning,
    case_rows,
    cases,
    posted_messages,
    reports,
    server_settings,
    strike_rows,
)
from bot.store.database import Database
from tests.unit.store.plans import VALUES, plan, reads_by
from tests.unit.store.samples import NOON

MORE: dict[str, Any] = {
    "of_message": 1,
    "of_generation": 1,
    "before_id": 1,
    "now": NOON,
    "before": NOON,
    "seen_at": NOON,
    "due_at": NOON,
    "asked_at": NOON,
    "until": NOON,
    "limit": 5,
    "in_channel": 1,
    "as_message": 1,
    "in_case": 1,
    "whose": 1,
    "server_id": 1,
    "seen_status": "none",
    "seen_standing": True,
    "how": "told",
}
PLANS: dict[str, tuple[Executable, set[str]]] = {
    "a case": (case_rows.GET, {"PRIMARY KEY"}),
    "of an image": (case_rows.OF_GENERATION, {"cases_generations"}),
    "of a message": (case_rows.OF_MESSAGE, {"cases_once"}),
    "measures": (case_rows.MEASURES, {"sqlite_autoindex_case_measures_1"}),
    "reports": (case_rows.REPORTS, {"reports_cases"}),
    "how many reports": (case_rows.REPORT_COUNT, {"reports_cases"}),
    "a post": (case_rows.POSTED, {"sqlite_autoindex_posted_messages_1"}),
    "due cards": (cases.DUE, {"cases_due"}),
    "shown": (cases.SHOWN, {"PRIMARY KEY"}),
    "settled": (cases.SETTLED, {"PRIMARY KEY"}),
    "in a case": (reports.IN_CASE, {"PRIMARY KEY"}),
    "made": (author_history.MADE, {"sqlite_autoindex_usage_totals_1"}),
    "refused": (author_history.REFUSED, {"moderation_log_members_notable"}),
    "earlier cases": (author_history.EARLIER, {"cases_authors"}),
    "since": (author_history.SINCE, {"generations_history"}),
    "a strike": (strike_rows.GET, {"PRIMARY KEY"}),
    "active strikes": (strike_rows.ACTIVE, {"strikes_of_member"}),
    "newest strikes": (strike_rows.NEWEST, {"strikes_of_member"}),
    "how many strikes": (strike_rows.COUNT, {"strikes_of_member"}),
    "notices": (appeals.NOTICES, {"strikes_notices"}),
    "to tell": (appeals.TO_TELL, {"strikes_"}),
    "due appeals": (appeals.CARDS, {"strikes_due"}),
    "told": (appeals.TOLD, {"PRIMARY KEY"}),
    "appeal shown": (appeals.CARD_SHOWN, {"PRIMARY KEY"}),
    "posted": (posted_messages.OF, {"posted_messages_generations"}),
    "going": (posted_messages.GOING, {"posted_messages_going"}),
    "sent away": (posted_messages.SEND_AWAY, {"posted_messages_generations"}),
    "first cards": (posted_messages.FIRST_CARDS, {"PRIMARY KEY"}),
    "cards of their cases": (posted_messages.CASE_CARDS, {"cases_generations"}),
    "forgotten": (posted_messages.FORGET, {"autoindex_posted_messages"}),
    "put off": (posted_messages.PUT_OFF, {"autoindex_posted_messages"}),
    "dropped": (posted_messages.DROP_POSTED, {"posted_messages_generations"}),
    "woken cases": (server_settings.WAKE[0], {"cases_"}),
    "woken appeals": (server_settings.WAKE[1], {"strikes_of_server"}),
    "oldest cases": (case_cleaning.OLDEST_CASES, {"cases"}),
    "their measures": (
        case_cleaning.DROP_THESE_MEASURES,
        {"sqlite_autoindex_case_measures_1"},
    ),
    "their reports": (case_cleaning.PART_REPORTS, {"reports_cases"}),
    "old cases": (case_cleaning.DROP_THESE_CASES, {"PRIMARY KEY"}),
    "old strikes": (case_cleaning.DROP_OLD_STRIKES, {"strikes_ends"}),
    "measures of a server": (case_cleaning.DROP_MEASURES, {"cases_of_server"}),
    "cases of a server": (case_cleaning.DROP_CASES, {"cases_of_server"}),
    "strikes of a server": (case_cleaning.DROP_STRIKES, {"strikes_of_"}),
    "a member's appeals": (case_cleaning.BLANK_APPEALS, {"strikes_members"}),
}
_BOUNDED = ("SCAN newest", "SCAN earlier")  # what their limits leave
_IN_ORDER = {"oldest cases"}  # by the primary key, and no further than its limit


@pytest.mark.parametrize("name", PLANS)
async def test_it_reads_by_its_index(database: Database, name: str) -> None:
    statement, indexes = PLANS[name]
    bounded = ("SCAN",) if name in _IN_ORDER else _BOUNDED
    await reads_by(database, statement, indexes, {**VALUES, **MORE}, bounded=bounded)


async def test_of_a_members_log_no_more_is_read_than_is_counted(database: Database) -> None:
    lines = await plan(database, author_history.REFUSED, {**VALUES, **MORE})
    assert not [line for line in lines if "TEMP B-TREE" in line], lines
