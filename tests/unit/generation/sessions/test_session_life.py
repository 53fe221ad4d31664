"""A session from its start to its summary, as its members and its host live it."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.domain.generation import Origin, Status
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.verdicts import Rule, Verdict
from bot.domain.sessions.board import RoundResult, Summary
from bot.domain.sessions.refusals import Refusal, SessionRefused
from bot.domain.sessions.session import EndReason, EntryState, Phase
from bot.errors import DiscordUnreachable, InvalidRequest, NotSupported
from bot.generation.sessions.link import session_stage
from bot.generation.sessions.stage import ThreadGone
from bot.store.deletion import Deletion
from bot.store.file_removal import FileRemoval
from bot.store.moderation_schema import moderation_log
from bot.store.server_settings import ServerSettings
from bot.store.shown_schema import posted_messages
from tests.unit.generation.sessions.session_world import HOST, SessionWorld, a_member
from tests.unit.generation.values import new


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


async def test_only_who_has_a_role_of_the_session_enters_and_votes(group: SessionWorld) -> None:
    session = await group.start(role_ids=(5,))
    await group.sessions.check_may_enter(session.id, a_member(1, role_ids=frozenset({5})))
    for asked in (group.sessions.check_may_enter, group.sessions.ballot):
        with pytest.raises(SessionRefused) as raised:
            await asked(session.id, a_member(1, role_ids=frozenset({6})))
        assert raised.value.refusal is Refusal.NO_ROLE


async def test_only_host_and_moderators_lead(group: SessionWorld) -> None:
    session = await group.start()
    stranger, moderator = a_member(1), a_member(2, is_moderator=True)
    for led in (group.sessions.pause, group.sessions.end, group.sessions.cancel):
        with pytest.raises(SessionRefused) as raised:
            await led(session.id, stranger)
        assert raised.value.refusal is Refusal.HOST_ONLY
    with pytest.raises(SessionRefused):
        await group.sessions.kick(session.id, 3, stranger)
    assert (await group.sessions.pause(session.id, moderator)).phase is Phase.PAUSED
    assert (await group.sessions.resume(session.id, HOST)).phase is Phase.OPEN
    assert (await group.sessions.cancel(session.id, HOST)).phase is Phase.CANCELLED
    with pytest.raises(SessionRefused) as raised:
        await group.sessions.cancel(session.id, HOST)
    assert raised.value.refusal is Refusal.OVER


async def test_a_moderator_of_another_server_can_do_nothing_with_a_hand_made_button(
    group: SessionWorld,
) -> None:
    session = await group.start()
    elsewhere = a_member(HOST.member_id, server_id=11, is_moderator=True)
    sessions = group.sessions
    for tried in (
        *(sessions.pause, sessions.resume, sessions.end, sessions.cancel),
        *(sessions.check_may_enter, sessions.ballot),
    ):
        with pytest.raises(SessionRefused) as raised:
            await tried(session.id, elsewhere)
        assert raised.value.refusal is Refusal.UNKNOWN
    for more in (
        sessions.kick(session.id, 1, elsewhere),
        sessions.vote(session.id, 1, elsewhere),
        sessions.entering(session.id, new(), elsewhere),
    ):
        with pytest.raises(SessionRefused) as raised:
            await more
        assert raised.value.refusal is Refusal.UNKNOWN


async def test_bots_have_no_vote(group: SessionWorld) -> None:
    session = await group.start()
    with pytest.raises(SessionRefused) as raised:
        await group.sessions.vote(session.id, 1, a_member(1, is_bot=True))
    assert raised.value.refusal is Refusal.BOT


async def test_cancelling_gives_the_units_of_what_waits_back(group: SessionWorld) -> None:
    session = await group.start()
    entries = [await group.enter(session, member) for member in (1, 2)]
    assert await group.world.used(1) == 1
    await group.sessions.cancel(session.id, HOST)
    for generation in entries:
        assert (await group.world.row(generation)).status is Status.CANCELLED
    assert await group.world.used(1) == 0
    assert group.stage.board().session.phase is Phase.CANCELLED
    await group.pass_s(10)
    assert list(await group.notes.unsettled()) == []


async def test_who_is_taken_out_gets_back_what_waits_and_their_posts_go(
    group: SessionWorld,
) -> None:
    session = await group.start(entries_each=2)
    await group.enter(session, 1)
    await group.make()
    await group.pass_s(30)
    assert group.stage.kinds()["entry"] == 1
    waiting = await group.enter(session, 1)
    assert await group.sessions.kick(session.id, 1, HOST) == 2
    await group.pass_s(30)
    assert group.stage.kinds()["entry"] == 0
    assert (await group.world.row(waiting)).status is Status.CANCELLED
    assert group.stage.board().total == 0


async def test_a_pause_keeps_the_time_that_is_left(group: SessionWorld) -> None:
    session = await group.start()
    await group.enter(session, 1)
    await group.make()
    await group.pass_s(500)
    await group.sessions.pause(session.id, HOST)
    await group.pass_s(5_000)
    assert group.stage.board().session.phase is Phase.PAUSED
    await group.sessions.resume(session.id, HOST)
    await group.pass_s(90)
    assert group.stage.board().session.phase is Phase.OPEN
    await group.pass_s(20)
    assert group.stage.board().session.phase is Phase.FINISHED  # one entry wins without a vote


async def test_what_waits_in_a_paused_session_is_not_made_until_it_goes_on(
    group: SessionWorld,
) -> None:
    session = await group.start()
    waiting = await group.enter(session, 1)
    await group.sessions.pause(session.id, HOST)
    other = await group.world.ask(new(member_id=1))
    await group.make()
    assert (await group.world.row(waiting)).status is Status.QUEUED
    assert (await group.world.row(other)).status is Status.DELIVERED
    await group.sessions.resume(session.id, HOST)
    await group.make()
    assert (await group.world.row(waiting)).status is Status.DELIVERED


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
    assert (await group.sessions.end(session.id, HOST)).phase is Phase.OPEN
    assert (await group.sessions.end(session.id, HOST)).phase is Phase.VOTING
    ended = await group.sessions.end(session.id, HOST)
    assert (ended.phase, ended.end_reason) == (Phase.FINISHED, EndReason.NO_ENTRIES)


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
    await group.sessions.end(session.id, HOST)
    chosen = (await group.sessions.ballot(session.id, a_member(2))).entries[0]
    await group.sessions.vote(session.id, chosen.entry_id, a_member(2))
    second = await group.sessions.end(session.id, HOST)
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
    ended = await group.sessions.end(session.id, HOST)
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


async def test_entries_of_a_reviewed_session_wait_for_a_moderator_who_must_read_somewhere(
    group: SessionWorld,
) -> None:
    with pytest.raises(SessionRefused) as raised:
        await group.start(is_reviewed=True)
    assert raised.value.refusal is Refusal.NO_MODERATORS
    settings = ServerSettings(group.world.generations._database)
    changed = LogEntry(server_id=10, at=group.world.time.now(), action=Action.RULES_CHANGED)
    await settings.report_to(10, 555, changed)
    group.policies.changed(10)
    session = await group.start(is_reviewed=True)
    wanted = new(member_id=1)
    entering = await group.sessions.entering(session.id, wanted, a_member(1))
    book = await group.policies.of(10)
    link = session_stage()
    reviewed = await link.judge(entering, book)
    assert (reviewed.verdict, reviewed.rule) == (Verdict.REVIEW, Rule.SESSION)
    assert (await link.judge(wanted, book)).is_allowed
    await group.world.ask(replace(entering, decision=reviewed))
    await group.pass_s(5)
    assert group.stage.board().count(EntryState.IN_REVIEW) == 1


async def test_who_leads_a_session_is_in_the_moderation_log(group: SessionWorld) -> None:
    session = await group.start()
    await group.sessions.pause(session.id, HOST)
    await group.sessions.resume(session.id, HOST)
    await group.sessions.kick(session.id, 3, a_member(2, is_moderator=True))
    await group.sessions.end(session.id, HOST)

    def logged(connection: Connection) -> list[tuple[int, int | None, str]]:
        rows = connection.execute(
            select(moderation_log).where(moderation_log.c.action == Action.SESSION_CHANGED)
        )
        return [(row.actor_id, row.member_id, row.details["change"]) for row in rows]

    assert await group.world.generations._database.read(logged) == [
        (70, None, "started"),
        (70, None, "paused"),
        (70, None, "resumed"),
        (2, 3, "member taken out"),
        (70, None, "ended"),
    ]


async def test_a_post_is_known_among_all_that_show_its_image(group: SessionWorld) -> None:
    session = await group.start()
    generation = await group.enter(session, 1)
    await group.make()
    await group.pass_s(30)

    def posted(connection: Connection) -> list[tuple[int, int]]:
        return [
            (row.generation_id, row.channel_id)
            for row in connection.execute(select(posted_messages))
        ]

    database = group.world.generations._database
    assert await database.read(posted) == [(generation.id, session.thread_id)]
    await group.sessions.kick(session.id, 1, HOST)
    await group.pass_s(30)
    assert await database.read(posted) == []


async def test_what_shows_a_removed_image_among_others_goes_and_comes_anew(
    group: SessionWorld, tmp_path: Path
) -> None:
    session = await group.start()
    for member in (1, 2, 3):
        await group.enter(session, member)
    await group.make()
    await group.sessions.end(session.id, HOST)
    await group.pass_s(20)
    (call,) = [key for key, message in group.stage.messages.items() if message.kind == "call"]
    entries = (await group.sessions.ballot(session.id, a_member(9))).entries
    for voter, entry in ((8, entries[0]), (9, entries[1])):
        await group.sessions.vote(session.id, entry.entry_id, a_member(voter))
    database = group.world.generations._database
    deletion = Deletion(database, FileRemoval(tmp_path, group.world.files.use))
    await deletion.delete(entries[2].generation_id, group.world.time.now())
    await group.pass_s(60)
    (newer,) = [key for key, message in group.stage.messages.items() if message.kind == "call"]
    assert newer != call
    await group.sessions.end(session.id, HOST)
    await group.pass_s(60)
    assert await group.notes.unsettled() == []
    group.world.time.advance(3 * 24 * 3_600)
    await deletion.delete(entries[0].generation_id, group.world.time.now())
    await group.pass_s(120)
    (summary,) = group.stage.shown("summary")
    assert isinstance(summary, Summary)
    assert [best.entry.entry_id for best in summary.rounds[0].best] == [entries[1].entry_id]
    assert await group.notes.unsettled() == []
    assert group.stage.kinds()["call"] == 0  # the vote is over


async def test_a_deleted_thread_cancels_the_session(group: SessionWorld) -> None:
    session = await group.start()
    waiting = await group.enter(session, 1)
    group.stage.always = ThreadGone()
    await group.pass_s(30)
    ended = await group.sessions.get(session.id)
    assert (ended.phase, ended.end_reason) == (Phase.CANCELLED, EndReason.THREAD_GONE)
    assert (await group.world.row(waiting)).status is Status.CANCELLED
    assert list(await group.notes.unsettled()) == []


async def test_an_outage_puts_off_what_is_shown_and_no_more(group: SessionWorld) -> None:
    session = await group.start()
    await group.enter(session, 1)
    await group.make()
    group.stage.always = DiscordUnreachable("down")
    await group.pass_s(700)
    assert (await group.sessions.get(session.id)).phase is Phase.FINISHED
    group.stage.always = None
    await group.pass_s(120)
    assert group.stage.kinds()["summary"] == 1
    assert list(await group.notes.unsettled()) == []


async def test_what_cannot_be_shown_for_a_day_is_given_up(group: SessionWorld) -> None:
    session = await group.start()
    group.stage.always = DiscordUnreachable("no permission")
    await group.pass_s(620)
    assert (await group.sessions.get(session.id)).phase is Phase.FINISHED
    assert session.id in await group.notes.unsettled()
    group.world.time.advance(24 * 3_600)
    await group.pass_s(60)
    assert session.id not in await group.notes.unsettled()


async def test_a_pause_that_everybody_has_forgotten_ends_after_a_week(group: SessionWorld) -> None:
    session = await group.start()
    await group.sessions.pause(session.id, HOST)
    group.world.time.advance(7 * 24 * 3_600 - 120)
    await group.pass_s(60)
    assert (await group.sessions.get(session.id)).phase is Phase.PAUSED
    await group.pass_s(120)
    assert (await group.sessions.get(session.id)).end_reason is EndReason.FORGOTTEN


async def test_a_thread_that_cannot_be_opened_is_tried_until_the_session_ends(
    group: SessionWorld,
) -> None:
    group.stage.always = DiscordUnreachable("down")
    session = await group.start()
    assert session.thread_id is None
    await group.pass_s(300)
    group.stage.always = None
    await group.pass_s(70)
    assert (await group.sessions.get(session.id)).thread_id is not None
    group.stage.always = DiscordUnreachable("down")
    never = await group.start()
    await group.pass_s(700)
    assert (await group.sessions.get(never.id)).phase is Phase.FINISHED
    assert never.id not in await group.notes.unsettled()


async def test_nothing_is_painted_over_a_winner_that_was_removed(
    group: SessionWorld, tmp_path: Path
) -> None:
    session = await group.start(rounds=2)
    first = await group.enter(session, 1)
    await group.make()
    second = await group.sessions.end(session.id, HOST)
    source = second.round.source
    assert source is not None
    assert await group.world.files.hold_inputs([source.sha256])
    database = group.world.generations._database
    deletion = Deletion(database, FileRemoval(tmp_path, group.world.files.use))
    await deletion.delete(first.id, group.world.time.now())
    assert not await group.world.files.hold_inputs([source.sha256])
    entered = await group.world.row(await group.enter(second, 2))
    assert (entered.request.source, entered.parent_id) == (None, None)
