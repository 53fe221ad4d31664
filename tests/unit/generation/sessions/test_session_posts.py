"""What a session has posted: removed with its images, lost with its thread, late in an outage."""

from pathlib import Path

from sqlalchemy import Connection, select

from bot.domain.generation import Status
from bot.domain.sessions.board import Summary
from bot.domain.sessions.session import EndReason, Phase
from bot.errors import DiscordUnreachable
from bot.generation.sessions.stage import ThreadGone
from bot.store.deletion import Deletion
from bot.store.file_removal import FileRemoval
from bot.store.shown_schema import posted_messages
from tests.unit.generation.sessions.session_world import HOST, SessionWorld, a_member


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
    await group.end(session)
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
    await group.end(session)
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
    second = await group.end(session)
    source = second.round.source
    assert source is not None
    assert await group.world.files.hold_inputs([source.sha256])
    database = group.world.generations._database
    deletion = Deletion(database, FileRemoval(tmp_path, group.world.files.use))
    await deletion.delete(first.id, group.world.time.now())
    assert not await group.world.files.hold_inputs([source.sha256])
    entered = await group.world.row(await group.enter(second, 2))
    assert (entered.request.source, entered.parent_id) == (None, None)
