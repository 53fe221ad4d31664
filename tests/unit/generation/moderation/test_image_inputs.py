"""Pictures that a request is made from are judged before anything is spent."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import pytest

from bot.domain.generation import NewGeneration
from bot.domain.moderation.log import Action
from bot.domain.moderation.policy import Level, Thresholds
from bot.domain.moderation.verdicts import Decision, Rule, Verdict
from bot.generation.moderation.examining import Examined, Examiner
from bot.generation.moderation.image_inputs import ImageInputs, NotLookedAt
from bot.store.blocked_images import BlockedImages
from tests.fakes.classifier import textured
from tests.unit.generation.moderation.image_world import ImageWorld, entry, restricted
from tests.unit.generation.values import new


async def judge(images: ImageWorld, wanted: NewGeneration) -> Decision:
    return await _by(images, images.inputs(), wanted)


async def _by(images: ImageWorld, inputs: ImageInputs, wanted: NewGeneration) -> Decision:
    book = await images.policies.of(wanted.place.server_id)
    return await inputs.stage.judge(wanted, book)


async def block(images: ImageWorld, picture: bytes) -> None:
    path = await images.files.write(999, 0, picture, "image/png")
    examiner = Examiner(images.classifier, "blocked")
    found = await examiner.examine("0" * 64, partial(images.files.read, path))
    assert found.fingerprint is not None
    await BlockedImages(images.database).add(found.fingerprint.pdq, entry(Action.IMAGE_BLOCKED))
    images.known.changed(10)


async def test_a_request_without_pictures_passes(images: ImageWorld) -> None:
    assert (await judge(images, new())).is_allowed
    assert images.classifier.looks == 0


@pytest.mark.parametrize(
    ("score", "verdict"),
    [(0.0, Verdict.ALLOW), (0.3, Verdict.REVIEW), (0.9, Verdict.REFUSE)],
)
async def test_an_attached_picture_is_judged_by_the_thresholds_of_the_place(
    images: ImageWorld, score: float, verdict: Verdict
) -> None:
    wanted = await images.over(textured(1, score=score))
    assert (await judge(images, wanted)).verdict is verdict
    # A mature place lets all of them pass, unless its thresholds say otherwise.
    assert (await judge(images, restricted(wanted))).is_allowed
    await images.choose(
        lambda old: old.model_copy(update={"mature": Thresholds(review_at=20, refuse_at=80)})
    )
    assert (await judge(images, restricted(wanted))).verdict is verdict


async def test_masks_and_control_pictures_are_judged_as_well(images: ImageWorld) -> None:
    bad, good = textured(2, score=1.0), textured(3)
    masked = await judge(images, await images.over(good, mask=bad))
    steered = await judge(images, await images.steered_by(bad))
    assert [(each.rule, each.where) for each in (masked, steered)] == [
        (Rule.INPUT_NSFW, "mask"),
        (Rule.INPUT_NSFW, "control_image"),
    ]


async def test_a_blocked_image_is_refused_as_a_picture_in_every_role(
    without_classifier: ImageWorld,
) -> None:
    images, known, other = without_classifier, textured(4), textured(5)
    roles = [
        await images.over(known),
        await images.over(other, mask=known),
        await images.steered_by(known),
        restricted(await images.over(known)),
    ]
    assert all([(await judge(images, each)).is_allowed for each in roles])
    await block(images, known)
    assert [(await judge(images, each)).rule for each in roles] == [Rule.INPUT_KNOWN] * 4
    assert (await judge(images, await images.over(other))).is_allowed


async def test_a_blocked_image_of_one_server_is_no_matter_to_another(images: ImageWorld) -> None:
    await block(images, textured(6))
    wanted = await images.over(textured(6))
    elsewhere = replace(wanted, place=replace(wanted.place, server_id=11))
    assert (await judge(images, wanted)).rule is Rule.INPUT_KNOWN
    assert (await judge(images, elsewhere)).is_allowed


async def test_nothing_is_read_where_there_is_nothing_to_judge_by(
    without_classifier: ImageWorld,
) -> None:
    images = without_classifier
    wanted = await images.over(textured(7))
    assert wanted.request.source is not None
    await images.files.hold_inputs(wanted.request.input_hashes)
    await images.files.refuse_inputs(wanted.request.input_hashes)  # so that reading would fail
    assert (await judge(images, wanted)).is_allowed


async def test_the_same_picture_is_looked_at_once(images: ImageWorld) -> None:
    inputs, wanted = images.inputs(), await images.over(textured(8))
    await asyncio.gather(*(_by(images, inputs, wanted) for _time in range(5)))
    await images.choose(lambda old: old.model_copy(update={"level": Level.EVERYONE}))
    await _by(images, inputs, wanted)
    assert images.classifier.looks == 1


class _Slow(Examiner):
    """Looks only once it may."""

    def __init__(self, images: ImageWorld) -> None:
        super().__init__(images.classifier, "slow")
        self.may = asyncio.Event()

    async def _examine(self, read: Callable[[], Awaitable[bytes]]) -> Examined:
        await self.may.wait()
        return await super()._examine(read)


async def test_a_look_that_takes_too_long_refuses_and_the_next_try_finds_it_done(
    images: ImageWorld,
) -> None:
    examiner = _Slow(images)
    inputs = images.inputs(examiner, budget_s=0)
    wanted = await images.over(textured(9))
    with pytest.raises(NotLookedAt, match="ask again"):
        await _by(images, inputs, wanted)
    examiner.may.set()
    patient = images.inputs(examiner)
    assert (await _by(images, patient, wanted)).is_allowed
    assert (await _by(images, inputs, wanted)).is_allowed  # what was seen takes no time
    assert images.classifier.looks == 1
