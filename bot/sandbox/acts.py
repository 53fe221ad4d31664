"""What people do: use a command, ask for completions, press, submit, write, delete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.sandbox.cdn import Upload
from bot.sandbox.command_data import CommandData, Typed
from bot.sandbox.component_data import component_data
from bot.sandbox.drafts import Draft
from bot.sandbox.gateway import Gateway
from bot.sandbox.interaction import Interaction, Kind
from bot.sandbox.interaction_payloads import delivery
from bot.sandbox.interactions import Interactions
from bot.sandbox.member_files import MemberFiles
from bot.sandbox.message_payloads import Message
from bot.sandbox.messages import Messages
from bot.sandbox.modal_data import Fields, modal_data
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import ClientRefusal
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.world import Channel, User, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Turns what a member does into interactions, and delivers them."""

    settings: SandboxSettings
    world: World
    messages: Messages
    interactions: Interactions
    commands: CommandData
    files: MemberFiles
    gateway: Gateway

    def command(
        self, user: User, channel_id: int, typed: Typed, *, is_user_install: bool = False
    ) -> Interaction:
        """Use a slash command.

        Raises:
            ClientRefusal: The client would not send this.
        """
        channel = self._channel(user, channel_id)
        if self.world.gone.bot_is_out and channel.user_id is None and not is_user_install:
            raise ClientRefusal("There is no such command.")
        data = self.commands.build(typed, user, channel)
        return self._deliver(
            self.interactions.new(
                Kind.COMMAND, user, channel, data, is_user_install=is_user_install
            )
        )

    async def complete(self, user: User, channel_id: int, typed: Typed) -> list[Payload]:
        """Ask for an option's completions and return the choices.

        Raises:
            ClientRefusal: There is no such option, or no answer came in time.
        """
        channel = self._channel(user, channel_id)
        data = self.commands.build(typed, user, channel)
        interaction = self._deliver(self.interactions.new(Kind.AUTOCOMPLETE, user, channel, data))
        await interaction.settled.wait()
        if interaction.choices is None:
            raise ClientRefusal(interaction.failed or "Loading options failed")
        return interaction.choices

    def press(
        self, user: User, message_id: int, custom_id: str, values: Sequence[str] = ()
    ) -> Interaction:
        """Press a button, or choose in a select menu.

        Raises:
            ClientRefusal: The member does not see it, or cannot press it.
        """
        message = self._seen(user, message_id)
        shown = self.messages.payload(message)
        data = component_data(shown["components"], custom_id, values)
        channel = self.world.channel(message.channel_id)
        return self._deliver(
            self.interactions.new(Kind.COMPONENT, user, channel, data, source=message)
        )

    def submit(
        self,
        user: User,
        interaction_id: int,
        fields: Fields,
        files: Mapping[str, Sequence[Upload]] | None = None,
    ) -> Interaction:
        """Submit the modal that an interaction was answered with.

        Raises:
            ClientRefusal: There is no such modal, or it is not filled in well.
        """
        opener = self.interactions.get(interaction_id)
        if opener is None or opener.modal is None or opener.user.id != user.id:
            raise ClientRefusal("There is no form to submit.")
        resolved: Payload = {}
        uploaded = {
            custom_id: [self.files.attach(each, opener.channel, resolved) for each in uploads]
            for custom_id, uploads in (files or {}).items()
        }
        data = modal_data(opener.modal, {**fields, **uploaded})
        if resolved:
            data["resolved"] = resolved
        return self._deliver(
            self.interactions.new(
                Kind.MODAL, user, opener.channel, data, source=opener.source, opener=opener
            )
        )

    def say(self, user: User, channel_id: int, text: str) -> Message:
        """Write an ordinary message.

        Raises:
            ClientRefusal: The member does not see that channel.
        """
        channel = self._channel(user, channel_id)
        message = self.messages.new(channel.id, user.id, Draft(content=text))
        self.messages.add(message)
        return message

    def delete(self, user: User, message_id: int) -> None:
        """Delete a message, as its author, a moderator, or whoever alone sees it.

        Raises:
            ClientRefusal: The member may not.
        """
        message = self._seen(user, message_id)
        if not (user.is_moderator or user.id in {message.author_id, message.only_for}):
            raise ClientRefusal("You may not delete this message.")
        self.messages.remove(message)

    def _deliver(self, interaction: Interaction) -> Interaction:
        limit = self.settings.attachment_size_limit
        self.interactions.start(interaction)
        self.gateway.deliver(delivery(self.world, self.messages, interaction, limit))
        return interaction

    def _channel(self, user: User, channel_id: int) -> Channel:
        if not self.world.can_see(user.id, channel_id):
            raise ClientRefusal("There is no such channel.")
        return self.world.channel(channel_id)

    def _seen(self, user: User, message_id: int) -> Message:
        if self.messages.has(message_id):
            message = self.messages.get(message_id)
            visible = self.world.can_see(user.id, message.channel_id)
            if visible and message.only_for in {None, user.id}:
                return message
        raise ClientRefusal("There is no such message.")
