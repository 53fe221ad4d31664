"""What was changed from outside the work, and is to go on from the status that it has got."""

from collections.abc import Callable, Iterable


def _nobody() -> None:
    """Wake nobody: no work has begun."""


class Called:
    """Generations that a moderator's decision, or its want, has moved."""

    def __init__(self) -> None:
        self._ids: dict[int, None] = {}
        self._wake = _nobody

    def tell(self, wake: Callable[[], None]) -> None:
        """Let *wake* be called whenever there is something new."""
        self._wake = wake

    def take_up(self, generation_ids: Iterable[int]) -> None:
        """Say which are to go on; returns at once."""
        self._ids.update(dict.fromkeys(generation_ids))
        self._wake()

    def ready(self, is_open: Callable[[int], bool]) -> list[int]:
        """Return what was called for and nobody works on any more, in the order of the calls."""
        return [one for one in self._ids if not is_open(one)]

    def done(self, generation_id: int) -> None:
        """Say that its row was looked at since it was called for."""
        self._ids.pop(generation_id, None)
