"""Members as tests and the demo drive them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.sandbox.acts import Acts
from bot.sandbox.cdn import Upload
from bot.sandbox.command_data import Typed
from bot.sandbox.hub import Hub
from bot.sandbox.interaction import Interaction
from bot.sandbox.invocation import Invocation
from bot.sandbox.messages import Messages
from bot.sandbox.modal_data import Fields
from bot.sandbox.payloads import Payload
from bot.sandbox.talk import Talk
from bot.sandbox.world import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member, with the things that a person does in a client.

    Attributes:
        user: Who it is.
        channel_id: Where the member is unless a call says otherwise.
    """

    user: User
    channel_id: int
    acts: Acts
    talk: Talk
    messages: Messages
    hub: Hub

    async def invoke(
        self,
        command: str,
        options: Mapping[str, object] | None = None,
        attachments: Mapping[str, Upload] | None = None,
        *,
        channel_id: int | None = None,
        checked: bool = True,
        user_install: bool = False,
    ) -> Invocation:
        """Use a slash command such as ``imagine`` or ``style save``.

        Args:
            command: The command with its subcommands.
            options: Values by option name.
            attachments: Files by option name.
            channel_id: Another channel than the member's.
            checked: Check the options as Discord's client does; False sends them all the same.
            user_install: Act as if the app were installed by the member only.

        Raises:
            ClientRefusal: The client would not send this.
        """
        typed = Typed(
            name=command,
            options=options or {},
            attachments=attachments or {},
            is_checked=checked,
        )
        return self._invocation(
            self.acts.command(
                self.user, channel_id or self.channel_id, typed, is_user_install=user_install
            )
        )

    async def autocomplete(
        self,
        command: str,
        focused: str,
        options: Mapping[str, object] | None = None,
        *,
        channel_id: int | None = None,
    ) -> list[Payload]:
        """Return the choices offered for the option *focused*.

        Raises:
            ClientRefusal: It has no completions, or no answer came in time.
        """
        typed = Typed(name=command, options=options or {}, focused=focused)
        return await self.acts.complete(self.user, channel_id or self.channel_id, typed)

    async def press(
        self, message_id: int | str, custom_id: str, values: Sequence[str] = ()
    ) -> Invocation:
        """Press a button, or choose *values* in a select menu.

        Raises:
            ClientRefusal: It is not there, disabled, or the choice is not possible.
        """
        return self._invocation(self.acts.press(self.user, int(message_id), custom_id, values))

    async def submit_modal(
        self,
        invocation: Invocation,
        fields: Fields,
        attachments: Mapping[str, Sequence[Upload]] | None = None,
    ) -> Invocation:
        """Submit the modal that *invocation* was answered with.

        Raises:
            ClientRefusal: There is none, or the client would not submit it.
        """
        interaction_id = invocation.interaction_id
        return self._invocation(self.acts.submit(self.user, interaction_id, fields, attachments))

    async def use_on_message(self, message_id: int | str, name: str) -> Invocation:
        """Use the command *name* of a message's context menu.

        Raises:
            ClientRefusal: The message is not to be seen, or there is no such command.
        """
        return self._invocation(self.acts.use_on_message(self.user, int(message_id), name))

    async def use_on_user(
        self, user_id: int | str, name: str, *, channel_id: int | None = None
    ) -> Invocation:
        """Use the command *name* of a user's context menu.

        Raises:
            ClientRefusal: There is no such user, or no such command.
        """
        where = channel_id or self.channel_id
        return self._invocation(self.acts.use_on_user(self.user, where, int(user_id), name))

    def say(
        self, text: str, *, files: Sequence[Upload] = (), channel_id: int | None = None
    ) -> Payload:
        """Write an ordinary message, with files if there are any, and return it.

        Raises:
            ClientRefusal: The member does not see that channel, or it would not be sent.
        """
        message = self.talk.say(self.user, channel_id or self.channel_id, text, files)
        return self.messages.client_payload(message)

    def delete(self, message_id: int | str) -> None:
        """Delete a message, if the member may.

        Raises:
            ClientRefusal: The member may not.
        """
        self.talk.delete(self.user, int(message_id))

    def _invocation(self, interaction: Interaction) -> Invocation:
        return Invocation(interaction, self.messages, self.hub)
