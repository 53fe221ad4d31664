"""Query plans of sessions: none reads more than the entries of one session."""

from typing import Any

import pytest
from sqlalchemy import Executable

from bot.domain.sessions.session import Phase
from bot.store import (
    holdings,
    session_admission,
    session_boards,
    session_cleaning,
    session_mine,
    session_moves,
    session_rows,
    session_stale,
    session_store,
    session_upkeep,
    session_votes,
)
from bot.store.database import Database
from tests.unit.store.plans import reads_by
from tests.unit.store.samples import NOON

VALUES: dict[str, Any] = {
    "session": 1,
    "round": 1,
    "member": 2,
    "entry": 3,
    "server": 4,
    "thread": 5,
    "source": 7,
    "message": 6,
    "is_over": False,
    "ids": [1, 2],
    "server_id": 4,
    "after": 1,
    "whose": 2,
    "member_id": 2,
    "asked_at": NOON,
    "expected": [Phase.OPEN],
    "now": NOON,
}
OWN = ("SCAN ranked", "SCAN (subquery")  # rows that the statement has read already
NUMBERS = "session_entries_numbers"
OF_MEMBER = "session_entries_of_member"
BY_SESSION = "session_entries_"
ROUNDS = "sqlite_autoindex_session_rounds_1"
VOTES = "sqlite_autoindex_session_votes_1"
PLANS: dict[str, tuple[Executable, set[str]]] = {
    "session": (session_rows.BY_ID, {"PRIMARY KEY", ROUNDS}),
    "session of a thread": (session_store.OF_THREAD, {"sessions_threads", ROUNDS}),
    "live of a server": (session_store.LIVE_OF_SERVER, {"sessions_unsettled", ROUNDS}),
    "count of a server": (session_moves.LIVE_HERE, {"sessions_unsettled"}),
    "step": (session_moves.STEP.values(phase=Phase.VOTING), {"PRIMARY KEY"}),
    "round": (session_moves.SET_ROUND.values(winner_entry_id=1), {ROUNDS}),
    "removal": (session_moves.REMOVE_ENTRIES, {OF_MEMBER}),
    "votes of a member": (session_moves.DROP_VOTES_OF, {"session_votes"}),
    "entries of a member": (session_admission.MINE, {OF_MEMBER, "PRIMARY KEY"}),
    "used": (session_admission.USED, {BY_SESSION, "PRIMARY KEY"}),
    "given": (session_admission.GIVEN, {f"COVERING INDEX {OF_MEMBER}"}),
    "taken out": (session_admission.IS_KICKED, {"sqlite_autoindex_session_kicks_1"}),
    "last number": (session_admission.LAST_NUMBER, {NUMBERS}),
    "candidate": (session_votes.CANDIDATE, {"PRIMARY KEY"}),
    "candidates": (session_votes.CANDIDATES, {NUMBERS, "PRIMARY KEY"}),
    "own entries": (session_mine.OWN, {BY_SESSION, "PRIMARY KEY"}),
    "one of them": (session_mine.ONE, {"PRIMARY KEY"}),
    "taking back": (session_mine.REMOVE, {"PRIMARY KEY"}),
    "chosen": (session_votes.CHOSEN, {VOTES}),
    "tally": (session_votes.TALLY, {NUMBERS, "PRIMARY KEY", "session_votes_entries"}),
    "counts": (session_boards.COUNTS, {NUMBERS, "PRIMARY KEY"}),
    "latest": (session_boards.LATEST, {NUMBERS, "PRIMARY KEY"}),
    "members": (session_boards.MEMBERS, {BY_SESSION}),
    "source": (session_boards.SOURCE, {"PRIMARY KEY"}),
    "rounds": (session_boards.ROUNDS, {ROUNDS}),
    "unsettled": (session_upkeep.UNSETTLED, {"sessions_unsettled"}),
    "shown": (session_upkeep.SHOWN, {"PRIMARY KEY"}),
    "to post": (session_upkeep.TO_POST, {BY_SESSION, "PRIMARY KEY"}),
    "to remove": (session_upkeep.TO_REMOVE, {BY_SESSION, "PRIMARY KEY"}),
    "to cancel": (session_upkeep.TO_CANCEL, {BY_SESSION, "PRIMARY KEY"}),
    "still made": (session_upkeep.STILL_MADE, {NUMBERS, "PRIMARY KEY"}),
    "result due": (session_upkeep.RESULT_DUE, {ROUNDS}),
    "called": (session_upkeep.IS_CALLED, {ROUNDS}),
    "votes on rows": (
        session_cleaning.DROP_VOTES_ON,
        {"session_votes_entries", "session_entries_generations"},
    ),
    "entries of rows": (session_cleaning.DROP_ENTRIES_OF, {"session_entries_generations"}),
    "oldest of a server": (session_cleaning.OLDEST, {"sessions_of_server"}),
    "next server": (session_cleaning.NEXT_SERVER, {"sessions_of_server"}),
    "old votes": (session_cleaning.PARTS[0], {VOTES}),
    "old entries": (session_cleaning.PARTS[1], {BY_SESSION, "PRIMARY KEY"}),
    "old kicks": (session_cleaning.PARTS[2], {"sqlite_autoindex_session_kicks_1"}),
    "old rounds": (session_cleaning.PARTS[3], {ROUNDS}),
    "old session": (session_cleaning.PARTS[4], {"PRIMARY KEY"}),
    "votes of who deletes": (session_cleaning.DROP_OWN_VOTES, {"session_votes_members"}),
    "entries of who deletes": (
        session_cleaning.LOOSEN_ENTRIES,
        {"session_entries_members", "PRIMARY KEY"},
    ),
    "led by who deletes": (session_cleaning.END_LED, {"sessions_hosts"}),
    "texts of who deletes": (session_cleaning.BLANK_LED, {"sessions_hosts"}),
    "entries of holdings": (holdings.ENTRIES, {"session_entries_members"}),
    "votes of holdings": (holdings.VOTES, {"session_votes_members"}),
    "led, of holdings": (holdings.LED, {"sessions_hosts"}),
    "sources": (session_stale.SOURCES, {ROUNDS, "session_entries_generations"}),
    "removals": (session_stale.REMOVALS, {BY_SESSION, "PRIMARY KEY"}),
    "rounds announced": (session_stale.ROUNDS, {ROUNDS}),
    "summary announced": (session_stale.SUMMARY, {"PRIMARY KEY"}),
    "sessions of what was deleted": (
        session_stale.UNSETTLE,
        {"PRIMARY KEY", "session_entries_generations"},
    ),
    "note of a session": (session_upkeep.SET_SESSION.values(thread_id=1), {"PRIMARY KEY"}),
    "note of a post": (session_upkeep.SET_POST, {"PRIMARY KEY"}),
    "note of a round": (session_upkeep.SET_ROUND.values(call_message_id=1), {ROUNDS}),
}


@pytest.mark.parametrize("name", PLANS)
async def test_a_statement_of_sessions_reads_by_its_index(database: Database, name: str) -> None:
    statement, indexes = PLANS[name]
    lines = await reads_by(database, statement, indexes, VALUES, bounded=OWN)
    reads = [line for line in lines if line.startswith(("SEARCH", "SCAN"))]
    # By its first column, which is the session: an index alone does not bound what is read.
    entries = [line for line in reads if NUMBERS in line or OF_MEMBER in line]
    assert all("session_id=?" in line for line in entries), lines
