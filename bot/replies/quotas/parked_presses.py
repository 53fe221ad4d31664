"""*Make it* and *Not now*: what becomes of a request that was asked about because of its cost."""

from collections.abc import Callable
from dataclasses import replace

import discord

from bot.domain.generation import NewGeneration
from bot.replies.parts.buttons import id_in
from bot.replies.parts.panels import show_in_place
from bot.replies.parts.place import asker_of, place_of, server_id_of
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.cost_question import left_panel
from bot.replies.requesting.under_admission import UnderAdmission
from bot.store.parked import ParkedRequests, not_parked
from bot.store.style_previews import StylePreviews
from bot.timing import Time


class ParkedPresses:
    """Goes through the whole chain again: rules and quotas may have changed meanwhile."""

    def __init__(
        self,
        parked: ParkedRequests,
        asking: Asking,
        previews: StylePreviews,
        time: Time,
        *,
        entered: Callable[[int], None],
    ) -> None:
        self._entered = entered  # lets the board of a session show what was entered
        self._parked = parked
        self._asking = asking
        self._previews = previews
        self._time = time
        self._under_way = UnderAdmission()

    async def make(self, interaction: discord.Interaction, digits: str) -> None:
        """Ask for it; a second press of the same question finds nothing.

        Raises:
            UserError: It is not the presser's, not waiting any more, or refused.
        """
        begun_at_s = self._time.monotonic()
        parked_id, member_id = id_in(digits), interaction.user.id
        with self._under_way.one(interaction, f"parked {parked_id}"):
            parked = await self._parked.get(parked_id, member_id, self._time.now())
            # Elsewhere the presser has other roles, by which other rules would be passed.
            if parked is None or parked.new.place.server_id != server_id_of(interaction):
                raise not_parked()
            new = replace(_pressed(interaction, parked.new), parked_id=parked_id)
            admitted = await self._asking.ask(interaction, new, begun_at_s=begun_at_s)
            if new.entry is not None:
                self._entered(new.entry.session_id)
            if admitted is not None and parked.preview_of is not None:
                generation_id = admitted.generation.id
                await self._previews.asked(parked.preview_of, generation_id, self._time.now())

    async def leave(self, interaction: discord.Interaction, digits: str) -> None:
        """Forget it.

        Raises:
            NotAllowed: It is not the presser's, or not waiting any more.
            StorageUnavailable: The database does not take it.
        """
        if not await self._parked.remove(id_in(digits), interaction.user.id):
            raise not_parked()
        await show_in_place(interaction, left_panel())


def _pressed(interaction: discord.Interaction, new: NewGeneration) -> NewGeneration:
    """Return it as asked for by this press, where it was asked for at first."""
    pressed = place_of(interaction, is_private=new.place.is_private)
    place = replace(
        new.place,
        interaction_id=pressed.interaction_id,
        application_id=pressed.application_id,
        token=pressed.token,
        attachment_size_limit_bytes=pressed.attachment_size_limit_bytes,
        locale=pressed.locale,
    )
    return replace(new, place=place, asker=asker_of(interaction), is_cost_confirmed=True)
