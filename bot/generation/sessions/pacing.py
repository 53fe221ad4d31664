"""When a board may be edited: fast while little happens, slowly in a storm, never too often.

Discord lets a message be edited so often only. Whatever happens, a board is changed at most 50
times in any ten minutes; and since a storm is slowed down long before that, the newest state is
never far off.
"""

from collections import deque
from collections.abc import Iterable, Sequence

MOST = 50
WINDOW_S = 630.0  # ten minutes, and what two requests may differ in their time on the way
_QUICK = 20  # this many follow each other closely, the others
_QUICK_S = 3.0
SLOW_S = 22.0  # as far apart as that the rest of the window is filled evenly
_FOR_ENDS = 3  # of the most are kept for what shows an end


class EditPacing:
    """Says how long the next edit has to wait; moments are seconds of one monotonic clock."""

    def __init__(self, edits_at_s: Iterable[float] = ()) -> None:
        self._edits_at_s = deque(sorted(edits_at_s))

    @classmethod
    def restored(cls, stored_s: Sequence[float], *, wall_s: float, now_s: float) -> "EditPacing":
        """Return what goes on from edits noted by the wall clock, now *wall_s*.

        What that clock places in the future counts as just done: it was set back since.
        """
        return cls(now_s - max(0.0, wall_s - at_s) for at_s in stored_s)

    def delay_s(self, now_s: float, *, is_urgent: bool = False) -> float:
        """Return in how many seconds the board may be edited, 0 for now."""
        self._forget(now_s)
        used = len(self._edits_at_s)
        if not used:
            return 0.0
        most = MOST if is_urgent else MOST - _FOR_ENDS
        spacing_s = _QUICK_S if is_urgent or used < _QUICK else SLOW_S
        free_at_s = self._edits_at_s[-1] + spacing_s
        if used >= most:
            free_at_s = max(free_at_s, self._edits_at_s[used - most] + WINDOW_S)
        return max(0.0, free_at_s - now_s)

    def note(self, now_s: float) -> None:
        """Count an edit that is about to be made."""
        self._edits_at_s.append(now_s)

    def stored(self, *, wall_s: float, now_s: float) -> list[float]:
        """Return the edits of the window by the wall clock, for ``restored``."""
        self._forget(now_s)
        return [round(wall_s - (now_s - at_s), 3) for at_s in self._edits_at_s]

    def _forget(self, now_s: float) -> None:
        while self._edits_at_s and now_s - self._edits_at_s[0] >= WINDOW_S:
            self._edits_at_s.popleft()
