"""Finished generations as presses name them: whether they are there, and who may use them."""

import discord

from bot.domain.generation import DM_SERVER_ID, Generation, Rung, Status
from bot.errors import NotAllowed
from bot.replies.parts.buttons import id_in
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.place import server_id_of
from bot.store.generations import Generations
from bot.texts import gettext as _
from bot.timing import Time

_PAUSES_S = (0.05, 0.15, 0.3)  # together within the second that a first answer may take
_SHOWN_TO_ALL = frozenset({Rung.TOKEN, Rung.EDIT, Rung.CHANNEL})


class Finished:
    """Looks up what a button, a select or a modal names by its id."""

    def __init__(self, generations: Generations, moderators: Moderators, time: Time) -> None:
        self._generations = generations
        self._moderators = moderators
        self._time = time

    async def named(self, interaction: discord.Interaction, digits: str) -> Generation:
        """Return the finished generation of that id, which the member may use.

        Raises:
            NotAllowed: It is not known, not theirs to use, not finished, or deleted.
            StorageUnavailable: The database does not answer.
        """
        generation = await self.found(id_in(digits))
        # The same words for both: whether a request exists is nobody else's business.
        if generation is None or not may_use(interaction, generation):
            raise NotAllowed(_("I do not know this image, or it is not yours to use."))
        if generation.deleted_at is not None:
            raise NotAllowed(_("This was deleted, so nothing can be done with it any more."))
        if generation.status is Status.READY:
            raise NotAllowed(_("Its images are only just arriving; please press again."))
        if generation.status is not Status.DELIVERED:
            raise NotAllowed(_("There are no finished images of this."))
        return generation

    async def found(self, generation_id: int) -> Generation | None:
        """Look, and look again for what a card shows already and the row does not say yet.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        for pause_s in (*_PAUSES_S, None):
            found = await self._generations.get(generation_id)
            if found is None or found.status is not Status.READY or pause_s is None:
                break
            await self._time.sleep(pause_s)  # the card stands before its row says so
        return found

    async def may_delete(self, interaction: discord.Interaction, generation: Generation) -> bool:
        """Tell whether the member has asked for it, or moderates the server where it was made.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        place = generation.place
        if interaction.user.id == place.member_id:
            return True
        return await self._moderators.moderates(interaction, place.server_id)

    async def check_may_delete(
        self, interaction: discord.Interaction, generation: Generation
    ) -> None:
        """Let pass who may delete.

        Raises:
            NotAllowed: The member neither asked for it nor moderates the server.
            StorageUnavailable: The database does not answer.
        """
        if not await self.may_delete(interaction, generation):
            raise NotAllowed(_("Only who asked for this, or a moderator, can delete it."))


def may_use(interaction: discord.Interaction, generation: Generation) -> bool:
    """Tell whether the member has asked for it, or sees it where everybody there does."""
    place = generation.place
    if interaction.user.id == place.member_id:
        return True
    if place.is_private or generation.rung not in _SHOWN_TO_ALL:
        return False
    if place.server_id == DM_SERVER_ID:  # all direct messages count as one server
        return interaction.guild_id is None and interaction.channel_id == place.channel_id
    return server_id_of(interaction) == place.server_id


def may_see(interaction: discord.Interaction, generation: Generation) -> bool:
    """Tell the same of what the member was not shown: they must see the channel that it is in."""
    place = generation.place
    if not may_use(interaction, generation):
        return False
    if interaction.user.id == place.member_id or interaction.channel_id == place.channel_id:
        return True
    guild = interaction.guild
    channel = guild.get_channel_or_thread(place.channel_id) if guild else None
    if channel is None or channel.type is discord.ChannelType.private_thread:
        return False  # a direct message, or nobody can say who sees it
    member = interaction.user
    return isinstance(member, discord.Member) and channel.permissions_for(member).view_channel
