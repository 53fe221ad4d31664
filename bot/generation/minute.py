"""The images that a provider allows in a minute: a burst may take all of them at once."""

from collections import deque

from bot.domain.request import MAX_IMAGES
from bot.generation.forecast import MINUTE_S
from bot.timing import Time


class ImagesPerMinute:
    """Never more than *limit* images within any 60 s, however they are spread.

    A bucket that drips would allow twice as many in its first minute, and the service's answer
    to that is a 429.
    """

    def __init__(self, limit: int, time: Time) -> None:
        self._limit = limit
        self._time = time
        self._taken: deque[tuple[float, int]] = deque()

    def take(self, images: int, *, at_s: float | None = None) -> None:
        """Count *images* from now on, or from an earlier moment of the monotonic clock on.

        What is taken earlier is to be told first.
        """
        self._taken.append((self._time.monotonic() if at_s is None else at_s, images))

    def room(self) -> int:
        """Return how many images there is room for now.

        More than the whole limit fit when nothing else was taken for a minute.
        """
        self._forget_old()
        if not self._taken:
            return MAX_IMAGES
        return max(0, self._limit - sum(taken for _at, taken in self._taken))

    def window(self) -> list[tuple[float, int]]:
        """Return in how many seconds how many images are forgotten, the earliest first."""
        self._forget_old()
        now_s = self._time.monotonic()
        return [(at_s + MINUTE_S - now_s, taken) for at_s, taken in self._taken]

    def delay_s(self, images: int) -> float:
        """Return how long to wait until there is room for *images*, 0 for none."""
        self._forget_old()
        now_s = self._time.monotonic()
        over = sum(taken for _at, taken in self._taken) + min(images, self._limit) - self._limit
        delay_s = 0.0
        for at_s, taken in self._taken:
            if over <= 0:
                break
            over -= taken
            delay_s = at_s + MINUTE_S - now_s
        return delay_s

    def _forget_old(self) -> None:
        now_s = self._time.monotonic()
        while self._taken and self._taken[0][0] + MINUTE_S <= now_s:
            self._taken.popleft()
