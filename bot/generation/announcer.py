"""What the use case has to tell a person, as a protocol that ``replies`` implements."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.generation import Generation, Rung, StoredImage
from bot.domain.moderation.reviews import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What the card shows while a generation waits or runs.

    ``position`` is the place in the queue, 1 = next, None once it runs; ``done_at`` is when a
    waiting generation should have its images; ``is_held_up`` says that the image service does not
    answer, so that nothing moves or is known for now; ``fraction`` is 0 to 1. ``review_until``:
    it waits for a moderator, until then at the longest.
    """

    position: int | None = None
    done_at: datetime | None = None
    is_held_up: bool = False
    fraction: float | None = None
    eta_s: float | None = None
    preview: bytes | None = field(default=None, repr=False)
    review_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFile:
    """A stored image with its bytes, ready to be uploaded."""

    stored: StoredImage
    data: bytes = field(repr=False)


# Called anew for each attempt, so that nobody who waits has images in memory.
Load = Callable[[], Awaitable[Sequence[ImageFile]]]


class Announcer(Protocol):
    """The person's view of a generation."""

    def progress(self, generation: Generation, progress: Progress) -> None:
        """Show the newest state when the edit budget allows; returns at once, never raises."""
        ...

    async def deliver(self, generation: Generation, load: Load) -> Rung:
        """Show the finished images and return by which road they went; never skipped.

        Whatever *load* raises goes through.

        Raises:
            DiscordUnreachable: Not now; to be called again later.
        """
        ...

    async def failed(self, generation: Generation, text: str) -> Rung:
        """Show why there are no images and that the units are back; never skipped.

        Raises:
            DiscordUnreachable: Not now; to be called again later.
        """
        ...

    async def cancelled(self, generation: Generation, units_back: int) -> Rung:
        """Show that it was cancelled and how many units are back; never skipped.

        Raises:
            DiscordUnreachable: Not now; to be called again later.
        """
        ...

    async def rejected(
        self, generation: Generation, review: Review | None, units_back: int
    ) -> Rung:
        """Show that a moderator or a rule does not let it pass, and why; never skipped.

        *review* is None where no moderator was asked; the reason is then the generation's.

        Raises:
            DiscordUnreachable: Not now; to be called again later.
        """
        ...

    async def kept(self, generation: Generation) -> None:
        """Say, without pictures, that the images exist and are kept for ``/history``.

        Raises:
            DiscordUnreachable: Not now.
        """
        ...
