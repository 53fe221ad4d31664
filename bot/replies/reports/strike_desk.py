"""Giving, showing and lifting warnings and strikes, and the one appeal against each."""

import aiohttp
import discord
import structlog

from bot.domain.moderation.strikes import AppealStatus, NewStrike, Outcome, Strike, StrikeKind
from bot.errors import NotAllowed
from bot.generation.moderation.barring import Barring
from bot.replies.parts.block_words import rejected_words
from bot.replies.parts.buttons import id_in
from bot.replies.parts.forms import PlainModal
from bot.replies.parts.moderators import Moderators, check_not_own
from bot.replies.parts.sparing import Sparing
from bot.replies.reports.appeal_cards import AppealCards
from bot.replies.reports.case_words import told_text
from bot.replies.reports.strike_notices import StrikeNotices
from bot.replies.reports.strike_panel import appeal_modal, deny_modal, strikes_panel
from bot.replies.reports.strike_words import kind_names
from bot.store.appeals import Appeals
from bot.store.strikes import Strikes
from bot.texts import gettext as _
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_NOBODY = discord.AllowedMentions.none()


class StrikeDesk:
    """Checks who asks against the row, changes it, and lets everybody concerned know."""

    def __init__(  # noqa: PLR0913 - a strike touches all of these
        self,
        *,
        moderators: Moderators,
        sparing: Sparing,
        strikes: Strikes,
        appeals: Appeals,
        notices: StrikeNotices,
        cards: AppealCards,
        barring: Barring,
        time: Time,
    ) -> None:
        self._moderators = moderators
        self._sparing = sparing
        self._strikes = strikes
        self._appeals = appeals
        self._notices = notices
        self._cards = cards
        self._barring = barring
        self._time = time

    async def give(
        self,
        interaction: discord.Interaction,
        member: discord.User | discord.Member,
        kind: StrikeKind,
        reason: str,
    ) -> None:
        """Warn a member, or give a strike, without a case.

        Raises:
            NotAllowed: Not a moderator here, or *member* is a bot.
            StorageUnavailable: The database does not take it.
        """
        server_id = await self._moderators.check(interaction)
        if member.bot:
            raise NotAllowed(_("`member` is a bot: choose a person."))
        await interaction.response.defer(ephemeral=True, thinking=True)
        is_spared = await self._sparing.is_spared(server_id, member)
        new = NewStrike(
            server_id=server_id,
            member_id=member.id,
            kind=kind,
            moderator_id=interaction.user.id,
            reason=reason,
            locale=str(interaction.guild_locale or interaction.locale),
            at=self._time.now(),
            spares=is_spared,
        )
        outcome = await self._strikes.give(new)
        self._barring.follow(server_id, outcome.ended)
        logger.info("strike given", server=server_id, strike=outcome.strike.id, kind=kind)
        is_told = await self._tell(outcome)
        done = _("{kind} for {member}.").format(kind=kind_names()[kind], member=f"<@{member.id}>")
        lines = [done, told_text(is_told=is_told)]
        if outcome.also:
            lines.append(_("With that they are blocked, by the server's rule."))
        lines.extend(filter(None, [rejected_words(len(outcome.ended))]))
        await interaction.edit_original_response(content="\n".join(lines), allowed_mentions=_NOBODY)

    async def show(
        self, interaction: discord.Interaction, member: discord.User | discord.Member | None
    ) -> None:
        """Show a member's own, or anybody's to a moderator.

        Raises:
            NotAllowed: Another's, and not a moderator here.
            StorageUnavailable: The database does not answer.
        """
        if interaction.guild_id is None:
            raise NotAllowed(_("This works in a server."))
        whose = interaction.user if member is None else member
        moderates = whose.id != interaction.user.id
        if moderates:
            await self._moderators.check(interaction)
        view = await self._panel(interaction.guild_id, whose.id, moderates=moderates)
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=_NOBODY)

    async def lift(self, interaction: discord.Interaction, digits: str) -> None:
        """Lift one, in the panel.

        Raises:
            NotAllowed: Not a moderator there, or it does not count any more.
            StorageUnavailable: The database does not take it.
        """
        server_id = await self._moderators.check(interaction)
        await self._check_not_own(interaction, digits, server_id)
        await interaction.response.defer()
        outcome = await self._strikes.lift(
            id_in(digits), server_id, interaction.user.id, self._time.now()
        )
        lifted = _known(outcome)
        if not lifted.is_first:
            raise NotAllowed(_("It does not count any more."))
        await self._settled(lifted)
        view = await self._panel(server_id, lifted.strike.member_id, moderates=True)
        await interaction.edit_original_response(view=view, allowed_mentions=_NOBODY)

    async def appeal_form(self, interaction: discord.Interaction, digits: str) -> PlainModal:
        """Return the modal in which a member appeals against their own.

        Raises:
            NotAllowed: It is not theirs, is over, or was appealed against.
            StorageUnavailable: The database does not answer.
        """
        strike = await self._strikes.get(id_in(digits))
        if strike is None or strike.member_id != interaction.user.id:
            raise _unknown()
        self._check_may_appeal(strike)
        return appeal_modal(strike)

    async def appeal(self, interaction: discord.Interaction, digits: str, words: str) -> None:
        """Take the appeal and show it to the moderators; its button goes out.

        Raises:
            NotAllowed: It is not theirs, is over, or was appealed against.
            StorageUnavailable: The database does not take it.
        """
        await interaction.response.defer()
        now = self._time.now()
        outcome = _known(await self._appeals.appeal(id_in(digits), interaction.user.id, words, now))
        if not outcome.is_first:
            self._check_may_appeal(outcome.strike)
            raise NotAllowed(_("You have appealed against this already: once is the most."))
        is_shown = await self._cards.show(outcome.strike.id)
        text = _("✋ Your appeal is kept, and the moderators read it. I tell you what they decide.")
        if is_shown is None:
            text = _(
                "✋ Your appeal is kept, but this server has set no channel for its moderators. "
                "Please write to one as well."
            )
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=_NOBODY)
        await _put_out(interaction, f"easel:appeal:{outcome.strike.id}")

    async def grant(self, interaction: discord.Interaction, digits: str) -> None:
        """Grant an appeal.

        Raises:
            NotAllowed: Not a moderator there, or somebody was quicker.
            StorageUnavailable: The database does not take it.
        """
        server_id = await self._moderators.check(interaction)
        await self._check_not_own(interaction, digits, server_id)
        await interaction.response.defer()
        outcome = await self._appeals.grant(
            id_in(digits), server_id, interaction.user.id, self._time.now()
        )
        await self._decided(outcome)

    async def deny_form(self, interaction: discord.Interaction, digits: str) -> PlainModal:
        """Return the modal that asks why an appeal is denied.

        Raises:
            NotAllowed: Not a moderator there, or somebody was quicker.
            StorageUnavailable: The database does not answer.
        """
        server_id = await self._moderators.check(interaction)
        strike = await self._strikes.get(id_in(digits))
        if strike is None or strike.server_id != server_id or strike.appeal is None:
            raise _unknown()
        if strike.appeal_status is not AppealStatus.OPEN:
            raise _already(strike)
        return deny_modal(strike)

    async def deny(self, interaction: discord.Interaction, digits: str, answer: str) -> None:
        """Deny an appeal, with the reason.

        Raises:
            NotAllowed: Not a moderator there, or somebody was quicker.
            StorageUnavailable: The database does not take it.
        """
        server_id = await self._moderators.check(interaction)
        await interaction.response.defer()
        outcome = await self._appeals.deny(
            id_in(digits), server_id, interaction.user.id, answer, self._time.now()
        )
        await self._decided(outcome)

    async def _check_not_own(
        self, interaction: discord.Interaction, digits: str, server_id: int
    ) -> None:
        strike = await self._strikes.get(id_in(digits))
        if strike is not None and strike.server_id == server_id:
            check_not_own(interaction, strike.member_id)

    async def _decided(self, found: Outcome | None) -> None:
        outcome = _known(found)
        if not outcome.is_first:
            raise _already(outcome.strike)
        await self._settled(outcome)

    async def _settled(self, outcome: Outcome) -> None:
        self._barring.follow(outcome.strike.server_id, ())
        if outcome.strike.appeal is not None:
            await self._cards.show(outcome.strike.id)
        await self._tell(outcome)

    async def _tell(self, outcome: Outcome) -> bool:
        told = [await self._notices.tell(one.id) for one in (outcome.strike, *outcome.also)]
        return all(told)

    async def _panel(
        self, server_id: int, member_id: int, *, moderates: bool
    ) -> discord.ui.LayoutView:
        shown, count = await self._strikes.newest(server_id, member_id)
        return strikes_panel(member_id, shown, count, self._time.now(), moderates=moderates)

    def _check_may_appeal(self, strike: Strike) -> None:
        if strike.appeal_status is not AppealStatus.NONE:
            raise NotAllowed(_("You have appealed against this already: once is the most."))
        if not strike.is_active(self._time.now()):
            raise NotAllowed(_("It does not count any more: there is nothing to appeal against."))


async def _put_out(interaction: discord.Interaction, custom_id: str) -> None:
    """Disable the button that was pressed; a message that cannot be edited keeps it."""
    if interaction.message is None:
        return
    view = discord.ui.LayoutView.from_message(interaction.message, timeout=None)
    for item in view.walk_children():
        if isinstance(item, discord.ui.Button) and item.custom_id == custom_id:
            item.disabled = True
    try:
        await interaction.edit_original_response(view=view, allowed_mentions=_NOBODY)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        logger.info("button not put out", fault=type(error).__name__)


def _known(outcome: Outcome | None) -> Outcome:
    if outcome is None:
        raise _unknown()
    return outcome


def _unknown() -> NotAllowed:
    return NotAllowed(_("I do not know this one, or it is not yours to decide about."))


def _already(strike: Strike) -> NotAllowed:
    if strike.decided_by is None:
        return NotAllowed(_("It does not count any more."))
    return NotAllowed(
        _("{moderator} was quicker: this appeal is decided.").format(
            moderator=f"<@{strike.decided_by}>"
        )
    )
