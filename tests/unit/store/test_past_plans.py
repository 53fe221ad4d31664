"""Looking back is driven by an index that holds the order, whatever is looked for."""

import pytest
from sqlalchemy import Executable

from bot.store import words
from bot.store.database import Database
from bot.store.past_statements import Form, page, stretch
from tests.unit.store.plans import plan

WORDS = {f"word_{number}": f"w{number}" for number in range(6)}
VALUES = {"from_id": 9, "end_id": 1, "server_id": 1, "member_id": 2, "limit": 5, **WORDS} | {
    "below_id": 5,
    "position": 4,
}
OWN_WORDS = "SEARCH prompt_words USING PRIMARY KEY (member_id=? AND word=? AND generation_id"
WORDS_HERE = "SEARCH prompt_words USING COVERING INDEX prompt_words_of_server"
ALL_WORDS_HERE = f"{WORDS_HERE} (server_id=? AND member_id=? AND word=? AND generation_id"
MINE = "SEARCH generations USING INDEX generations_mine (member_id=? AND id"
HERE = "SEARCH generations USING INDEX generations_history (server_id=? AND member_id=? AND id"
LIKED = "SEARCH favourites USING PRIMARY KEY (member_id=? AND generation_id"
LIKED_HERE = "favourites_of_server (server_id=? AND member_id=? AND generation_id"
CASES = {
    "history": (Form(), MINE),
    "history here": (Form(is_of_one_server=True), HERE),
    "newer history here": (Form(is_of_one_server=True, is_newer=True), HERE),
    "found": (Form(words=3), OWN_WORDS),
    "found here": (Form(words=3, is_of_one_server=True), ALL_WORDS_HERE),
    "newer found here": (Form(words=1, is_of_one_server=True, is_newer=True), ALL_WORDS_HERE),
    "favourites": (Form(is_favourites=True, words=2), "favourites"),
    "favourites here": (Form(is_favourites=True, is_of_one_server=True), LIKED_HERE),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_page_follows_its_index_from_where_it_begins(database: Database, name: str) -> None:
    form, first = CASES[name]
    lines = await plan(database, page(form), VALUES)
    assert first in lines[0], lines
    others = [line for line in lines[1:] if line.startswith(("SEARCH", "SCAN"))]
    assert all("INTEGER PRIMARY KEY" in line or "generation_id=?" in line for line in others), lines
    assert not [line for line in lines if "TEMP B-TREE" in line or line.startswith("SCAN")], lines


@pytest.mark.parametrize("name", [name for name in CASES if "history" not in name])
async def test_where_a_stretch_ends_is_read_from_the_index_alone(
    database: Database, name: str
) -> None:
    lines = await plan(database, stretch(CASES[name][0]), VALUES)
    assert len(lines) == 1
    assert "SEARCH" in lines[0]
    assert "COVERING" in lines[0] or "PRIMARY KEY" in lines[0], lines


@pytest.mark.parametrize("statement", [words.OLD, words.BACKLOG, words.ADVANCE])
async def test_old_prompts_are_read_by_their_ids(database: Database, statement: Executable) -> None:
    lines = await plan(database, statement, VALUES)
    assert [line for line in lines if "SCAN" in line and "word_backlog" not in line] == []
