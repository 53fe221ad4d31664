"""Whose image a message shows: only a message of the bot's own is believed."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.generation import Generation, Status
from bot.replies.pictures.finished import Finished
from bot.replies.pictures.own_images import OwnImages
from tests.fakes.moderators import nobody_named
from tests.fakes.time import FakeTime
from tests.unit.replies.samples import a_generation

BOT, SOMEBODY = 900, 901


class Rows:
    """One generation, whose card is the message 55."""

    async def get(self, generation_id: int) -> Generation | None:
        return a_generation() if generation_id == 1 else None

    async def find_by_message(self, message_id: int) -> Generation | None:
        return a_generation() if message_id == 55 else None


def message(author_id: int, message_id: int, *custom_ids: str) -> Any:
    buttons = [SimpleNamespace(custom_id=custom_id) for custom_id in custom_ids]
    row = SimpleNamespace(children=buttons)
    return SimpleNamespace(
        id=message_id,
        author=SimpleNamespace(id=author_id),
        components=[SimpleNamespace(children=[row])],
    )


@pytest.mark.parametrize(
    ("shown", "is_ours"),
    [
        (message(BOT, 55), True),
        (message(BOT, 56), False),
        (message(BOT, 56, "easel:anew:1", "easel:more:1"), True),
        (message(BOT, 56, "easel:more:2"), False),
        (message(SOMEBODY, 56, "easel:more:1"), False),
        (message(SOMEBODY, 55), False),
    ],
)
async def test_it_is_found_by_its_buttons_or_its_card(shown: Any, *, is_ours: bool) -> None:
    rows: Any = Rows()
    interaction: Any = SimpleNamespace(client=SimpleNamespace(user=SimpleNamespace(id=BOT)))
    found = await OwnImages(Finished(rows, nobody_named(), FakeTime()), rows).shown_by(
        interaction, shown
    )
    assert (found is not None) is is_ours


async def test_a_card_that_has_just_come_is_known_as_finished() -> None:
    ready, delivered = (
        replace(a_generation(), status=one) for one in (Status.READY, Status.DELIVERED)
    )
    says = [ready, ready, delivered]

    async def get(_generation_id: int) -> Generation:
        return says.pop(0)

    rows: Any = SimpleNamespace(get=get)
    interaction: Any = SimpleNamespace(client=SimpleNamespace(user=SimpleNamespace(id=BOT)))
    own = OwnImages(Finished(rows, nobody_named(), FakeTime()), rows)
    assert await own.shown_by(interaction, message(BOT, 56, "easel:more:1")) == delivered
