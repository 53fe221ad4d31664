"""Which generation a message of ours shows, told by its buttons or by what the rows say."""

import re
from collections.abc import Iterable, Iterator

import discord

from bot.domain.generation import Generation
from bot.replies.parts.buttons import MORE, id_in
from bot.replies.pictures.finished import Finished
from bot.store.listings import Listings

_MORE = re.compile(MORE)


class OwnImages:
    """Recognises cards, also those that were sent again."""

    def __init__(self, finished: Finished, listings: Listings) -> None:
        self._finished = finished
        self._listings = listings

    async def shown_by(
        self, interaction: discord.Interaction, message: discord.Message
    ) -> Generation | None:
        """Return what *message* shows, whoever may see it; None if it is no card of ours.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        own = interaction.client.user
        if own is None or message.author.id != own.id:
            return None  # anybody can put any custom_id on a message of their own
        for custom_id in _custom_ids(message.components):
            if match := _MORE.fullmatch(custom_id):
                return await self._finished.found(id_in(match["id"]))
        return await self._listings.find_by_message(message.id)

    async def posted_as(
        self, interaction: discord.Interaction, message: discord.Message
    ) -> Generation | None:
        """Return what *message*, which is no card, was posted to show; None if nothing is known.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        own = interaction.client.user
        if own is None or message.author.id != own.id:
            return None
        return await self._listings.find_by_copy(message.id)


def _custom_ids(components: Iterable[object]) -> Iterator[str]:
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if isinstance(custom_id, str):
            yield custom_id
        yield from _custom_ids(getattr(component, "children", ()))
