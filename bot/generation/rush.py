"""A rush: many members wait for their first answers, which Discord takes for 3 seconds only.

Were all admitted side by side, nobody would be answered before nearly everybody is. So a bounded
number is admitted at a time, in the order in which they asked, and the work lets them go first.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import UserError
from bot.texts import gettext as _
from bot.timing import Time

_AT_ONCE = 64  # as many as keep the database's writer busy with one group while another is sent
_MANY = 8
_LONGEST_REST_S = 2.0  # of the work; by then those who asked first have their answers
_LATEST_S = 2.5  # after this, what is left of the 3 s does not do for admission and card


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

    def check(self, begun_at_s: float) -> None:
        """Refuse a request whose command began at *begun_at_s* if its turn comes too late.

        Admitted, it would be paid for and posted after the member was told that nothing came.

        Raises:
            UserError: It is too late to admit it and answer in time.
        """
        if self._time.monotonic() - begun_at_s > _LATEST_S:
            raise UserError(_("Too many people asked at once. Please ask again in a moment."))

    def rest_s(self) -> float:
        """Return for how many seconds the work should begin nothing that can wait.

        0.0 as soon as few are unanswered, and in every rush after two seconds.
        """
        if self._unanswered < _MANY:
            return 0.0
        return max(0.0, self._since_s + _LONGEST_REST_S - self._time.monotonic())
