"""Which commands a member is offered in a channel: what a client lists, hides or refuses."""

from dataclasses import dataclass

from bot.sandbox.command_rules import SLASH
from bot.sandbox.commands import Commands
from bot.sandbox.installs import Owners, owners_of_command
from bot.sandbox.payloads import Payload
from bot.sandbox.places import Channel, Context
from bot.sandbox.refusals import ClientRefusal
from bot.sandbox.world import User, World

_BY_USER = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """Finds commands, and says by whom they may be used."""

    world: World
    commands: Commands

    def find(self, kind: int, name: str, channel: Channel) -> Payload:
        """Return the command.

        Raises:
            ClientRefusal: It has not been synced.
        """
        for command in self._known(channel):
            if command["type"] == kind and command["name"] == name:
                return command
        shown = f"/{name}" if kind == SLASH else name
        raise ClientRefusal(f"There is no command {shown}: it has not been synced.")

    def owners(self, command: Payload, user: User, channel: Channel) -> Owners:
        """Return by whom the app was installed for this use.

        Raises:
            ClientRefusal: By nobody, so the client does not list the command.
        """
        owners = owners_of_command(self.world, command, user, channel)
        if not owners:
            raise ClientRefusal("There is no such command here: the app is not installed.")
        return owners

    def check(self, command: Payload, user: User, channel: Channel) -> None:
        """Check that *user* may use the command in *channel*.

        Raises:
            ClientRefusal: With what the client would show.
        """
        shown = f"/{command['name']}" if command["type"] == SLASH else command["name"]
        if channel.context not in _contexts(command):
            raise ClientRefusal(f"{shown} cannot be used here.")
        is_in_server = channel.context is Context.SERVER
        if command.get("nsfw") and is_in_server and not channel.is_age_restricted:
            raise ClientRefusal(f"{shown} can only be used in an age-restricted channel.")
        needed = command.get("default_member_permissions")
        if needed is not None and is_in_server and self.world.has_bot(channel):
            bits = int(needed)
            # 0 means: nobody but administrators
            if bits == 0 or self.world.permissions(user, channel) & bits != bits:
                raise ClientRefusal(f"You do not have permission to use {shown}.")

    def shown(self, user: User, channel: Channel) -> list[Payload]:
        """Return the commands that the member's client lists in the channel."""
        return [each for each in self._known(channel) if self._is_shown(each, user, channel)]

    def _is_shown(self, command: Payload, user: User, channel: Channel) -> bool:
        try:
            self.owners(command, user, channel)
            self.check(command, user, channel)
        except ClientRefusal:
            return False
        return True

    def _known(self, channel: Channel) -> list[Payload]:
        if channel.server_id == self.world.guild_id:
            return self.commands.offered()
        return self.commands.of_scope(None)


def _contexts(command: Payload) -> list[int]:
    if "guild_id" in command:
        return [Context.SERVER]
    if command.get("contexts") is not None:
        return list(command["contexts"])
    if command.get("dm_permission") is False:
        return [Context.SERVER]
    private = [Context.PRIVATE] if _BY_USER in command["integration_types"] else []
    return [Context.SERVER, Context.BOT_DIRECT, *private]
