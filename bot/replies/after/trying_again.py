"""Trying again: the same request with the same seed, once at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

import discord

from bot.domain.generation import Generation, Origin, Place, Status
from bot.errors import NotAllowed
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.request_reader import RequestReader
from bot.store.listings import Listings
from bot.texts import gettext as _

_MOST_OPEN = 1_000  # of one member; the settings allow no more to wait


class TryingAgain:
    """Asks for what failed or was cancelled once more, on the presser's own quota."""

    def __init__(self, listings: Listings, reader: RequestReader, asking: Asking) -> None:
        self._listings = listings
        self._reader = reader
        self._asking = asking
        self._asked_now: set[int] = set()

    async def ask(
        self, interaction: discord.Interaction, parent: Generation, *, begun_at_s: float
    ) -> None:
        """Answer *interaction*, which began at that monotonic second, with a new card.

        Raises:
            UserError: It is not the member's, has not ended so, is under way, or is refused.
        """
        if interaction.user.id != parent.place.member_id:
            raise NotAllowed(_("Only who asked for this can try it again."))
        if parent.status not in {Status.FAILED, Status.CANCELLED}:
            raise NotAllowed(_("Only what failed or was cancelled can be tried again."))
        if parent.is_damaged:
            raise NotAllowed(_("I can read only a part of this request; please ask anew."))
        with self._once(parent):
            new = self._reader.again(interaction, parent)
            await self._check_no_other(new.place, parent)
            await self._asking.ask(interaction, new, begun_at_s=begun_at_s)

    @contextmanager
    def _once(self, parent: Generation) -> Iterator[None]:
        if parent.id in self._asked_now:
            raise _asked_already()
        self._asked_now.add(parent.id)
        try:
            yield
        finally:
            self._asked_now.discard(parent.id)

    async def _check_no_other(self, place: Place, parent: Generation) -> None:
        # A double press must not pay twice; once the first has ended, it may be asked for anew.
        found = await self._listings.waiting_and_running(
            place.server_id, place.member_id, _MOST_OPEN
        )
        if any(one.parent_id == parent.id and one.origin is Origin.AGAIN for one in found):
            raise _asked_already()


def _asked_already() -> NotAllowed:
    return NotAllowed(_("You have asked for this again already: it is under way."))
