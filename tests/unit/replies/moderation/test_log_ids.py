"""Filters in custom_ids: what is written is read again, within Discord's 100 characters."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moderation.log import Action
from bot.domain.moderation.log_filter import LogFilter
from bot.replies.moderation.log_ids import (
    EXPORT,
    TURN,
    Turn,
    entry_id_of,
    export_id,
    filter_of,
    turn_id,
)

LARGEST = 2**63 - 1
IDS = st.none() | st.integers(0, LARGEST)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENTS = st.none() | st.integers(0, 60 * 24 * 365 * 200).map(
    lambda minutes: EPOCH + timedelta(minutes=minutes)
)
FILTERS = st.builds(
    LogFilter,
    member_id=IDS,
    actor_id=IDS,
    action=st.none() | st.sampled_from(Action),
    since=MOMENTS,
    until=MOMENTS,
)


@given(FILTERS, st.integers(0, LARGEST), st.sampled_from(Turn))
def test_what_is_written_is_read_again(wanted: LogFilter, entry_id: int, way: Turn) -> None:
    match = re.fullmatch(TURN, turn_id(way, entry_id, wanted))
    assert match is not None
    assert (filter_of(match), entry_id_of(match), match["way"]) == (wanted, entry_id, way)
    export = re.fullmatch(EXPORT, export_id(wanted))
    assert export is not None
    assert filter_of(export) == wanted
    assert max(len(turn_id(way, entry_id, wanted)), len(export_id(wanted))) <= 100


@pytest.mark.parametrize(
    "custom_id",
    [
        "easel:modlog:b:zzzzzzzzzzzzz:zzzzzzzzzzzzz:zzzzzzzzzzzzz:nonsense:zzzzzz:zzzzzz",
        "easel:modlog:a:0:::::",
    ],
)
def test_a_forged_one_is_no_error(custom_id: str) -> None:
    match = re.fullmatch(TURN, custom_id)
    assert match is not None
    assert filter_of(match).action is None
    assert entry_id_of(match) <= LARGEST
