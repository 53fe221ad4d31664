"""Reading what admins have set in Discord's own settings for the command that makes images.

Never on the way of a request: a server is read when the bot comes to it, and when Discord says
that something was changed there.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import aiohttp
import discord
import structlog

from bot.domain.moderation.command_permissions import CommandPermissions, Overwrites
from bot.generation.moderation.command_permissions import KnownPermissions
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

COMMAND = "imagine"
_PAUSE_S = 0.25  # between two servers: thousands of them must not use up Discord's patience
_TRIES = 3
_ROLE, _MEMBER, _CHANNEL = 1, 2, 3

Payload = Mapping[str, Any]  # Any: Discord's JSON


class PermissionReading:
    """Reads one server after another; however many ask for it, one at a time."""

    def __init__(self, client: discord.Client, known: KnownPermissions, time: Time) -> None:
        self._client = client
        self._known = known
        self._time = time
        self._is_reading = False
        self._command_id: int | None = None
        self._tries: dict[int, int] = {}

    async def read(self, server_ids: Iterable[int]) -> None:
        """Read these servers, or leave it to whoever is reading already."""
        self._known.want(server_ids)
        if self._is_reading:
            return
        self._is_reading = True
        try:
            await self._read_all()
        finally:
            self._is_reading = False

    async def _read_all(self) -> None:
        is_first = True
        while (server_id := self._known.next_wanted()) is not None:
            if not is_first:
                await self._time.sleep(_PAUSE_S)
            is_first = False
            if self._client.is_closed():
                return
            await self._read(server_id)

    async def _read(self, server_id: int) -> None:
        try:
            found = await self._fetched(server_id)
            permissions = await self._understood(found)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            tries = self._tries[server_id] = self._tries.get(server_id, 0) + 1
            fault = type(error).__name__
            logger.warning("command permissions not read", server=server_id, fault=fault)
            if tries < _TRIES and not isinstance(error, discord.Forbidden | discord.NotFound):
                self._known.want([server_id])
            else:
                del self._tries[server_id]
            return
        self._tries.pop(server_id, None)
        self._known.learn(server_id, permissions)
        if found:
            logger.info("command permissions read", server=server_id, targets=len(found))

    async def _fetched(self, server_id: int) -> Sequence[Payload]:
        # discord.py's public method answers 404 for a command without any, and knows no others.
        application_id = self._client.application_id
        if application_id is None:
            return ()
        return await self._client.http.get_guild_application_command_permissions(
            application_id, server_id
        )

    async def _understood(self, found: Sequence[Payload]) -> CommandPermissions:
        if not found:
            return CommandPermissions()
        sets = {int(one["id"]): _overwrites(one["permissions"]) for one in found}
        application_id = self._client.application_id or 0
        command_id = await self._id_of_command(application_id)
        return CommandPermissions(
            command=sets.get(command_id, Overwrites()),
            application=sets.get(application_id, Overwrites()),
        )

    async def _id_of_command(self, application_id: int) -> int:
        if self._command_id is None:
            for command in await self._client.http.get_global_commands(application_id):
                if command["name"] == COMMAND and command.get("type", 1) == 1:
                    self._command_id = int(command["id"])
        return self._command_id or 0


def _overwrites(permissions: Sequence[Payload]) -> Overwrites:
    kinds: dict[int, dict[int, bool]] = {_ROLE: {}, _MEMBER: {}, _CHANNEL: {}}
    for one in permissions:
        if one["type"] in kinds:
            kinds[one["type"]][int(one["id"])] = bool(one["permission"])
    return Overwrites(roles=kinds[_ROLE], members=kinds[_MEMBER], channels=kinds[_CHANNEL])
