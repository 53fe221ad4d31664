"""The board of a session in a storm: how often it is edited, and how far behind it is."""

import time as clock
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.domain.generation import MemberLimits, NewEntry, Status
from bot.domain.sessions.session import EntryState, Session
from tests.benchmarks.tables import percentile, table
from tests.fakes.provider import FakeProvider
from tests.fakes.stage import FakeStage
from tests.fakes.time import FakeTime
from tests.unit.generation.sessions.session_world import SessionWorld, build
from tests.unit.generation.values import new
from tests.unit.generation.world import start
from tests.unit.store.session_samples import becomes

_LIMITS = MemberLimits(daily_quota=10_000, waiting=10_000, running=100)
_TEN_MINUTES_S = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many entries come within how long, and how long each then takes."""

    entries: int
    within_s: float = 60.0
    made_in_s: float = 30.0


@dataclass
class _Seen:
    """When something changed, what that cost, and how late the board showed it."""

    changes_s: list[float] = field(default_factory=list)
    entering_ms: list[float] = field(default_factory=list)
    looking_ms: list[float] = field(default_factory=list)
    lags_s: list[float] = field(default_factory=list)
    edits: int = 0


async def measure(plan: Plan, folder: Path) -> str:
    """Return the table; time is faked, the database is not."""
    time = FakeTime(by_hand=True)
    async with start(folder, time=time, provider=FakeProvider(time)) as world:
        group = build(world, FakeStage(time))
        session = await group.start(budget=1_000, round_s=3_600)
        seen = _Seen(edits=len(group.stage.edits_at_s))
        await _storm(group, session, plan, seen)
        board = group.stage.board()
        assert board.count(EntryState.DONE) == plan.entries, "the end is not shown"
        return _shown(plan, group.stage.edits_at_s, seen)


async def _storm(group: SessionWorld, session: Session, plan: Plan, seen: _Seen) -> None:
    world, gap_s = group.world, plan.within_s / plan.entries
    waiting: list[tuple[float, int]] = []
    for number in range(plan.entries):
        wanted = replace(
            new(member_id=number),
            entry=NewEntry(session_id=session.id, round_number=1),
        )
        began = clock.perf_counter()
        admitted = await world.generations.admit(wanted, _LIMITS, world.time.now())
        seen.entering_ms.append((clock.perf_counter() - began) * 1e3)
        group.sessions.entered(session.id)
        now_s = world.time.monotonic()
        seen.changes_s.append(now_s)
        waiting.append((now_s + plan.made_in_s, admitted.generation.id))
        await _pass(group, waiting, seen, gap_s)
    await _pass(group, waiting, seen, plan.made_in_s + 60)


async def _pass(
    group: SessionWorld, waiting: list[tuple[float, int]], seen: _Seen, seconds: float
) -> None:
    """Let time pass: what is made by then is done, and the keeper looks when it wants to."""
    time = group.world.time
    end_s = time.monotonic() + seconds
    while True:
        now_s = time.monotonic()
        while waiting and waiting[0][0] <= now_s:
            _at_s, generation_id = waiting.pop(0)
            await becomes(group.world.generations._database, generation_id, Status.DELIVERED)
            seen.changes_s.append(now_s)
        began = clock.perf_counter()
        delay_s = await group.keeper.step()
        seen.looking_ms.append((clock.perf_counter() - began) * 1e3)
        _note(group.stage.edits_at_s, seen)
        next_s = waiting[0][0] if waiting else end_s
        to_s = min(end_s, max(now_s + 0.01, min(now_s + delay_s, next_s)))
        time.advance(to_s - now_s)
        if to_s >= end_s:
            return


def _note(edits_at_s: Sequence[float], seen: _Seen) -> None:
    if len(edits_at_s) == seen.edits:
        return
    at_s, seen.edits = edits_at_s[-1], len(edits_at_s)
    seen.lags_s += [at_s - changed_s for changed_s in seen.changes_s]
    seen.changes_s.clear()


def _shown(plan: Plan, edits_at_s: Sequence[float], seen: _Seen) -> str:
    most = max(
        sum(first <= at_s <= first + _TEN_MINUTES_S for at_s in edits_at_s) for first in edits_at_s
    )
    within = sum(at_s <= plan.within_s for at_s in edits_at_s)
    rows = [
        ["changes to be shown", f"{2 * plan.entries}"],
        [f"edits in these {plan.within_s:g} s", f"{within}"],
        ["edits in all", f"{len(edits_at_s)}"],
        ["most in any ten minutes (50 are allowed)", f"{most}"],
        ["a change is shown after (median)", f"{percentile(seen.lags_s, 0.5):.1f} s"],
        ["a change is shown after (at most)", f"{max(seen.lags_s):.1f} s"],
        ["to admit an entry (median, p99)", _ms(seen.entering_ms)],
        ["a look at the session (median, p99)", _ms(seen.looking_ms)],
    ]
    title = f"A board while {plan.entries} entries come in {plan.within_s:g} s"
    return table(title, ["", "figure"], rows)


def _ms(values_ms: Sequence[float]) -> str:
    return f"{percentile(values_ms, 0.5):.1f} ms, {percentile(values_ms, 0.99):.1f} ms"
