"""Fair turns, the arithmetic: what a request weighs, and when it may start in virtual time.

Start-time fair queueing on two levels: members within a server, servers among each other. A flow
that asks anew begins where its last request ended, but never before the clock, so that nobody
saves up turns by being idle and everybody pays for what was asked before.

All figures are multiples of ``GRAIN``: sums of them are exact, however often they are taken up
and given back, and equal turns are equal.
"""

from bot.domain.request import ImageRequest

GRAIN = 2**-20
_PIXELS = 512 * 512
_STEPS = 20


def work_of(request: ImageRequest) -> float:
    """Return the work that *request* makes, in images of 512 by 512 pixels and 20 steps."""
    width_px, height_px = request.final_size_px
    pixels = width_px * height_px / _PIXELS
    return _grained(request.units * pixels * (request.painted_steps / _STEPS))


def charge(work: float, weight: float) -> float:
    """Return the virtual time that *work* costs a member of that *weight*."""
    return _grained(work / weight)


def start(*, clock: float, finish: float) -> float:
    """Return when a flow that paid up to *finish* may start, at the present *clock*."""
    return max(clock, finish)


def _grained(work: float) -> float:
    return max(1, round(work / GRAIN)) * GRAIN
