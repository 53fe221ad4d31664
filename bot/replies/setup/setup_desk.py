"""The pages of `/setup`, read anew at each press, so that two moderators may set up at once."""

import discord

from bot.errors import InvalidRequest, NotAllowed
from bot.generation.moderation.choosing import Chooser, everyone_daily
from bot.generation.moderation.policies import Policies, Rulebook
from bot.replies.parts.moderators import Moderators, is_admin
from bot.replies.setup.bot_permissions import needed_permissions, permission_lines
from bot.replies.setup.member_rules import Where, member_rules
from bot.replies.setup.set_up import SetUp
from bot.replies.setup.setup_panel import setup_panel
from bot.replies.setup.steps import Step
from bot.store.quotas import Quotas
from bot.texts import gettext as _

Found = discord.abc.GuildChannel | discord.Thread


class SetupDesk:
    """Builds pages, and lets nobody but moderators of the server have one."""

    def __init__(self, moderators: Moderators, policies: Policies, quotas: Quotas) -> None:
        self._moderators = moderators
        self._policies = policies
        self._quotas = quotas

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
        if step is Step.CHECK and channel_id == 0:
            channel_id = _ruling_channel(interaction)
        return setup_panel(
            step,
            SetUp(
                book=book,
                channel_id=channel_id,
                is_admin=is_admin(interaction),
                daily_images=daily.images if daily else None,
                checked=_checked(interaction, book, channel_id) if step is Step.CHECK else (),
            ),
        )


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


def _checked(interaction: discord.Interaction, book: Rulebook, channel_id: int) -> list[str]:
    """Return what a member can do in that channel, and what the bot may do there."""
    channel = found_channel(interaction, channel_id)
    where = Where(channel_id=channel_id, is_age_restricted=is_age_restricted(channel))
    lines = [
        *member_rules(book, where),
        "",
        "**" + _("My permissions in {channel}").format(channel=f"<#{channel_id}>") + "**",
        *permission_lines(needed_permissions(channel)),
        "",
        "**" + _("Moderators' channel") + "**",
    ]
    if book.moderators_channel_id is None:
        return [
            *lines,
            "❌ "
            + _("None is chosen: what has to be reviewed is refused, and reports are kept only."),
        ]
    return [*lines, f"<#{book.moderators_channel_id}>", *_moderators_lines(interaction, book)]


def _moderators_lines(interaction: discord.Interaction, book: Rulebook) -> list[str]:
    try:
        channel = found_channel(interaction, book.moderators_channel_id or 0)
    except NotAllowed as error:
        return [f"❌ {error}"]
    lines = permission_lines(needed_permissions(channel, is_for_moderators=True))
    if channel.permissions_for(channel.guild.default_role).view_channel:
        lines.append("⚠️ " + _("Every member can read it: make it private."))
    return lines
