"""The pages of `/setup`, read anew at each press, so that two moderators may set up at once."""

from collections.abc import Collection
from dataclasses import replace

import discord

from bot.domain.generation import Place
from bot.domain.moderation.asker import Asker
from bot.errors import InvalidRequest, NotAllowed
from bot.generation.moderation.choosing import Chooser, everyone_daily
from bot.generation.moderation.image_gate import ImageGate
from bot.generation.moderation.policies import Policies, Rulebook
from bot.replies.parts.moderators import Moderators, is_admin
from bot.replies.parts.place import place_of
from bot.replies.setup.allowances import Allowances
from bot.replies.setup.bot_permissions import needed_permissions, permission_lines
from bot.replies.setup.member_rules import Where, member_rules
from bot.replies.setup.set_up import SetUp
from bot.replies.setup.setup_panel import setup_panel
from bot.replies.setup.steps import Step
from bot.store.quotas import Quotas
from bot.texts import gettext as _

_NOBODY = 0  # no member, so that no quota of one counts
Found = discord.abc.GuildChannel | discord.Thread


class SetupDesk:
    """Builds pages, and lets nobody but moderators of the server have one."""

    def __init__(
        self,
        moderators: Moderators,
        policies: Policies,
        quotas: Quotas,
        allowances: Allowances,
        gate: ImageGate,
    ) -> None:
        self._moderators = moderators
        self._policies = policies
        self._quotas = quotas
        self._allowances = allowances
        self._gate = gate

    async def chooser(self, interaction: discord.Interaction) -> Chooser:
        """Return who chooses for which server.

        Raises:
            NotAllowed: No moderator of it.
            StorageUnavailable: The roles cannot be read now.
        """
        server_id = await self._moderators.check(interaction)
        return Chooser(server_id=server_id, moderator_id=interaction.user.id)

    async def page(
        self, interaction: discord.Interaction, step: Step, channel_id: int = 0
    ) -> discord.ui.LayoutView:
        """Return a page as everything stands now; *channel_id* is what is set up or looked at.

        Raises:
            NotAllowed: The presser is no moderator of the server.
            StorageUnavailable: The rules cannot be read now.
        """
        server_id = await self._moderators.check(interaction)
        book = await self._policies.of(server_id)
        daily = await self._quotas.get(everyone_daily(server_id))
        checked: list[str] = []
        if step is Step.CHECK:
            channel_id = channel_id or _ruling_channel(interaction)
            checked = await self._checked(interaction, book, channel_id)
        return setup_panel(
            step,
            SetUp(
                book=book,
                channel_id=channel_id,
                is_admin=is_admin(interaction),
                daily_images=daily.images if daily else None,
                checked=checked,
                is_looked_at=self._gate.looks_at(book, _looked_at_place(interaction)),
            ),
        )

    async def _checked(
        self, interaction: discord.Interaction, book: Rulebook, channel_id: int
    ) -> list[str]:
        """Return what a member without roles can do in that channel, and what the bot may do."""
        channel = found_channel(interaction, channel_id)
        place = replace(
            place_of(interaction, is_private=True),
            member_id=_NOBODY,
            channel_id=channel_id,
            parent_channel_id=None,
            is_age_restricted=is_age_restricted(channel),
        )
        return [
            *member_rules(
                book,
                Where(
                    channel_id=channel_id,
                    is_age_restricted=place.is_age_restricted,
                    is_looked_at=self._gate.looks_at(book, place),
                ),
                await self._allowances.lines(place, Asker(role_ids=frozenset())),
            ),
            "",
            "**" + _("My permissions in {channel}").format(channel=f"<#{channel_id}>") + "**",
            *permission_lines(needed_permissions(channel)),
            "",
            "**" + _("Moderators' channel") + "**",
            *_moderators_lines(interaction, book),
        ]


def _looked_at_place(interaction: discord.Interaction) -> Place:
    """Return some place for everyone, whichever channel it is asked in."""
    place = place_of(interaction, is_private=True)
    return replace(place, channel_id=0, parent_channel_id=None, is_age_restricted=False)


def found_channel(interaction: discord.Interaction, channel_id: int) -> Found:
    """Return a channel of the server that *interaction* comes from.

    Raises:
        NotAllowed: There is none of that id there, or the bot cannot see it.
    """
    guild = interaction.guild
    channel = None if guild is None else guild.get_channel_or_thread(channel_id)
    if channel is None or not channel.permissions_for(channel.guild.me).view_channel:
        raise NotAllowed(
            _("I cannot see <#{channel}>: give me View Channel there, or choose another.").format(
                channel=channel_id
            )
        )
    return channel


def check_postable(interaction: discord.Interaction, channel_id: int) -> None:
    """Let a channel pass in which the bot can post for moderators.

    Raises:
        NotAllowed: It cannot, and why.
    """
    channel = found_channel(interaction, channel_id)
    missing = [
        needed.name
        for needed in needed_permissions(channel, is_for_moderators=True)
        if not needed.is_granted
    ]
    if missing:
        raise NotAllowed(
            _(
                "I may not post in <#{channel}>: give me {permissions} there first, or choose "
                "another."
            ).format(channel=channel_id, permissions=", ".join(missing))
        )


def check_not_everybody(server_id: int, role_ids: Collection[int]) -> None:
    """Let roles pass that not every member has: Discord offers `@everyone` among them.

    Raises:
        NotAllowed: It is one of them; its id is the server's.
    """
    if server_id in role_ids:
        raise NotAllowed(_("Every member would moderate: please choose other roles."))


def check_mature(interaction: discord.Interaction, channel_id: int) -> None:
    """Let a channel pass in which Discord asks for the age.

    Raises:
        InvalidRequest: It does not.
    """
    if not is_age_restricted(found_channel(interaction, channel_id)):
        raise InvalidRequest(
            "level",
            _("Mature"),
            _("mark the channel as age-restricted in Discord's own channel settings first"),
        )


def is_age_restricted(channel: Found) -> bool:
    """Tell whether Discord asks for the age there; of a thread, its parent says it."""
    if isinstance(channel, discord.Thread):
        return channel.is_nsfw()
    return bool(getattr(channel, "nsfw", False))


def _ruling_channel(interaction: discord.Interaction) -> int:
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        return channel.parent_id
    return interaction.channel_id or 0


def _moderators_lines(interaction: discord.Interaction, book: Rulebook) -> list[str]:
    if book.moderators_channel_id is None:
        return [
            "❌ "
            + _("None is chosen: what has to be reviewed is refused, and reports are kept only.")
        ]
    try:
        channel = found_channel(interaction, book.moderators_channel_id)
    except NotAllowed as error:
        return [f"❌ {error}"]
    needed = needed_permissions(channel, is_for_moderators=True)
    lines = [f"<#{book.moderators_channel_id}>", *permission_lines(needed)]
    if channel.permissions_for(channel.guild.default_role).view_channel:
        lines.append("⚠️ " + _("Every member can read it: make it private."))
    return lines
