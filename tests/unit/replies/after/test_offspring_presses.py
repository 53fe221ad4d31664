"""Two presses of one button while the first is being admitted: one child is asked for, not two."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.generation import Generation, Status
from bot.errors import NotAllowed
from bot.replies.after.offspring_presses import OffspringPresses
from tests.fakes.interaction import FakeInteraction, FakeUser
from tests.unit.replies.samples import a_generation, an_image

PARENT = replace(a_generation(), status=Status.DELIVERED, images=(an_image(0).stored,))


class Press(FakeInteraction):
    message = None


class Children:
    async def again(self, _interaction: Any, parent: Generation, **_how: Any) -> Any:
        return parent


class Asking:
    """Admits nobody before it is told to."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.opens = asyncio.Event()

    async def ask(self, interaction: Any, _new: Any, **_how: Any) -> None:
        self.asked.append(interaction.id)
        await self.opens.wait()


def press(number: int, member_id: int = 11) -> Any:
    return Press(id=number, user=FakeUser(id=member_id))


async def test_a_double_press_asks_once_and_two_members_ask_twice() -> None:
    children: Any = Children()
    asking: Any = Asking()
    presses = OffspringPresses(children, asking)
    first = asyncio.create_task(presses.again(press(1), PARENT, begun_at_s=0))
    other = asyncio.create_task(presses.again(press(2, member_id=12), PARENT, begun_at_s=0))
    await asyncio.sleep(0)
    with pytest.raises(NotAllowed, match="under way"):
        await presses.again(press(3), PARENT, begun_at_s=0)
    asking.opens.set()
    await asyncio.gather(first, other)
    await presses.again(press(4), PARENT, begun_at_s=0)  # on purpose, once the first has its card
    assert asking.asked == [1, 2, 4]


async def test_an_image_that_the_card_does_not_have_is_refused() -> None:
    presses = OffspringPresses(Children(), Asking())  # type: ignore[arg-type]  # never reached
    for index in (-1, 1, 99):
        with pytest.raises(NotAllowed, match="no such image"):
            await presses.vary(press(1), PARENT, index, begun_at_s=0)
