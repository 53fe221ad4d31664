"""Who does what in a session: who enters and votes, who leads, pauses and takes out."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from bot.domain.generation import Status
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.verdicts import Rule, Verdict
from bot.domain.sessions.refusals import Refusal, SessionRefused
from bot.domain.sessions.session import EndReason, EntryState, Part, Phase
from bot.generation.sessions.link import session_stage
from bot.store.moderation_schema import moderation_log
from bot.store.server_settings import ServerSettings
from tests.unit.generation.sessions.session_world import HOST, SessionWorld, a_member
from tests.unit.generation.values import new


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
    for led in (
        group.sessions.pause(session.id, stranger),
        group.sessions.end(session.id, 1, Part.ENTRIES, stranger),
        group.sessions.cancel(session.id, stranger),
    ):
        with pytest.raises(SessionRefused) as raised:
            await led
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
        *(sessions.pause, sessions.resume, sessions.cancel),
        *(sessions.check_may_enter, sessions.ballot),
    ):
        with pytest.raises(SessionRefused) as raised:
            await tried(session.id, elsewhere)
        assert raised.value.refusal is Refusal.UNKNOWN
    for more in (
        sessions.end(session.id, 1, Part.ENTRIES, elsewhere),
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
    await group.end(session)

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


async def test_a_pause_that_everybody_has_forgotten_ends_after_a_week(group: SessionWorld) -> None:
    session = await group.start()
    await group.sessions.pause(session.id, HOST)
    group.world.time.advance(7 * 24 * 3_600 - 120)
    await group.pass_s(60)
    assert (await group.sessions.get(session.id)).phase is Phase.PAUSED
    await group.pass_s(120)
    assert (await group.sessions.get(session.id)).end_reason is EndReason.FORGOTTEN
