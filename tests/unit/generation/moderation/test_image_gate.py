"""Finished images are judged by the rules of their place at that moment."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.generation import Generation, Status
from bot.domain.moderation.image_checks import ServiceCheck
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.policy import Level, ServerPolicy, Thresholds
from bot.domain.moderation.verdicts import Rule, Verdict
from bot.errors import StorageUnavailable
from bot.generation.moderation.image_gate import Checks, ImageGate
from bot.generation.moderation.known_images import CannotBlock
from bot.store.blocked_images import BlockedImages
from tests.fakes.classifier import textured
from tests.fakes.provider import picture
from tests.unit.generation.moderation.image_world import ImageWorld, entry, restricted
from tests.unit.generation.values import generation, new, place, request
from tests.unit.store.samples import bring_to


def blocking(generation_id: int, server_id: int = 10) -> LogEntry:
    return replace(
        entry(Action.IMAGE_BLOCKED, server_id), generation_id=generation_id, note="not this"
    )


def at(*, is_age_restricted: bool = False, server_id: int = 10, **fields: object) -> Generation:
    where = replace(place(), is_age_restricted=is_age_restricted, server_id=server_id)
    return replace(generation(1, **fields), place=where)


@pytest.mark.parametrize(
    ("score", "percent", "verdict"),
    [
        (0.0, None, Verdict.ALLOW),
        (0.4, None, Verdict.REVIEW),
        (0.9, None, Verdict.REFUSE),
        (0.0, 50.0, Verdict.REVIEW),
        (0.0, 80.0, Verdict.REFUSE),
    ],
)
async def test_both_looks_count(
    images: ImageWorld, score: float, percent: float | None, verdict: Verdict
) -> None:
    stored = await images.stored(1, textured(1, score=score), percent=percent)
    decision = await images.gate().judge(at(), stored)
    assert decision.verdict is verdict
    assert (await images.gate().judge(at(is_age_restricted=True), stored)).is_allowed


async def test_the_strictest_of_eight_decides_for_all(images: ImageWorld) -> None:
    pictures = [textured(number, score=0.9 if number == 5 else 0.0) for number in range(8)]
    decision = await images.gate().judge(at(), await images.stored(1, *pictures))
    assert (decision.rule, decision.values["number"]) == (Rule.IMAGE_NSFW, "6")


async def test_the_rules_of_this_moment_count(images: ImageWorld) -> None:
    stored, gate = await images.stored(1, textured(1, score=0.5)), images.gate()
    assert (await gate.judge(at(), stored)).verdict is Verdict.REVIEW
    strict = Thresholds(review_at=20, refuse_at=40)
    await images.choose(lambda old: old.model_copy(update={"everyone": strict}))
    assert (await gate.judge(at(), stored)).verdict is Verdict.REFUSE


async def test_what_nothing_can_look_at_is_shown_unless_the_server_wants_a_look(
    without_classifier: ImageWorld,
) -> None:
    images = without_classifier
    stored, gate = await images.stored(1, textured(1, score=1.0)), images.gate()
    assert (await gate.judge(at(), stored)).is_allowed
    await images.choose(lambda old: old.model_copy(update={"needs_check": True}))
    decision = await gate.judge(at(), stored)
    assert (decision.verdict, decision.rule) == (Verdict.REVIEW, Rule.IMAGE_UNCHECKED)


async def test_scores_and_hashes_are_noted_beside_the_images(images: ImageWorld) -> None:
    ready = await bring_to(images.generations, Status.READY)
    stored = await images.stored(ready.id, textured(1, score=0.2), textured(2))
    await images.gate().judge(replace(ready, images=tuple(stored)), stored)
    row = await images.generations.get(ready.id)
    assert row is not None
    assert [image.classifier_score for image in row.images] == [0.2, 0.0]
    assert [len(image.pdq or b"") for image in row.images] == [32, 32]


async def test_a_moderator_blocks_an_image_and_it_is_never_shown_again(images: ImageWorld) -> None:
    ready = await bring_to(images.generations, Status.READY)
    gate, stored = images.gate(), await images.stored(ready.id, textured(1), textured(2))
    assert (await gate.judge(replace(ready, images=tuple(stored)), stored)).is_allowed
    await images.known.block(ready.id, 1, blocking(ready.id))
    await images.known.block(ready.id, 1, blocking(ready.id))  # twice is once
    again = await images.stored(77, textured(3), textured(2))
    mature = at(is_age_restricted=True)
    assert (await gate.judge(mature, again)).rule is Rule.IMAGE_KNOWN
    assert (await gate.judge(at(server_id=11), again)).is_allowed
    page = await images.known.page(10, 1 << 62, 10)
    assert [(each.generation_id, each.reason) for each in page.images] == [(ready.id, "not this")]
    other_server = await images.known.unblock(page.images[0].id, blocking(0, server_id=11))
    assert not other_server
    assert await images.known.unblock(page.images[0].id, entry(Action.IMAGE_UNBLOCKED))
    assert (await gate.judge(mature, again)).is_allowed


async def test_a_flat_image_is_like_any_other_and_cannot_be_blocked(images: ImageWorld) -> None:
    ready = await bring_to(images.generations, Status.READY)
    stored = await images.stored(ready.id, picture(64, 64))
    await images.gate().judge(replace(ready, images=tuple(stored)), stored)
    with pytest.raises(CannotBlock, match="too little in it"):
        await images.known.block(ready.id, 0, blocking(ready.id))


async def test_files_that_cannot_be_read_now_let_nothing_pass(
    images: ImageWorld, tmp_path: Path
) -> None:
    (stored,) = await images.stored(1, textured(1))
    await asyncio.to_thread((tmp_path / stored.path).unlink)
    await asyncio.to_thread((tmp_path / stored.path).mkdir)
    with pytest.raises(StorageUnavailable):
        await images.gate().judge(at(), [stored])


@pytest.mark.parametrize(
    ("mode", "needs_check", "is_restricted", "level"),
    [
        (ServiceCheck.AUTO, False, False, None),
        (ServiceCheck.AUTO, True, False, 1),
        (ServiceCheck.ALWAYS, False, False, 1),
        (ServiceCheck.ALWAYS, False, True, None),  # a mature place without thresholds
        (ServiceCheck.OFF, True, False, None),
    ],
)
async def test_the_service_is_asked_to_look_where_that_is_wanted_and_changes_anything(
    without_classifier: ImageWorld,
    *,
    mode: ServiceCheck,
    needs_check: bool,
    is_restricted: bool,
    level: int | None,
) -> None:
    images = without_classifier
    await images.choose(lambda old: old.model_copy(update={"needs_check": needs_check}))
    gate = images.gate(Checks(service=mode))
    wanted = restricted(new()) if is_restricted else new()
    asked = await gate.check(wanted)
    assert asked.request.nsfw_detection_level == level
    assert asked is wanted or level is not None


async def test_a_classifier_here_spares_the_service_and_a_members_own_wish_stays(
    images: ImageWorld,
) -> None:
    await images.choose(lambda old: old.model_copy(update={"needs_check": True}))
    auto, always = images.gate(), images.gate(Checks(service=ServiceCheck.ALWAYS))
    own = [new(request(nsfw_detection_level=level)) for level in (None, 0, 2)]

    async def levels(gate: ImageGate) -> list[int | None]:
        return [(await gate.check(each)).request.nsfw_detection_level for each in own]

    assert await levels(auto) == [None, 0, 2]
    assert await levels(always) == [1, 1, 2]


@pytest.mark.parametrize(
    ("policy", "has_classifier", "is_restricted", "is_shown"),
    [
        (ServerPolicy(), False, False, True),  # nothing would keep the image back either
        (ServerPolicy(), True, False, False),
        (ServerPolicy(), True, True, True),
        (ServerPolicy(level=Level.MATURE), True, False, False),
        (ServerPolicy(needs_check=True), False, False, False),
        (ServerPolicy(mature=Thresholds(review_at=50, refuse_at=90)), True, True, False),
    ],
)
async def test_no_preview_is_shown_where_the_finished_image_could_be_kept_back(
    images: ImageWorld,
    *,
    policy: ServerPolicy,
    has_classifier: bool,
    is_restricted: bool,
    is_shown: bool,
) -> None:
    images.classifier._is_usable = has_classifier
    await images.choose(lambda _old: policy)
    assert await images.gate().allows_previews(at(is_age_restricted=is_restricted)) is is_shown


async def test_no_preview_is_shown_of_what_the_service_looks_at(
    without_classifier: ImageWorld,
) -> None:
    gate = without_classifier.gate()
    assert await gate.allows_previews(at())
    assert not await gate.allows_previews(at(nsfw_detection_level=0))


async def test_no_preview_is_shown_on_a_server_that_has_blocked_an_image(
    images: ImageWorld,
) -> None:
    await BlockedImages(images.database).add(b"\x0f" * 32, blocking(7))
    gate = images.gate()
    assert not await gate.allows_previews(at(is_age_restricted=True))
    assert await gate.allows_previews(at(is_age_restricted=True, server_id=11))
