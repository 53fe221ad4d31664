"""A rush: many members wait for their first answers, which Discord takes for 3 seconds only.

Were all admitted side by side, nobody would be answered before nearly everybody is. So a bounded
number is admitted at a time, in the order in which they asked, and the work lets them go first.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.timing import Time

_AT_ONCE = 64  # as many as keep the database's writer busy with one group while another is sent
_MANY = 8
_LONGEST_REST_S = 2.0  # of the work; by then those who asked first have their answers


class Rush:
    """Counts who waits for a first answer.

    ``turn`` is to be held while a request is admitted.
    """

    def __init__(self, time: Time) -> None:
        self._time = time
        self._unanswered = 0
        self._since_s = 0.0
        self.turn = asyncio.Semaphore(_AT_ONCE)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count one more who waits, until its first answer stands."""
        self._unanswered += 1
        if self._unanswered == _MANY:
            self._since_s = self._time.monotonic()
        try:
            yield
        finally:
            self._unanswered -= 1

    def rest_s(self) -> float:
        """Return for how many seconds the work should begin nothing that can wait.

        0.0 as soon as few are unanswered, and in every rush after two seconds.
        """
        if self._unanswered < _MANY:
            return 0.0
        return max(0.0, self._since_s + _LONGEST_REST_S - self._time.monotonic())
