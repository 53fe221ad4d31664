"""An agenda: what is due when, one moment for each generation, changed at any time."""

import heapq


class Agenda:
    """Moments of the monotonic clock by generation id; what was planned last counts."""

    def __init__(self) -> None:
        self._moments: dict[int, float] = {}
        self._heap: list[tuple[float, int]] = []  # also holds moments that count no more

    def plan(self, generation_id: int, at_s: float) -> None:
        """Make it due at *at_s*, and at no other moment."""
        self._moments[generation_id] = at_s
        heapq.heappush(self._heap, (at_s, generation_id))

    def drop(self, generation_id: int) -> None:
        """Make it due no more."""
        self._moments.pop(generation_id, None)

    def moment_s(self, generation_id: int) -> float | None:
        """Return when it is due, or None if it is not planned."""
        return self._moments.get(generation_id)

    def take(self, now_s: float) -> list[int]:
        """Take out what is due, the earliest first."""
        taken = []
        while (next_s := self.next_s()) is not None and next_s <= now_s:
            _at_s, generation_id = heapq.heappop(self._heap)
            del self._moments[generation_id]
            taken.append(generation_id)
        return taken

    def next_s(self) -> float | None:
        """Return the earliest moment, or None if nothing is planned."""
        while self._heap and self._moments.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None
