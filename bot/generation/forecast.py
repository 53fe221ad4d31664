"""When waiting generations should have their images: pure arithmetic, no clock.

Three things hold a generation back: the slots, which those before it fill one after another; the
images per minute; and how many its member may have running. The latest of them counts.
"""

import heapq
from collections.abc import Sequence

# A second more than the service's own minute: it counts when a request arrives there.
MINUTE_S = 61.0


def start_s(ends_s: Sequence[float], mean_s: float, number: int) -> float:
    """Return when the *number*-th of those who wait gets a slot, 1 = the first.

    Args:
        ends_s: When each slot becomes free; at least one.
        mean_s: How long each of those who wait keeps its slot.
        number: Its place.
    """
    free = list(ends_s)
    heapq.heapify(free)
    latest_s = max(free)
    while number > 1 and latest_s - free[0] > mean_s:
        heapq.heapreplace(free, free[0] + mean_s)
        number -= 1
    if number == 1:
        return free[0]
    rounds, slot = divmod(number - 1, len(free))  # from here on the slots take turns
    return sorted(free)[slot] + rounds * mean_s


def room_s(window: Sequence[tuple[float, int]], limit: int, images: int) -> float:
    """Return when so many *images* fit below the *limit* of a minute.

    Whoever waits takes the room as soon as there is some, so each minute goes like the last.

    Args:
        window: What was taken within this minute: in how many seconds it is forgotten, and how
            many images it was; the earliest first.
        limit: Images in a minute.
        images: Those of everybody before, and one's own.
    """
    taken = sum(images_taken for _in_s, images_taken in window)
    room = max(0, limit - taken)
    if images <= room:
        return 0.0
    each_minute = [*_without_first(window, taken - limit), (MINUTE_S, room)]
    minutes, left = divmod(images - room - 1, limit)
    for in_s, given_back in each_minute:
        left -= given_back
        if left < 0:
            return minutes * MINUTE_S + in_s
    return (minutes + 1) * MINUTE_S


def _without_first(window: Sequence[tuple[float, int]], images: int) -> list[tuple[float, int]]:
    """Leave out so many images: one request may pass the limit, and is owed before others come."""
    rest = []
    for in_s, taken in window:
        left_out = min(max(0, images), taken)
        images -= left_out
        rest.append((in_s, taken - left_out))
    return rest
