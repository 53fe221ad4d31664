"""What admins set for commands in Discord's own settings: kept, listed, and told to the bot."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.sandbox.commands import Commands
from bot.sandbox.front import Answer, Call, Route
from bot.sandbox.gateway import Gateway
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import ClientRefusal, DiscordRefusal, unknown
from bot.sandbox.world import World

_MOST = 100  # of one command


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandPermissions:
    """The permissions of the commands in the one server, by the command's or the bot's id."""

    world: World
    commands: Commands
    gateway: Gateway
    _set: dict[int, list[Payload]] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        """Return the route that lists them all."""
        path = "/applications/{application_id}/guilds/{guild_id}/commands/permissions"
        return [Route(method="GET", path=path, handler=self._list)]

    def change(self, command: str | None, permissions: Sequence[Payload]) -> None:
        """Replace what is set for a command, None for all; the bot hears of it.

        Raises:
            ClientRefusal: There is no such command, or Discord would not keep that.
        """
        target_id = self.world.bot.id if command is None else self._id_of(command)
        if len(permissions) > _MOST:
            raise ClientRefusal("A command has 100 permissions at most.")
        kept: list[Payload] = [
            {
                "id": str(int(one["id"])),
                "type": int(one["type"]),
                "permission": bool(one["permission"]),
            }
            for one in permissions
        ]
        if any(one["type"] not in {1, 2, 3} for one in kept):
            raise ClientRefusal("A permission is of a role (1), a member (2) or a channel (3).")
        if kept:
            self._set[target_id] = kept
        else:
            self._set.pop(target_id, None)
        self.gateway.announce(
            "APPLICATION_COMMAND_PERMISSIONS_UPDATE", self._payload(target_id, kept)
        )

    async def _list(self, call: Call) -> Answer:
        if call.id("application_id") != self.world.bot.id:
            raise DiscordRefusal(403, 20012, "You are not authorized to perform this action")
        if call.id("guild_id") != self.world.guild_id:
            raise unknown(10004, "Guild")
        return Answer([self._payload(*one) for one in self._set.items()])

    def _id_of(self, name: str) -> int:
        for command in self.commands.offered():
            if command["name"] == name:
                return int(command["id"])
        raise ClientRefusal("There is no command of that name.")

    def _payload(self, target_id: int, permissions: list[Payload]) -> Payload:
        return {
            "id": str(target_id),
            "application_id": str(self.world.bot.id),
            "guild_id": str(self.world.guild_id),
            "permissions": permissions,
        }
