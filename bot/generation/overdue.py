"""What has waited longer than anybody should: it ends, with its units back and a reason."""

from datetime import timedelta

from bot.domain.generation import Status
from bot.errors import UserError
from bot.generation.doubted_clock import DoubtedClock
from bot.generation.endings import Endings
from bot.store.generations import Generations
from bot.texts import gettext as _
from bot.texts import use_language
from bot.timing import Time

_MOST_AT_ONCE = 50


class Overdue:
    """Finds, a few at a time, what is queued since longer than *longest*, and ends each."""

    name = "overdue"

    def __init__(
        self, generations: Generations, endings: Endings, time: Time, longest: timedelta
    ) -> None:
        self._generations = generations
        self._endings = endings
        self._time = time
        self._longest = longest
        # After as long as that, what was queued before a leap has waited too long by any clock.
        self._clock = DoubtedClock(time, longest)
        self._found: list[int] = []

    async def step(self) -> None:
        """Look for them.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        if not await self._clock.is_believed():
            return
        before = self._time.now() - self._longest
        self._found = list(await self._generations.overdue(before, _MOST_AT_ONCE))

    @property
    def has_found(self) -> bool:
        """Whether something was found and not taken out yet."""
        return bool(self._found)

    def found(self) -> list[int]:
        """Take out what was found; each is to be ended."""
        found, self._found = self._found, []
        return found

    async def end(self, generation_id: int) -> None:
        """End that one, if it is still queued.

        Raises:
            StorageUnavailable: That could not be written.
            DiscordUnreachable: It has ended, but its owner cannot be told now.
        """
        generation = await self._generations.get(generation_id)
        if generation is not None and generation.status is Status.QUEUED:
            use_language(generation.place.locale)
            await self._endings.fail(generation, _too_long(), expected=Status.QUEUED)


def _too_long() -> UserError:
    return UserError(
        _("This has waited too long for its turn, so I gave it up. Please ask again later.")
    )
