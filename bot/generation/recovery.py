"""Taking up what an earlier run, or an earlier fault, has left unfinished."""

from collections.abc import Sequence
from datetime import timedelta

import structlog

from bot.domain.generation import Generation, Status
from bot.errors import UserError
from bot.generation.endings import Endings, unreadable
from bot.generation.poller import Poller
from bot.generation.queue import Turns
from bot.generation.runner import Runner
from bot.store.leases import LEASE, Leases
from bot.texts import gettext as _
from bot.texts import use_language
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_BETWEEN_LOOKS = timedelta(milliseconds=20)  # hundreds of tasks are not all looked at in one moment
_MOST_ADOPTED = 1_000


class Recovery:
    """Decides by the row alone, so that it may be repeated at any time."""

    def __init__(
        self,
        *,
        leases: Leases,
        turns: Turns,
        poller: Poller,
        runner: Runner,
        endings: Endings,
        time: Time,
        owner: str,
    ) -> None:
        self._leases = leases
        self._turns = turns
        self._poller = poller
        self._runner = runner
        self._endings = endings
        self._time = time
        self._owner = owner

    async def unfinished(self) -> Sequence[Generation]:
        """Return what this instance has left, oldest first, with its leases renewed.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        now = self._time.now()
        # First of all, lest another process takes it over in these moments.
        await self._leases.renew(self._owner, now + LEASE)
        await self._warn_of_others()
        await self._leases.adopt(self._owner, now + LEASE, now, _MOST_ADOPTED)
        found = await self._leases.unfinished(self._owner)
        if found:
            logger.info("taking up what is unfinished", count=len(found))
        return found

    async def _warn_of_others(self) -> None:
        others = await self._leases.others_at_work(self._owner, self._time.now())
        if others:
            # One that died a moment ago looks the same; it answers nobody.
            logger.warning(
                "another instance seems to run: two of one bot account answer everything twice",
                others=others,
            )

    async def resume(self, generation: Generation, position: int = 0) -> None:
        """Go on where the row says that the generation stands.

        What waits for a moderator and what has ended well is left alone.

        Args:
            generation: As it stands in the database now.
            position: How many running ones were resumed before it; they are looked at in turn.

        Raises:
            StorageUnavailable: The outcome could not be written.
            DiscordUnreachable: The outcome could not be told.
        """
        use_language(generation.place.locale)
        status = generation.status
        match status:
            case Status.SUBMITTING:
                await self._endings.fail(generation, _interrupted(), expected=status)
            case Status.QUEUED | Status.RUNNING if not self._turns.serves(generation.provider):
                await self._endings.fail(generation, _provider_gone(), expected=status)
            case Status.QUEUED if generation.is_damaged:
                await self._endings.fail(generation, unreadable(), expected=status)
            case Status.QUEUED:
                self._turns.add(generation)
            case Status.RUNNING:
                # A damaged one too: its task needs nothing of the request any more.
                self._turns.hold(generation)
                first_look_s = (_BETWEEN_LOOKS * position).total_seconds()
                self._poller.watch(generation, str(generation.task_id), first_look_s=first_look_s)
            case Status.READY:
                await self._runner.deliver(generation)
            case Status.FAILED | Status.CANCELLED | Status.REJECTED:
                self._turns.forget(generation.id)  # it may have been ended while it was queued
                await self._endings.tell(generation)
            case _:
                self._turns.release(generation)


def _provider_gone() -> UserError:
    return UserError(
        _("The image service that was to make this is not in use here any more; please ask again.")
    )


def _interrupted() -> UserError:
    # Submitting again might pay twice: the services have no idempotency key.
    return UserError(
        _(
            "I was interrupted while I handed this to the image service, so I cannot tell "
            "whether it arrived. Please try again."
        )
    )
