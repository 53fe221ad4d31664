"""`/mod rules`: what is allowed in a channel, as every member may read it."""

import discord

from bot.generation.moderation.image_gate import ImageGate
from bot.generation.moderation.policies import Policies
from bot.replies.parts.panels import Panel
from bot.replies.parts.place import asker_of, place_of
from bot.replies.setup.allowances import Allowances
from bot.replies.setup.member_rules import Where, member_rules
from bot.texts import gettext as _


class RulesPanels:
    """Builds the panel for whoever asks."""

    def __init__(self, policies: Policies, allowances: Allowances, gate: ImageGate) -> None:
        self._policies = policies
        self._gate = gate
        self._allowances = allowances

    async def panel(self, interaction: discord.Interaction) -> Panel:
        """Return the rules of the channel that *interaction* comes from.

        Raises:
            StorageUnavailable: They cannot be read now.
        """
        place = place_of(interaction, is_private=True)
        book = await self._policies.of(place.server_id)
        where = Where(
            channel_id=place.ruling_channel_id,
            is_age_restricted=place.is_age_restricted,
            is_looked_at=self._gate.looks_at(book, place),
        )
        allowances = await self._allowances.lines(place, asker_of(interaction))
        return rules_panel(member_rules(book, where, allowances))


def rules_panel(lines: list[str]) -> Panel:
    """Show the rules, one a line."""
    return Panel(_("What is allowed here"), ["\n".join(lines)])
