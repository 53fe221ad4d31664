"""What a press finds while its card is shown and the row does not say so yet."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.generation import Generation, Rung, Status
from bot.errors import NotAllowed
from bot.replies.pictures.finished import Finished
from tests.fakes.interaction import FakeInteraction, FakeUser
from tests.fakes.moderators import nobody_named
from tests.fakes.time import FakeTime
from tests.unit.replies.samples import a_generation

READY = replace(a_generation(), status=Status.READY)
DELIVERED = replace(READY, status=Status.DELIVERED, rung=Rung.TOKEN)
OWNER: Any = FakeInteraction(user=FakeUser(id=11), guild_id=22)
ANOTHER: Any = FakeInteraction(user=FakeUser(id=12), guild_id=22)


class Rows:
    """Tells what one row says at each look; the last for ever."""

    def __init__(self, *says: Generation) -> None:
        self._says = list(says)

    async def get(self, _generation_id: int) -> Generation:
        return self._says.pop(0) if len(self._says) > 1 else self._says[0]


def finished(*says: Generation, time: FakeTime | None = None) -> Finished:
    rows: Any = Rows(*says)
    return Finished(rows, nobody_named(), time or FakeTime())


@pytest.mark.parametrize("presser", [OWNER, ANOTHER])
async def test_a_quick_press_waits_for_the_row(presser: Any) -> None:
    assert await finished(READY, READY, DELIVERED).named(presser, "1") == DELIVERED


async def test_who_presses_too_early_is_asked_to_press_again_within_a_second() -> None:
    time = FakeTime()
    began_s = time.monotonic()
    with pytest.raises(NotAllowed, match="press again"):
        await finished(READY, time=time).named(OWNER, "1")
    assert 0 < time.monotonic() - began_s < 1


@pytest.mark.parametrize("rung", [Rung.DM, Rung.KEPT])
async def test_what_was_never_shown_to_all_is_its_owners(rung: Rung) -> None:
    row = replace(DELIVERED, rung=rung)
    assert await finished(row).named(OWNER, "1") == row
    with pytest.raises(NotAllowed, match="not yours to use"):
        await finished(row).named(ANOTHER, "1")
