"""What people do that a bot hears of: use a command, ask for completions, press, submit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.sandbox.cdn import Upload
from bot.sandbox.command_data import CommandData, Typed
from bot.sandbox.command_rules import MESSAGE_MENU, SLASH, USER_MENU
from bot.sandbox.component_data import component_data, pressable
from bot.sandbox.gateway import Gateway
from bot.sandbox.installs import Owners, owners_by_user, owners_of_press
from bot.sandbox.interaction import Interaction, Kind
from bot.sandbox.interaction_payloads import delivery
from bot.sandbox.interactions import Interactions
from bot.sandbox.member_files import MemberFiles
from bot.sandbox.menu_data import MenuData
from bot.sandbox.messages import Messages
from bot.sandbox.modal_data import Fields, modal_data
from bot.sandbox.offers import Offers
from bot.sandbox.payloads import Payload
from bot.sandbox.picks import Picks
from bot.sandbox.places import Channel
from bot.sandbox.refusals import ClientRefusal
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.sight import Sight
from bot.sandbox.world import User, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Turns what a member does into interactions, and delivers them."""

    settings: SandboxSettings
    world: World
    messages: Messages
    sight: Sight
    interactions: Interactions
    offers: Offers
    commands: CommandData
    menus: MenuData
    files: MemberFiles
    picks: Picks
    gateway: Gateway

    def command(
        self, user: User, channel_id: int, typed: Typed, *, is_user_install: bool = False
    ) -> Interaction:
        """Use a slash command.

        Raises:
            ClientRefusal: The client would not send this.
        """
        channel = self.sight.channel(user, channel_id)
        command = self.offers.find(SLASH, typed.words[0], channel)
        owners = owners_by_user(user) if is_user_install else None
        data = self.commands.build(command, typed, channel)
        return self._use(user, channel, command, data, owners, is_checked=typed.is_checked)

    def use_on_message(self, user: User, message_id: int, name: str) -> Interaction:
        """Use a command of the message's context menu ("Apps").

        Raises:
            ClientRefusal: The member does not see the message, or there is no such command.
        """
        target = self.sight.message(user, message_id)
        channel = self.world.channel(target.channel_id)
        command = self.offers.find(MESSAGE_MENU, name, channel)
        return self._use(user, channel, command, self.menus.of_message(command, target))

    def use_on_user(self, user: User, channel_id: int, target_id: int, name: str) -> Interaction:
        """Use a command of a user's context menu ("Apps").

        Raises:
            ClientRefusal: There is no such user, or no such command.
        """
        channel = self.sight.channel(user, channel_id)
        target = self.world.user(target_id)
        if target is None:
            raise ClientRefusal("There is no such user.")
        command = self.offers.find(USER_MENU, name, channel)
        return self._use(user, channel, command, self.menus.of_user(command, target, channel))

    async def complete(self, user: User, channel_id: int, typed: Typed) -> list[Payload]:
        """Ask for an option's completions and return the choices.

        Raises:
            ClientRefusal: There is no such option, or no answer came in time.
        """
        channel = self.sight.channel(user, channel_id)
        command = self.offers.find(SLASH, typed.words[0], channel)
        data = self.commands.build(command, typed, channel)
        owners = self.offers.owners(command, user, channel)
        interaction = self._deliver(
            self.interactions.new(Kind.AUTOCOMPLETE, user, channel, data, owners=owners)
        )
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
        message = self.sight.message(user, message_id)
        shown = self.messages.payload(message)
        component = pressable(shown["components"], custom_id)
        data = component_data(component, values)
        channel = self.world.channel(message.channel_id)
        resolved = self.picks.resolve(component, values, user, channel)
        if resolved:
            data["resolved"] = resolved
        owners = owners_of_press(self.world, message, channel)
        return self._deliver(
            self.interactions.new(
                Kind.COMPONENT, user, channel, data, owners=owners, source=message
            )
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
        attached: Payload = {}
        uploaded = {
            custom_id: [self.files.attach(each, opener.channel, attached) for each in uploads]
            for custom_id, uploads in (files or {}).items()
        }
        data = modal_data(opener.modal, {**fields, **uploaded})
        resolved = self.picks.resolve_all(opener.modal, data, user, opener.channel) | attached
        if resolved:
            data["resolved"] = resolved
        return self._deliver(
            self.interactions.new(
                Kind.MODAL,
                user,
                opener.channel,
                data,
                owners=opener.owners,
                source=opener.source,
                opener=opener,
            )
        )

    def _use(
        self,
        user: User,
        channel: Channel,
        command: Payload,
        data: Payload,
        owners: Owners | None = None,
        *,
        is_checked: bool = True,
    ) -> Interaction:
        if owners is None:
            owners = self.offers.owners(command, user, channel)
        if is_checked:
            self.offers.check(command, user, channel)
        return self._deliver(
            self.interactions.new(Kind.COMMAND, user, channel, data, owners=owners)
        )

    def _deliver(self, interaction: Interaction) -> Interaction:
        limit = self.settings.attachment_size_limit
        self.interactions.start(interaction)
        self.gateway.deliver(delivery(self.world, self.messages, interaction, limit))
        return interaction
