"""Whom no block reaches, by whatever road: bots, and who moderates the server.

They could undo it themselves, and a rule that blocks by itself must not shut out its own admins.
"""

import asyncio

import aiohttp
import discord

from bot.errors import NotAllowed, UserError
from bot.generation.moderation.policies import Policies
from bot.texts import gettext as _

_ASK_S = 1.5  # where it comes before the first answer, which Discord awaits for three seconds


class Sparing:
    """Asks Discord what somebody is in a server at that moment."""

    def __init__(
        self, client: discord.Client, policies: Policies, *, ask_s: float = _ASK_S
    ) -> None:
        self._client = client
        self._policies = policies
        self._ask_s = ask_s

    async def check(self, server_id: int, whom: discord.abc.User | int, by_id: int) -> None:
        """Let pass whom *by_id* may block in that server.

        Raises:
            NotAllowed: It is themselves, a bot, or somebody who moderates.
            UserError: Discord does not answer in time.
            StorageUnavailable: The roles cannot be read now.
        """
        if (whom if isinstance(whom, int) else whom.id) == by_id:
            raise NotAllowed(_("You cannot block yourself."))
        found = await self._found(server_id, whom)
        if found is None:
            return
        if found.bot:
            raise NotAllowed(_("Bots do not ask for images, so they cannot be blocked."))
        if await self._moderates(server_id, found):
            raise NotAllowed(
                _(
                    "Members with Manage Server, or with a role of the moderators, cannot be "
                    "blocked: they could undo it themselves."
                )
            )

    async def is_spared(self, server_id: int, whom: discord.abc.User | int) -> bool:
        """Tell whether they moderate there.

        Raises:
            UserError: Discord does not answer in time.
            StorageUnavailable: The roles cannot be read now.
        """
        found = await self._found(server_id, whom)
        return found is not None and await self._moderates(server_id, found)

    async def _moderates(self, server_id: int, whom: discord.abc.User) -> bool:
        if not isinstance(whom, discord.Member):
            return False  # who has left moderates nothing
        held = whom.resolved_permissions or whom.guild_permissions
        if held.administrator or held.manage_guild:
            return True
        named = (await self._policies.of(server_id)).policy.moderator_role_ids
        return any(role.id in named for role in whom.roles)

    async def _found(self, server_id: int, whom: discord.abc.User | int) -> discord.abc.User | None:
        if not isinstance(whom, int):
            return whom
        guild = self._client.get_guild(server_id)
        if guild is None:
            return None
        try:
            async with asyncio.timeout(self._ask_s):
                return guild.get_member(whom) or await guild.fetch_member(whom)
        except discord.NotFound:
            return None
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise UserError(_("Discord did not answer. Please try again in a moment.")) from error
