"""Fair turns: the virtual time at which a generation may start (start-time fair queueing).

A member within a server is a flow. A flow's share of its server is one part of as many as there
are members waiting, so that servers get equal shares however many of their members ask.
"""

from bot.domain.request import ImageRequest

_PIXELS = 512 * 512
_STEPS = 20


def cost(request: ImageRequest) -> float:
    """Return the work that *request* makes, in images of 512 by 512 pixels and 20 steps."""
    width_px, height_px = request.final_size_px
    return request.units * (width_px * height_px / _PIXELS) * (request.steps / _STEPS)


def turn(request: ImageRequest, *, clock: float, last: float, members: int) -> float:
    """Return the virtual start time of *request*; the lowest is served next.

    Args:
        request: What its flow pays for.
        clock: The turn of the provider's last claim.
        last: The flow's latest turn, or 0.
        members: Members of the same server who wait, this one among them.
    """
    return max(clock, last) + cost(request) * members
