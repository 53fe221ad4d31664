"""Messages that answer an interaction: made, edited, and told apart by who may see them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.sandbox.cdn import Upload
from bot.sandbox.drafts import EPHEMERAL, LOADING, Composer, Draft
from bot.sandbox.interaction import Interaction, Kind
from bot.sandbox.interaction_payloads import message_extra
from bot.sandbox.interactions import Interactions
from bot.sandbox.message_payloads import Message
from bot.sandbox.messages import Messages
from bot.sandbox.payloads import Payload
from bot.sandbox.world import World

_PLAIN, _SLASH_COMMAND, _CONTEXT_MENU = 0, 20, 23


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """What the callback route and the webhook routes both do with messages."""

    world: World
    messages: Messages
    interactions: Interactions
    composer: Composer

    def create(
        self,
        interaction: Interaction,
        body: Payload,
        files: Mapping[int, Upload],
        *,
        is_followup: bool,
    ) -> Message:
        """Add a message that answers the interaction.

        Raises:
            DiscordRefusal: The body breaks a rule.
        """
        is_ephemeral = bool(int(body.get("flags") or 0) & EPHEMERAL)
        draft = self.composer.create(body, files, interaction.channel.id, is_ephemeral=is_ephemeral)
        return self._add(interaction, draft, is_followup=is_followup)

    def think(self, interaction: Interaction, *, is_ephemeral: bool) -> Message:
        """Add the "thinking" placeholder."""
        flags = LOADING | (EPHEMERAL if is_ephemeral else 0)
        return self._add(interaction, Draft(flags=flags), is_followup=False)

    def edit(self, message: Message, body: Payload, files: Mapping[int, Upload]) -> Message:
        """Edit a message; what the body leaves out stays.

        Raises:
            DiscordRefusal: The body breaks a rule.
        """
        draft = self.composer.edit(message.draft, body, files, message.channel_id)
        self.messages.change(message, draft)
        return message

    def _add(self, interaction: Interaction, draft: Draft, *, is_followup: bool) -> Message:
        kind = _PLAIN
        if interaction.kind is Kind.COMMAND and not is_followup:
            kind = _SLASH_COMMAND if interaction.data.get("type") == 1 else _CONTEXT_MENU
        message = self.messages.new(
            interaction.channel.id,
            self.world.bot.id,
            draft,
            kind=kind,
            only_for=interaction.user.id if draft.is_ephemeral else None,
            extra=message_extra(self.world, interaction, is_followup=is_followup),
        )
        # Known before the message is told of, so that whoever waits for the reply knows it.
        if is_followup:
            interaction.followup_ids.append(message.id)
        else:
            self.interactions.shown_by(interaction, message.id)
        self.messages.add(message)
        return message
