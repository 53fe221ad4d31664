"""Killed at any point, a session goes on: nothing is lost, and nothing is posted twice."""

from collections.abc import Awaitable, Callable
from itertools import count

from bot.domain.sessions.board import Board, Summary
from bot.domain.sessions.session import Phase, Session
from bot.generation.sessions.pacing import SLOW_S
from tests.fakes.stage import FakeStage, Killed
from tests.unit.generation.sessions.session_world import HOST, SessionWorld, a_member, build
from tests.unit.generation.world import World


class Life:
    """One session, lived through to its end by whoever is up; each death brings a new one."""

    def __init__(self, world: World, killed_at: int) -> None:
        self.world = world
        self.stage = FakeStage(world.time)
        self.effects = 0
        self.deaths = 0
        self._killed_at = killed_at
        self.stage.on_effect = self._die
        self.group: SessionWorld = build(world, self.stage)

    def _die(self, _kind: str) -> None:
        self.effects += 1
        if self.effects == self._killed_at:
            raise Killed

    async def surely(self, step: Callable[[], Awaitable[object]]) -> None:
        """Take a step; whoever dies over it comes back, and time passes."""
        try:
            await step()
        except Killed:
            self.deaths += 1
            self.group = build(self.world, self.stage)
        await self._rest(30)

    async def _rest(self, seconds: float) -> None:
        try:
            await self.group.pass_s(seconds)
        except Killed:
            self.deaths += 1
            self.group = build(self.world, self.stage)
            await self.group.pass_s(seconds)

    async def live(self) -> Session:
        await self.surely(lambda: self.group.start(rounds=2))
        (session,) = await self.group.store.live(10)
        for member in (1, 2):
            await self.surely(lambda member=member: self.group.enter(session, member))  # type: ignore[misc]
        await self.world.work.settle()
        await self.surely(lambda: self.group.end(session))
        await self.surely(lambda: self._vote(session))
        await self.surely(lambda: self.group.end(session))
        await self.surely(lambda: self.group.sessions.kick(session.id, 1, HOST))
        await self.surely(lambda: self.group.end(session))
        return await self.group.sessions.get(session.id)

    async def _vote(self, session: Session) -> None:
        voter = a_member(2)
        (entry,) = (await self.group.sessions.ballot(session.id, voter)).entries
        await self.group.sessions.vote(session.id, entry.entry_id, voter)


async def test_killed_after_any_of_its_calls_it_posts_everything_once(world: World) -> None:
    whole = Life(world, killed_at=0)
    await whole.live()
    assert whole.effects > 8
    for killed_at in count(1):
        life = Life(world, killed_at)
        session = await life.live()
        assert session.phase is Phase.FINISHED
        assert life.stage.kinds() == whole.stage.kinds()
        (board,) = life.stage.shown("board")
        assert isinstance(board, Board)
        assert board.session.phase is Phase.FINISHED
        (summary,) = life.stage.shown("summary")
        assert isinstance(summary, Summary)
        assert list(await life.group.notes.unsettled()) == []
        if life.deaths == 0:
            break
    assert killed_at == whole.effects + 1


async def test_restarts_do_not_forget_how_often_the_board_was_edited(
    world: World, stage: FakeStage
) -> None:
    session = await build(world, stage).start()
    for member in range(40):
        group = build(world, stage)
        await group.enter(session, 1_000 + member)
        await group.keeper.step()
        world.time.advance(3)
    assert 20 < len(stage.edits_at_s) <= 20 + 40 * 3 / SLOW_S
