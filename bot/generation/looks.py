"""When the next look at a task is worth it: pure arithmetic, no clock."""

import math
from dataclasses import dataclass

MIN_LOOK_S = 0.35
WATCHED_LOOK_S = 3.0  # a person looks at the card: never stay away longer
MAX_JITTER_S = 0.1
_CLOSE_LOOK_S = 0.8  # an end is found half of that late; with jitter, and what comes unexpected
_MARGIN_S = 0.12  # aim just behind the likely end: a look before it is wasted
_LIKELY = 2.0  # so many spreads to both sides
_FIRST_BLIND_LOOK_S = 2.25
_BLIND_LOOK_S = 0.87  # and half its jitter
_BLIND_UNTIL_S = 90.0
_SLOWER_BY = 0.1  # each second that a task is overdue makes the next look so much later
_LEAST_SHARE = 0.08  # of the time it runs already: a hint that stays wrong costs few looks

_ETA_SPREAD = 0.05
_FRACTION_SPREAD = 0.05
_EARLY_FRACTION_SPREAD = 0.3
_EARLY_FRACTION = 0.05  # start-up time is still most of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """When a task should end: *left_s* from now (negative if overdue), give or take *spread_s*.

    The spread is the mean deviation; ``is_guess`` says that it comes from other kinds of task.
    """

    left_s: float
    spread_s: float
    is_guess: bool = False


def next_look_s(elapsed_s: float, expected: Expectation | None, jitter: float) -> float:
    """Return seconds until the next look, between ``MIN_LOOK_S`` and ``WATCHED_LOOK_S``.

    Far from the expected end the looks are few, and spread so that the last of them falls just
    behind the beginning of the likely time; within it they are close; once overdue they thin out.

    Args:
        elapsed_s: Since the task was submitted.
        expected: None if nothing is known of its end.
        jitter: 0 to 1, drawn by the caller, so that tasks of one moment drift apart.
    """
    delay_s = _blind_look_s(elapsed_s) if expected is None else _informed_look_s(expected)
    least_s = min(max(_LEAST_SHARE * elapsed_s, MIN_LOOK_S), _CLOSE_LOOK_S)
    delay_s = min(max(delay_s, least_s), WATCHED_LOOK_S - MAX_JITTER_S)
    return delay_s + jitter * MAX_JITTER_S


def _blind_look_s(elapsed_s: float) -> float:
    """Look as often as one who looks every second, so as to be no later; but begin later."""
    late_s = max(0.0, elapsed_s - _BLIND_UNTIL_S)
    return max(_FIRST_BLIND_LOOK_S - elapsed_s, _BLIND_LOOK_S + _SLOWER_BY * late_s)


def _informed_look_s(expected: Expectation) -> float:
    begins_s = expected.left_s - _LIKELY * expected.spread_s
    ends_s = expected.left_s + _LIKELY * expected.spread_s
    if ends_s <= 0:
        return _CLOSE_LOOK_S - _SLOWER_BY * ends_s
    width_s = ends_s - max(begins_s, 0.0)
    close_s = width_s / max(1, round(width_s / _CLOSE_LOOK_S))
    if begins_s <= 0:
        return close_s
    aim_s = begins_s + close_s + _MARGIN_S
    return aim_s / math.ceil(aim_s / (WATCHED_LOOK_S - MAX_JITTER_S))


def expectation(
    *,
    elapsed_s: float,
    eta_s: float | None,
    fraction: float | None,
    learnt: Expectation | None,
) -> Expectation | None:
    """Choose the best hint: the service's own ETA, what was learnt, the progress, a guess.

    An ETA of 0 is what services send when they know none, so it is not believed.

    Args:
        elapsed_s: Since the task was submitted.
        eta_s: Seconds left by the service's word, or None.
        fraction: 0 to 1, or None.
        learnt: What tasks of this kind took, or a guess from others, counted from now.
    """
    if eta_s is not None and eta_s > 0:
        return Expectation(left_s=eta_s, spread_s=_ETA_SPREAD * eta_s)
    is_over = learnt is not None and learnt.left_s <= -learnt.spread_s
    if learnt is not None and not learnt.is_guess and not is_over:
        return learnt
    if fraction is not None and fraction > 0:
        left_s = elapsed_s * (1 - fraction) / fraction
        if fraction > _EARLY_FRACTION:
            return Expectation(left_s=left_s, spread_s=_FRACTION_SPREAD * left_s)
        if learnt is None or is_over:
            return Expectation(left_s=left_s, spread_s=_EARLY_FRACTION_SPREAD * left_s)
    return learnt
