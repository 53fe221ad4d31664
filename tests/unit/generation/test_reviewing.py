"""Reviews in the use case: nothing unseen is shown, nothing waits for ever, nothing is lost."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.domain.generation import Generation, NewGeneration, Rung, Status
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.reviews import Block, ReviewStatus
from bot.domain.moderation.verdicts import Decision, Rule, Verdict
from bot.domain.moderation.words.terms import TermAction, TermKind
from bot.errors import (
    DiscordUnreachable,
    InvalidRequest,
    NotAllowed,
    StorageUnavailable,
    UserError,
)
from bot.generation.moderation.reviewing import Moderator
from bot.store.moderation_schema import policy_terms
from tests.fakes.announcer import FakeAnnouncer
from tests.fakes.moderation import FakeGate
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.test_cancelling import cancel
from tests.unit.generation.values import new, request
from tests.unit.generation.world import World, start

SERVER = 10
BY = Moderator(member_id=500, server_id=SERVER)
TERM = Decision(verdict=Verdict.REVIEW, rule=Rule.TERM, where="prompt", values={"term": "fox"})
DOUBTFUL = Decision(verdict=Verdict.REVIEW, rule=Rule.IMAGE_NSFW, where="image")
REFUSED = Decision(verdict=Verdict.REFUSE, rule=Rule.IMAGE_NSFW, where="image")
DAY = timedelta(hours=24)


def reviewed(units: int = 1) -> NewGeneration:
    return replace(new(request(batch_size=units)), decision=TERM)


def seen_first(units: int = 1) -> NewGeneration:
    return replace(new(request(batch_size=units)), is_image_reviewed=True)


async def with_moderators(world: World) -> None:
    entry = LogEntry(server_id=SERVER, at=world.time.now(), action=Action.RULES_CHANGED)
    await world.server_settings.report_to(SERVER, 900, entry)
    world.policies.changed(SERVER)


async def review_id(world: World, generation: Generation) -> int:
    review = await world.reviews.of_generation(generation.id)
    assert review is not None
    return review.id


async def held(world: World, wanted: NewGeneration | None = None) -> Generation:
    """Let an image be made that a moderator is to see first."""
    await with_moderators(world)
    generation = await world.ask(wanted or seen_first())
    await world.work.settle()
    assert (await world.row(generation)).status is Status.HELD
    return generation


async def test_nothing_is_asked_of_the_service_before_the_approval(world: World) -> None:
    generation = await world.ask(reviewed())
    await world.work.settle()
    assert world.provider.submit_calls == 0
    await world.reviewing.approve(await review_id(world, generation), BY)
    await world.work.settle()
    assert world.announcer.delivered_ids() == [generation.id]
    assert (await world.row(generation)).rung is Rung.TOKEN


async def test_a_rejection_is_told_with_its_reason_and_costs_nothing(world: World) -> None:
    generation = await world.ask(reviewed(3))
    await world.reviewing.reject(await review_id(world, generation), BY, "no foxes")
    await world.work.settle()
    ((ended, review, units_back),) = world.announcer.rejections
    assert (ended.id, units_back) == (generation.id, 3)
    assert review is not None
    assert (review.status, review.reason) == (ReviewStatus.REJECTED, "no foxes")
    assert (await world.row(generation)).rung is Rung.TOKEN
    assert await world.used() == 0


async def test_nobody_is_told_twice(world: World) -> None:
    generation = await world.ask(reviewed())
    for _time in range(2):
        await world.reviewing.reject(await review_id(world, generation), BY, "")
        await world.work.settle()
    await world.reviewing.approve(await review_id(world, generation), BY)
    await world.work.settle()
    assert len(world.announcer.rejections) == 1
    assert world.announcer.delivered_ids() == []


async def test_what_discord_did_not_show_is_told_later(world: World) -> None:
    world.announcer.rejection_errors = [DiscordUnreachable("no")]
    generation = await world.ask(reviewed())
    await world.reviewing.reject(await review_id(world, generation), BY, "")
    await world.work.settle()
    assert len(world.announcer.rejections) == 1
    assert (await world.row(generation)).rung is Rung.TOKEN


async def test_what_nobody_decides_ends_at_its_time_with_its_units_back(world: World) -> None:
    generation = await world.ask(reviewed(2))
    world.time.advance((DAY - timedelta(seconds=1)).total_seconds())
    assert await world.reviewing.expire() == 0
    world.time.advance(1)
    assert await world.reviewing.expire() == 1
    await world.work.settle()
    ((_ended, review, units_back),) = world.announcer.rejections
    assert review is not None
    assert (review.status, review.decided_by, units_back) == (ReviewStatus.EXPIRED, None, 2)
    assert (await world.row(generation)).status is Status.REJECTED


async def test_an_approval_after_a_day_still_gets_its_turn(world: World) -> None:
    generation = await world.ask(reviewed())
    world.time.advance((DAY - timedelta(minutes=1)).total_seconds())
    await world.reviewing.approve(await review_id(world, generation), BY)
    await world.work.settle()
    assert world.announcer.delivered_ids() == [generation.id]


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


@pytest.mark.parametrize("is_image", [False, True])
async def test_a_restart_leaves_what_waits_for_a_moderator_alone(
    tmp_path: Path, time: FakeTime, provider: FakeProvider, *, is_image: bool
) -> None:
    async with start(tmp_path, time=time, provider=provider) as before:
        if is_image:
            generation = await held(before)
        else:
            generation = await before.ask(reviewed())
            await before.work.settle()
        status = (await before.row(generation)).status
    async with start(tmp_path, time=time, provider=provider) as world:
        for _round in range(4):
            await world.work.settle()
            time.advance(600)
        assert (await world.row(generation)).status is status
        assert world.announcer.delivered_ids() == []
        assert world.announcer.rejections == []
        await world.reviewing.approve(await review_id(world, generation), BY)
        await world.work.settle()
        assert world.announcer.delivered_ids() == [generation.id]
        assert world.provider.submit_calls == 1


@pytest.mark.parametrize("is_image", [False, True])
async def test_no_fault_of_ours_ends_what_a_moderator_may_still_let_pass(
    world: World, *, is_image: bool
) -> None:
    generation = await (held(world) if is_image else world.ask(reviewed()))
    waiting = await world.row(generation)
    await world.endings.give_up(waiting, StorageUnavailable(), is_cleared=False)
    assert (await world.row(generation)).status is waiting.status
    await world.reviewing.approve(await review_id(world, generation), BY)
    await world.work.settle()
    assert world.announcer.delivered_ids() == [generation.id]


async def test_a_crash_between_the_images_and_the_hold_shows_nothing(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    gate = FakeGate(errors=[RuntimeError("the process ends here")])
    async with start(tmp_path, time=time, provider=provider, gate=gate) as before:
        await with_moderators(before)
        generation = await before.ask(seen_first())
        while (await before.row(generation)).status is not Status.READY:
            time.advance(await before.work.step() or 0.0)
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        assert (await world.row(generation)).status is Status.HELD
        assert world.announcer.delivered_ids() == []


@pytest.mark.parametrize("decision", ["approve", "reject"])
@pytest.mark.parametrize("is_image", [False, True])
async def test_a_crash_right_after_a_decision_loses_nothing(
    tmp_path: Path, time: FakeTime, provider: FakeProvider, decision: str, *, is_image: bool
) -> None:
    async with start(tmp_path, time=time, provider=provider) as before:
        generation = await (held(before) if is_image else before.ask(reviewed()))
        found = await review_id(before, generation)
        if decision == "approve":
            await before.reviewing.approve(found, BY)
        else:
            await before.reviewing.reject(found, BY, "no")
    time.advance(1)
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        shown = [one.id for one, _review, _back in world.announcer.rejections]
        is_approved = decision == "approve"
        assert world.announcer.delivered_ids() == ([generation.id] if is_approved else [])
        assert shown == ([] if is_approved else [generation.id])


async def test_an_approved_image_is_not_judged_again_after_a_restart(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    announcer = FakeAnnouncer(delivery_errors=[RuntimeError("the process ends here")])
    async with start(tmp_path, time=time, provider=provider, announcer=announcer) as before:
        generation = await held(before)
        await before.reviewing.approve(await review_id(before, generation), BY)
        await before.work.step()
        assert (await before.row(generation)).status is Status.READY
    refusing = FakeGate(decision=REFUSED)  # what a moderator has let pass is not judged again
    async with start(tmp_path, time=time, provider=provider, gate=refusing) as world:
        await world.work.settle()
        assert world.announcer.delivered_ids() == [generation.id]
        assert refusing.judged == []


async def test_two_moderators_at_once_are_one_decision(world: World) -> None:
    generation = await world.ask(reviewed())
    found = await review_id(world, generation)
    other = replace(BY, member_id=501)
    answers = await asyncio.gather(
        world.reviewing.approve(found, BY), world.reviewing.reject(found, other, "no")
    )
    await world.work.settle()
    assert [one.is_first for one in answers].count(True) == 1
    assert answers[0].review.decided_by == answers[1].review.decided_by
    told = len(world.announcer.rejections) + len(world.announcer.deliveries)
    assert told == 1


async def test_the_member_and_a_moderator_at_once_are_one_end(world: World) -> None:
    generation = await world.ask(reviewed())
    found = await review_id(world, generation)
    await asyncio.gather(
        world.reviewing.reject(found, BY, "no"),
        cancel(world, generation.id),
        return_exceptions=True,
    )
    await world.work.settle()
    assert len(world.announcer.rejections) + len(world.announcer.cancellations) == 1
    assert await world.used() == 0


async def test_a_changed_prompt_is_made_and_one_that_cannot_be_decides_nothing(
    world: World,
) -> None:
    generation = await world.ask(reviewed())
    found = await review_id(world, generation)
    with pytest.raises(InvalidRequest):
        await world.reviewing.edit(found, BY, " ", "")
    assert (await world.row(generation)).status is Status.IN_REVIEW
    decided = await world.reviewing.edit(found, BY, "a hen", "dark")
    assert decided.review.status is ReviewStatus.EDITED
    await world.work.settle()
    ((made, _images),) = world.announcer.deliveries
    assert (made.request.prompt, made.request.negative_prompt) == ("a hen", "dark")
    assert made.is_prompt_edited
    assert world.provider.tasks["task-1"].request.prompt == "a hen"


async def test_the_same_words_are_a_plain_approval(world: World) -> None:
    generation = await world.ask(reviewed())
    asked = generation.request
    decided = await world.reviewing.edit(
        await review_id(world, generation), BY, asked.prompt, asked.negative_prompt
    )
    assert decided.review.status is ReviewStatus.APPROVED


async def test_a_trusted_members_image_is_shown_at_once_and_what_waits_is_approved(
    world: World,
) -> None:
    await with_moderators(world)
    waiting = [await world.ask(reviewed()) for _ in range(2)]
    await world.reviewing.trust(await review_id(world, waiting[0]), BY)
    later = await world.ask(seen_first())
    await world.work.settle()
    assert sorted(world.announcer.delivered_ids()) == [one.id for one in (*waiting, later)]
    world.time.advance(3600)
    over = await world.ask(seen_first())
    await world.work.settle()
    assert (await world.row(over)).status is Status.HELD


async def test_a_block_rejects_what_waits_and_what_is_held(world: World) -> None:
    shown = await held(world)
    waiting = await world.ask(reviewed())
    await world.reviewing.block(await review_id(world, waiting), BY, Block.MINUTES)
    await world.work.settle()
    assert {one.id for one, _review, _back in world.announcer.rejections} == {shown.id, waiting.id}
    book = await world.policies.of(SERVER)
    assert book.blocks == {1: world.time.now() + timedelta(minutes=10)}


async def test_another_servers_moderator_decides_nothing(world: World) -> None:
    generation = await world.ask(reviewed())
    found = await review_id(world, generation)
    foreign = replace(BY, server_id=SERVER + 1)
    for attempt in (
        lambda: world.reviewing.approve(found, foreign),
        lambda: world.reviewing.reject(found, foreign, ""),
        lambda: world.reviewing.edit(found, foreign, "a hen", ""),
        lambda: world.reviewing.trust(found, foreign),
        lambda: world.reviewing.block(found, foreign, Block.GOOD),
    ):
        with pytest.raises(NotAllowed):
            await attempt()
    assert (await world.row(generation)).status is Status.IN_REVIEW


async def test_a_clock_that_leaps_ahead_rejects_nothing(world: World) -> None:
    generation = await world.ask(reviewed())
    await world.work.settle()
    world.time.jump(DAY.total_seconds() * 2)
    await world.expiry.step()
    assert (await world.row(generation)).status is Status.IN_REVIEW


async def test_words_that_the_servers_rules_refuse_are_refused_to_a_moderator_too(
    world: World,
) -> None:
    term = {"server_id": SERVER, "kind": TermKind.WORD, "text": "gun", "action": TermAction.BLOCK}
    await world.database.writer.write(
        lambda one: one.execute(
            insert(policy_terms).values(**term, created_by=1, created_at=world.time.now())
        )
    )
    world.policies.words_changed(SERVER)
    generation = await world.ask(reviewed())
    found = await review_id(world, generation)
    with pytest.raises(UserError, match="gun"):
        await world.reviewing.edit(found, BY, "a hen with a gun", "")
    assert (await world.row(generation)).status is Status.IN_REVIEW


async def test_a_decision_during_the_last_moments_of_its_errand_is_not_lost(world: World) -> None:
    generation = await held(world)
    found = await review_id(world, generation)
    ends = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        world.work._errands.run(tasks, generation.id, ends.wait())
        await world.reviewing.approve(found, BY)
        await world.work.step()
        assert world.announcer.delivered_ids() == []
        ends.set()
    await world.work.step()
    assert world.announcer.delivered_ids() == [generation.id]
