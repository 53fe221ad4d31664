"""What a form of *Report* is about, kept until it is sent: nothing of it comes back from Discord.

A custom_id can be made by hand, so it names the message alone; whose it is, and which image, is
what Discord said when the form was opened. It lies on the shelf, and goes on after a restart.
"""

import json
from dataclasses import asdict, dataclass

import discord

from bot.domain.generation import DM_SERVER_ID
from bot.errors import NotAllowed
from bot.store.picture_shelf import PictureShelf
from bot.texts import gettext as _
from bot.timing import Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What is reported: ``generation_id`` is 0 for what is not one of our images."""

    generation_id: int
    channel_id: int
    message_id: int
    author_id: int


class ReportTargets:
    """Knows what each member has opened a form about, for a day at most."""

    def __init__(self, shelf: PictureShelf, time: Time) -> None:
        self._shelf = shelf
        self._time = time

    async def keep(self, interaction: discord.Interaction, reported: Reported) -> None:
        """Keep what a form is about that is opened now.

        Raises:
            StorageUnavailable: The disk does not take it.
        """
        data = json.dumps(asdict(reported)).encode()
        await self._shelf.put(_name(interaction, reported.message_id), data, self._time.now())

    async def named(self, interaction: discord.Interaction, message_id: int) -> Reported:
        """Return what the sender has opened a form about.

        Raises:
            NotAllowed: They have opened none about that message here, or too long ago.
            StorageUnavailable: The disk cannot be read.
        """
        data = await self._shelf.get(_name(interaction, message_id))
        if data is None:
            raise NotAllowed(
                _("I do not know that message any more. Please choose *Report* once more.")
            )
        return Reported(**json.loads(data))


def _name(interaction: discord.Interaction, message_id: int) -> str:
    server_id = interaction.guild_id or DM_SERVER_ID
    return f"target-{server_id}-{interaction.user.id}-{message_id}"
