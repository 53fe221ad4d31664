"""From a choice in a context menu to the data of its interaction."""

from dataclasses import dataclass

from bot.sandbox.command_places import check_place
from bot.sandbox.command_rules import MESSAGE_MENU, USER_MENU
from bot.sandbox.commands import Commands
from bot.sandbox.message_payloads import Message
from bot.sandbox.messages import Messages
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import ClientRefusal
from bot.sandbox.resolved import add_resolved
from bot.sandbox.world import Channel, User, World


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuData:
    """Builds the key ``data`` of commands in the context menus of messages and of users."""

    world: World
    commands: Commands
    messages: Messages

    def of_message(self, name: str, target: Message, user: User, channel: Channel) -> Payload:
        """Return the data of the command *name* used on a message.

        The target comes with all of its content, whatever the bot's intents are.

        Raises:
            ClientRefusal: There is no such command, or not here.
        """
        data = self._data(name, MESSAGE_MENU, user, channel)
        resolved = {"messages": {str(target.id): self.messages.payload(target)}}
        return {**data, "target_id": str(target.id), "resolved": resolved}

    def of_user(self, name: str, target: User, user: User, channel: Channel) -> Payload:
        """Return the data of the command *name* used on a user.

        Raises:
            ClientRefusal: There is no such command, or not here.
        """
        data = self._data(name, USER_MENU, user, channel)
        resolved: Payload = {}
        add_resolved(self.world, target.id, resolved)
        return {**data, "target_id": str(target.id), "resolved": resolved}

    def _data(self, name: str, kind: int, user: User, channel: Channel) -> Payload:
        for command in self.commands.offered():
            if command["type"] == kind and command["name"] == name:
                break
        else:
            raise ClientRefusal(f"There is no command {name} in this menu: it is not synced.")
        check_place(command, user, channel)
        data: Payload = {"id": command["id"], "name": command["name"], "type": kind}
        return {**data, "guild_id": command["guild_id"]} if "guild_id" in command else data
