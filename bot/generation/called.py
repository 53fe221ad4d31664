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

    @property
    def has_any(self) -> bool:
        """Whether something was called for and not taken out yet."""
        return bool(self._ids)

    def take(self) -> list[int]:
        """Take out what was called for."""
        taken = [*self._ids]
        self._ids.clear()
        return taken
