"""When the next look at a task is worth it: pure arithmetic, no clock."""

import math
from dataclasses import dataclass

MIN_LOOK_S = 0.35
WATCHED_LOOK_S = 3.0  # a person looks at the card: never stay away longer
MAX_JITTER_S = 0.1
_MARGIN_S = 0.1  # aim just behind the expected end: a look before it is wasted
_NEAR_LOOK_S = 1.0
_SLOWER_BY = 0.1  # each second that a task is overdue makes the next look so much later
_BLIND_LOOK_S = 0.6
_BLIND_GROWTH = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """When a task should end: *left_s* from now (negative if overdue), give or take *spread_s*."""

    left_s: float
    spread_s: float


def next_look_s(elapsed_s: float, expected: Expectation | None, jitter: float) -> float:
    """Return seconds until the next look, between ``MIN_LOOK_S`` and ``WATCHED_LOOK_S``.

    Far from the expected end the looks are few and spread so that one of them falls just behind
    the earliest likely end; from there on they are close; once overdue they thin out again.

    Args:
        elapsed_s: Since the task was submitted.
        expected: None if nothing is known of its end.
        jitter: 0 to 1, drawn by the caller, so that tasks of one moment drift apart.
    """
    if expected is None:
        delay_s = _BLIND_LOOK_S + _BLIND_GROWTH * elapsed_s
    else:
        delay_s = _informed_look_s(expected)
    delay_s = min(delay_s, WATCHED_LOOK_S - MAX_JITTER_S)
    return max(MIN_LOOK_S, delay_s + jitter * MAX_JITTER_S)


def _informed_look_s(expected: Expectation) -> float:
    near_s = min(max(expected.spread_s / 2, MIN_LOOK_S), _NEAR_LOOK_S)
    aim_s = expected.left_s - expected.spread_s + _MARGIN_S
    if aim_s > near_s:
        return aim_s / math.ceil(aim_s / (WATCHED_LOOK_S - MAX_JITTER_S))
    overdue_s = max(0.0, -expected.left_s - expected.spread_s)
    return near_s + _SLOWER_BY * overdue_s


def expectation(
    *,
    elapsed_s: float,
    eta_s: float | None,
    fraction: float | None,
    learnt: Expectation | None,
) -> Expectation | None:
    """Choose the best hint: the service's own ETA, then what was learnt, then the progress.

    An ETA of 0 is what services send when they know none, so it is not believed.

    Args:
        elapsed_s: Since the task was submitted.
        eta_s: Seconds left by the service's word, or None.
        fraction: 0 to 1, or None.
        learnt: What tasks of this kind took, counted from now.
    """
    if eta_s is not None and eta_s > 0:
        return Expectation(left_s=eta_s, spread_s=eta_s * 0.05)
    if learnt is not None and learnt.left_s > -learnt.spread_s:
        return learnt
    if fraction is not None and fraction > 0.05:  # noqa: PLR2004 - earlier it is start-up time
        left_s = elapsed_s * (1 - fraction) / fraction
        return Expectation(left_s=left_s, spread_s=left_s * 0.1)
    return learnt
