"""Images that the rules do not let pass at once: held, refused, judged once, shown to nobody."""

import pytest

from bot.domain.generation import Rung, Status
from bot.domain.moderation.verdicts import Rule
from bot.errors import (
    DiscordUnreachable,
    StorageUnavailable,
)
from tests.unit.generation.review_world import BY, DAY, DOUBTFUL, REFUSED, held, review_id
from tests.unit.generation.values import new
from tests.unit.generation.world import World


async def test_a_held_image_is_shown_to_nobody_until_it_is_approved(world: World) -> None:
    generation = await held(world)
    assert world.announcer.delivered_ids() == []
    progress = world.announcer.progress_of(generation.id)
    assert progress[-1].review_until == world.time.now() + DAY
    assert [one.preview for one in progress] == [None] * len(progress)
    await world.reviewing.approve(await review_id(world, generation), BY)
    await world.work.settle()
    assert world.announcer.delivered_ids() == [generation.id]
    assert len(world.provider.downloads) == 1


@pytest.mark.parametrize("is_expired", [False, True])
async def test_an_image_that_is_not_let_pass_counts_unless_nobody_has_looked(
    world: World, *, is_expired: bool
) -> None:
    generation = await held(world)
    if is_expired:
        world.time.advance(DAY.total_seconds())
        assert await world.reviewing.expire() == 1
    else:
        await world.reviewing.reject(await review_id(world, generation), BY, "")
    await world.work.settle()
    ((_ended, _review, units_back),) = world.announcer.rejections
    assert units_back == (1 if is_expired else 0)
    assert world.announcer.delivered_ids() == []


async def test_a_doubtful_image_is_held_and_a_refused_one_told_at_once(world: World) -> None:
    world.gate.decision = DOUBTFUL
    await held(world, new())
    world.gate.decision = REFUSED
    other = await world.ask()
    await world.work.settle()
    row = await world.row(other)
    assert (row.status, row.ruling, row.rung) == (Status.REJECTED, Rule.IMAGE_NSFW, Rung.TOKEN)
    assert "do not allow the image" in str(row.reason)
    assert world.announcer.delivered_ids() == []
    assert await world.used() == 2


async def test_where_no_moderator_reads_a_doubtful_image_is_refused_and_costs_nothing(
    world: World,
) -> None:
    world.gate.decision = DOUBTFUL
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.REJECTED
    assert await world.reviews.of_generation(generation.id) is None
    assert await world.used() == 0


async def test_what_the_gate_cannot_judge_now_is_shown_only_once_it_can(world: World) -> None:
    world.gate.errors = [StorageUnavailable(), RuntimeError("a bug")]
    generation = await world.ask()
    await world.work.settle()
    assert world.announcer.delivered_ids() == [generation.id]
    assert len(world.gate.judged) == 3
    assert len(world.provider.downloads) == 1


async def test_what_the_gate_never_judges_fails_and_is_not_kept_for_its_member(
    world: World,
) -> None:
    world.gate.errors = [RuntimeError("a bug") for _ in range(9)]
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.FAILED
    assert world.announcer.kept_ids == []
    assert world.announcer.delivered_ids() == []
    assert await world.used() == 0


async def test_what_has_passed_is_judged_once_however_often_discord_fails(world: World) -> None:
    world.announcer.delivery_errors = [DiscordUnreachable("no"), DiscordUnreachable("no")]
    generation = await world.ask()
    await world.work.settle()
    assert world.announcer.delivered_ids() == [generation.id]
    assert world.gate.judged == [generation.id]
