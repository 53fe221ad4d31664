"""Presses while the first is being admitted, and after."""

from typing import Any

import pytest

from bot.errors import NotAllowed
from bot.replies.requesting.under_admission import UnderAdmission
from tests.fakes.interaction import FakeInteraction, FakeUser


def press(number: int, member_id: int = 7) -> Any:
    return FakeInteraction(id=number, user=FakeUser(id=member_id))


def test_a_second_press_waits_for_the_first_to_be_answered() -> None:
    under = UnderAdmission()
    with under.one(press(1), "again 1"):
        with pytest.raises(NotAllowed, match="under way"), under.one(press(2), "again 1"):
            pass
        with under.one(press(3), "again 2"), under.one(press(4, member_id=8), "again 1"):
            pass
    with under.one(press(5), "again 1"):
        pass


def test_what_was_refused_may_be_asked_for_again() -> None:
    under = UnderAdmission()
    for number in (1, 2):
        with pytest.raises(ZeroDivisionError), under.one(press(number), "again 1"):
            raise ZeroDivisionError


def test_one_interaction_counts_once_however_often_it_comes() -> None:
    under = UnderAdmission()
    with under.one(press(1), "again 1"):
        pass
    for number in range(2, 5_000):
        with under.one(press(number), "again 1"):
            pass
    with pytest.raises(NotAllowed, match="under way"), under.one(press(4_999), "again 1"):
        pass
    assert len(under._seen) <= 4_096
