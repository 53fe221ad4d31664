"""Every way to look through the moderation log follows an index that holds its order."""

from datetime import UTC, datetime
from itertools import product

import pytest

from bot.store.database import Database
from bot.store.log_pages import FIRST_SINCE, Form, page
from tests.unit.store.plans import plan

VALUES = {
    "of_server": 1,
    "of_member": 2,
    "of_actor": 3,
    "of_action": "refused",
    "above": 0,
    "below": 9,
    "limit": 5,
    "since": datetime(2026, 1, 1, tzinfo=UTC),
}
# By member, by moderator, by action.
INDEXES = {
    (False, False, False): "moderation_log_notable (server_id=? AND id",
    (False, False, True): "moderation_log_actions (server_id=? AND action=? AND id",
    (False, True, False): "moderation_log_actors (server_id=? AND actor_id=? AND id",
    (
        False,
        True,
        True,
    ): "moderation_log_actors_actions (server_id=? AND actor_id=? AND action=? AND id",
    (True, False, False): "moderation_log_members_notable (server_id=? AND member_id=? AND id",
    (True, False, True): "moderation_log_members (server_id=? AND member_id=? AND action=? AND id",
    (
        True,
        True,
        False,
    ): "moderation_log_members_actors (server_id=? AND member_id=? AND actor_id=? AND id",
    (True, True, True): "moderation_log_members",
}


@pytest.mark.parametrize("is_newer", [False, True])
@pytest.mark.parametrize("looks_at", list(product([False, True], repeat=3)))
async def test_a_page_reads_what_it_shows_and_no_more(
    database: Database, looks_at: tuple[bool, bool, bool], *, is_newer: bool
) -> None:
    member, actor, action = looks_at
    form = Form(has_member=member, has_actor=actor, has_action=action, is_newer=is_newer)
    lines = await plan(database, page(form), VALUES)
    assert INDEXES[looks_at] in lines[0], lines
    assert all("INTEGER PRIMARY KEY" in line for line in lines[1:]), lines


async def test_a_moment_is_turned_into_an_id_by_an_index(database: Database) -> None:
    (line,) = await plan(database, FIRST_SINCE, VALUES)
    assert "COVERING INDEX moderation_log_times (server_id=? AND at" in line
