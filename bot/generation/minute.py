"""The images that a provider allows in a minute: a burst may take all of them at once."""

from collections import deque

from bot.timing import Time

_MINUTE_S = 60.0


class ImagesPerMinute:
    """Never more than *limit* images within any 60 s, however they are spread.

    A bucket that drips would allow twice as many in its first minute, and the service's answer
    to that is a 429.
    """

    def __init__(self, limit: int, time: Time) -> None:
        self._limit = limit
        self._time = time
        self._taken: deque[tuple[float, int]] = deque()

    def take(self, images: int) -> None:
        """Count *images* from now on."""
        self._taken.append((self._time.monotonic(), images))

    def delay_s(self, images: int) -> float:
        """Return how long to wait until there is room for *images*, 0 for none.

        More than the whole limit fit when nothing else was taken for a minute.
        """
        now_s = self._time.monotonic()
        while self._taken and self._taken[0][0] + _MINUTE_S <= now_s:
            self._taken.popleft()
        over = sum(taken for _at, taken in self._taken) + min(images, self._limit) - self._limit
        delay_s = 0.0
        for at_s, taken in self._taken:
            if over <= 0:
                break
            over -= taken
            delay_s = at_s + _MINUTE_S - now_s
        return delay_s
