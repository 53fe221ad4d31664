"""What follows from a block: the next request meets it, and what it ended is told."""

from collections.abc import Callable, Sequence

from bot.generation.called import Called
from bot.generation.moderation.policies import Policies


def _nobody() -> None:
    """Tell nobody: no cards are kept."""


class Barring:
    """Told by whoever has blocked a member; the rows are written by then.

    What a crash leaves out here is found by its row, as every end that nobody was told of.
    """

    def __init__(self, policies: Policies, called: Called) -> None:
        self._policies = policies
        self._called = called
        self._cards_changed = _nobody

    def tell(self, cards_changed: Callable[[], None]) -> None:
        """Let *cards_changed* be called whenever something that waited for a moderator ended."""
        self._cards_changed = cards_changed

    def follow(self, server_id: int, ended: Sequence[int]) -> None:
        """Apply a change of a server's blocks that has ended those generations."""
        self._policies.changed(server_id)
        if ended:
            self._cards_changed()
            self._called.take_up(ended)
