"""Query plans of reviews: none reads more than what waits, or what one member or image has."""

from typing import Any

import pytest
from sqlalchemy import Executable

from bot.domain.moderation.reviews import ReviewStatus
from bot.store import barring, flows, review_cleaning, review_rows, review_steps, reviews
from bot.store.database import Database
from tests.unit.store.plans import plan
from tests.unit.store.samples import NOON

VALUES: dict[str, Any] = {
    "of_server": 1,
    "of_member": 2,
    "of_provider": "p",
    "of_generation": 3,
    "of_id": 3,
    "member_id": 2,
    "review_id": 4,
    "after_id": 4,
    "ids": [1, 2],
    "limit": 5,
    "most": 5,
    "now": NOON,
    "new_status": ReviewStatus.APPROVED,
    "decided_now": NOON,
    "decider": 9,
    "why": "",
    "seen": ReviewStatus.OPEN,
    "card_channel": 5,
    "card_message": 6,
}
OF_IMAGE = "reviews_once"
PLANS: dict[str, tuple[Executable, str]] = {
    "open in a server": (review_rows.OPEN_IN_SERVER, "reviews_of_"),
    "withdrawn": (review_rows.WITHDRAW, OF_IMAGE),
    "review": (review_steps.BY_ID, "PRIMARY KEY"),
    "request": (review_steps.REQUEST, "PRIMARY KEY"),
    "closed": (review_steps.CLOSE, "PRIMARY KEY"),
    "of a generation": (reviews.OF_GENERATION, OF_IMAGE),
    "of a member": (reviews.OF_MEMBER, "reviews_of_member"),
    "over": (reviews.OVER, "reviews_open"),
    "page": (reviews.PAGE, "reviews_of_server"),
    "stale": (reviews.STALE, "reviews_stale_cards"),
    "card": (reviews.SET_CARD, "PRIMARY KEY"),
    "cards": (reviews.LOOK_AT_CARDS, "PRIMARY KEY"),
    "dropped": (review_cleaning.DROP_REVIEWS, OF_IMAGE),
    "blanked": (review_cleaning.BLANK_REVIEWS, OF_IMAGE),
    "forgotten": (review_cleaning.FORGET_REVIEWS, OF_IMAGE),
    "logged texts": (review_cleaning.DROP_LOGGED_TEXTS, "moderation_log_generations"),
    "of holdings": (review_cleaning.OF_HOLDINGS, "reviews_members"),
    "waits at a block": (barring.WAITING, "generations_open"),
    "closed by a block": (barring.CLOSE, OF_IMAGE),
    "what a member paid": (flows.MEMBER_FINISH, "sqlite_autoindex_member_turns_1"),
}


@pytest.mark.parametrize("name", PLANS)
async def test_a_statement_of_reviews_reads_by_its_index(database: Database, name: str) -> None:
    statement, index = PLANS[name]
    lines = await plan(database, statement, VALUES)
    reads = [line for line in lines if line.startswith(("SEARCH", "SCAN"))]
    assert any(index in line for line in reads), lines
    assert [line for line in lines if line.startswith("USE TEMP B-TREE")] == [], lines
    whole = [line for line in reads if line.startswith("SCAN") and " USING " not in line]
    assert [line for line in whole if not line.startswith("SCAN one")] == [], lines
