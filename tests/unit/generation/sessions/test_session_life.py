"""A session from its start to its summary: its entries, its rounds, and how long they last."""

import pytest

from bot.domain.generation import Origin
from bot.domain.sessions.board import RoundResult, Summary
from bot.domain.sessions.refusals import Refusal, SessionRefused
from bot.domain.sessions.session import EndReason, EntryState, Part, Phase
from bot.errors import InvalidRequest, NotSupported
from tests.unit.generation.sessions.session_world import HOST, SessionWorld, a_member


async def test_a_session_goes_from_entries_by_votes_to_its_summary(group: SessionWorld) -> None:
    session = await group.start()
    assert session.thread_id is not None
    for member in (1, 2, 3):
        await group.enter(session, member)
    await group.pass_s(5)
    assert group.stage.board().count(EntryState.WAITING) == 3
    await group.make()
    await group.pass_s(60)
    assert group.stage.board().count(EntryState.DONE) == 3
    assert group.stage.kinds()["entry"] == 3
    await group.pass_s(600)
    assert group.stage.board().session.phase is Phase.VOTING
    assert group.stage.kinds()["call"] == 1
    ballot = await group.sessions.ballot(session.id, a_member(1))
    assert [entry.number for entry in ballot.entries] == [2, 3]
    for voter, entry in ((1, 1), (2, 1), (3, 0)):
        choices = (await group.sessions.ballot(session.id, a_member(voter))).entries
        await group.sessions.vote(session.id, choices[entry].entry_id, a_member(voter))
    await group.pass_s(400)
    (summary,) = group.stage.shown("summary")
    assert isinstance(summary, Summary)
    winner = summary.rounds[0].winner
    assert winner is not None
    assert (winner.entry.number, winner.entry.member_id, winner.votes) == (3, 3, 2)
    assert group.stage.board().session.phase is Phase.FINISHED
    assert list(await group.notes.unsettled()) == []


async def test_an_entry_is_one_private_image_of_the_thread(group: SessionWorld) -> None:
    session = await group.start()
    generation = await group.world.row(await group.enter(session, 1))
    assert generation.units == 1
    assert generation.place.is_private
    assert generation.place.channel_id == session.thread_id
    assert generation.place.parent_channel_id == session.channel_id


async def test_an_entry_is_refused_for_its_words_before_anything_is_taken(
    group: SessionWorld,
) -> None:
    session = await group.start(required_words=("fox",), forbidden_words=("snow",))
    for prompt, refusal in (("a dog", Refusal.REQUIRED), ("fox in snow", Refusal.FORBIDDEN)):
        with pytest.raises(SessionRefused) as raised:
            await group.enter(session, 1, prompt)
        assert raised.value.refusal is refusal
    assert await group.world.used() == 0


async def test_a_round_awaits_for_a_while_what_is_being_made(group: SessionWorld) -> None:
    session = await group.start()
    for member in (1, 2):
        await group.enter(session, member)
    await group.pass_s(605)
    assert group.stage.board().is_closing
    await group.make()
    await group.pass_s(30)
    assert group.stage.board().session.phase is Phase.VOTING


async def test_a_round_does_not_await_for_ever(group: SessionWorld) -> None:
    session = await group.start()
    for member in (1, 2):
        await group.enter(session, member)
    await group.pass_s(600 + 600 + 10)
    assert group.stage.board().session.phase is Phase.VOTING


async def test_the_host_ends_entries_then_the_waiting_then_the_vote(group: SessionWorld) -> None:
    session = await group.start()
    for member in (1, 2):
        await group.enter(session, member)
    assert (await group.end(session)).phase is Phase.OPEN
    assert (await group.end(session)).phase is Phase.VOTING
    ended = await group.end(session)
    assert (ended.phase, ended.end_reason) == (Phase.FINISHED, EndReason.NO_ENTRIES)


async def test_ending_entries_twice_takes_the_vote_from_nobody(group: SessionWorld) -> None:
    session = await group.start()
    for member in (1, 2):
        await group.enter(session, member)
    await group.make()
    await group.sessions.end(session.id, 1, Part.ENTRIES, HOST)
    with pytest.raises(SessionRefused) as refused:
        await group.sessions.end(session.id, 1, Part.ENTRIES, HOST)
    assert refused.value.refusal is Refusal.MOVED_ON
    assert (await group.store.get(session.id)).phase is Phase.VOTING


async def test_an_old_button_ends_nothing_of_a_later_round(group: SessionWorld) -> None:
    session = await group.start(rounds=2)
    await group.enter(session, 1)
    await group.make()
    second = await group.sessions.end(session.id, 1, Part.ENTRIES, HOST)
    assert second.round.number == 2
    with pytest.raises(SessionRefused):
        await group.sessions.end(session.id, 1, Part.ENTRIES, HOST)
    assert (await group.store.get(session.id)).takes_entries(group.world.time.now())


async def test_without_entries_or_votes_a_session_just_ends(group: SessionWorld) -> None:
    empty = await group.start()
    await group.pass_s(620)
    assert (await group.sessions.get(empty.id)).end_reason is EndReason.NO_ENTRIES
    unvoted = await group.start(rounds=3)
    for member in (1, 2):
        await group.enter(unvoted, member)
    await group.make()
    await group.pass_s(1_000)
    ended = await group.sessions.get(unvoted.id)
    assert (ended.phase, ended.end_reason) == (Phase.FINISHED, EndReason.NO_VOTES)
    assert group.stage.kinds()["summary"] == 2


async def test_a_remix_round_paints_over_the_winner(group: SessionWorld) -> None:
    session = await group.start(rounds=2)
    first = await group.enter(session, 1)
    await group.enter(session, 2)
    await group.make()
    await group.end(session)
    chosen = (await group.sessions.ballot(session.id, a_member(2))).entries[0]
    await group.sessions.vote(session.id, chosen.entry_id, a_member(2))
    second = await group.end(session)
    assert (second.phase, second.round.number) == (Phase.OPEN, 2)
    (result,) = group.stage.shown("result")
    assert isinstance(result, RoundResult)
    assert result.winner is not None
    assert result.winner.entry.generation_id == first.id
    remix = await group.world.row(await group.enter(session, 2))
    assert (remix.origin, remix.parent_id) == (Origin.REMIX, first.id)
    source = second.round.source
    assert source is not None
    assert remix.request.source is not None
    assert remix.request.source.image_sha256 == source.sha256
    await group.make()
    submitted = list(group.world.provider.tasks.values())[-1]
    assert source.sha256 in submitted.inputs
    ended = await group.end(session)
    assert ended.phase is Phase.FINISHED
    await group.pass_s(60)
    (summary,) = group.stage.shown("summary")
    assert isinstance(summary, Summary)
    assert [found.number for found in summary.rounds] == [1, 2]


async def test_rounds_need_a_service_that_paints_over_images(group: SessionWorld) -> None:
    group.world.provider.abilities = frozenset()
    with pytest.raises(NotSupported):
        await group.start(rounds=2)
    with pytest.raises(InvalidRequest):
        await group.start(rounds=9)
    await group.start(rounds=1)
