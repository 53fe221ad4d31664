"""What was made in one server is shown in another only if its rules for images let it pass."""

from dataclasses import replace

import pytest

from bot.domain.generation import Place, Status
from bot.domain.moderation.log import Action
from bot.domain.moderation.policy import Thresholds
from tests.fakes.classifier import textured
from tests.unit.generation.moderation.image_world import SERVER, ImageWorld, entry
from tests.unit.generation.values import place
from tests.unit.store.samples import bring_to

NEVER = Thresholds(review_at=100, refuse_at=100)


def in_server(server_id: int) -> Place:
    return replace(place(), server_id=server_id)


@pytest.mark.parametrize(
    ("score", "percent", "is_shown"),
    [(0.0, None, True), (0.4, None, False), (0.9, None, False), (0.0, 50.0, False)],
)
async def test_the_rules_of_whoever_looks_count(
    images: ImageWorld, *, score: float, percent: float | None, is_shown: bool
) -> None:
    picture = textured(1, score=score)
    await images.choose(lambda policy: policy.model_copy(update={"everyone": NEVER}))
    gate = images.gate()
    assert await gate.lets_show(picture, percent, in_server(SERVER))
    assert await gate.lets_show(picture, percent, in_server(SERVER + 1)) is is_shown


async def test_what_a_server_has_blocked_is_not_shown_there(images: ImageWorld) -> None:
    picture, gate = textured(1), images.gate()
    ready = await bring_to(images.generations, Status.READY)
    stored = await images.stored(ready.id, picture)
    await gate.judge(replace(ready, images=tuple(stored)), stored)
    assert await gate.lets_show(picture, None, in_server(SERVER))
    blocked = replace(entry(Action.IMAGE_BLOCKED), generation_id=ready.id)
    await images.known.block(ready.id, 0, blocked)
    assert not await gate.lets_show(picture, None, in_server(SERVER))
    assert await gate.lets_show(picture, None, in_server(SERVER + 1))


async def test_what_nothing_can_look_at_is_not_shown_where_something_is_to_look(
    images: ImageWorld,
) -> None:
    assert not await images.gate().lets_show(b"no image at all", None, in_server(SERVER))
