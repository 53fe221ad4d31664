"""*Report*: from an image to a row, and to the moderators' channel if there is one."""

import discord
import structlog

from bot.domain.generation import DM_SERVER_ID, Generation, Status
from bot.domain.report import MAX_REASON_LENGTH, NewReport, ReportKind
from bot.errors import NotAllowed, StorageUnavailable
from bot.replies.parts.forms import PlainModal
from bot.replies.parts.place import is_member_here
from bot.replies.pictures.finished import Finished, may_use
from bot.replies.pictures.own_images import OwnImages
from bot.replies.reports.case_cards import CaseCards
from bot.replies.reports.report_form import report_modal
from bot.replies.reports.report_targets import Reported, ReportTargets
from bot.replies.reports.reported_pictures import ReportedPictures
from bot.store.reports import MOST_A_DAY, Added, Reports
from bot.texts import gettext as _
from bot.texts import number
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)


class Reporting:
    """Opens the modal, keeps what was filled in, and tells the moderators."""

    def __init__(
        self,
        *,
        own: OwnImages,
        finished: Finished,
        pictures: ReportedPictures,
        targets: ReportTargets,
        reports: Reports,
        cards: CaseCards,
        time: Time,
    ) -> None:
        self._own = own
        self._finished = finished
        self._pictures = pictures
        self._targets = targets
        self._reports = reports
        self._cards = cards
        self._time = time

    async def about_message(
        self, interaction: discord.Interaction, message: discord.Message
    ) -> PlainModal:
        """Return the modal about the image in *message*.

        Raises:
            NotAllowed: There are no moderators here, no image, or it was reported already.
            StorageUnavailable: Database or disk do not answer.
        """
        _check_has_moderators(interaction)
        shown = await self._own.shown_by(interaction, message)
        # What Discord shows can be reported all the same: one that is not finished, for example.
        generation = shown if shown is not None and may_use(interaction, shown) else None
        if shown is None:
            generation = shown = await self._entry(interaction, message)
        await self._check_is_new(interaction, message.id, generation)
        if generation is None:
            await self._pictures.keep(interaction, message)
        return await self._form(
            interaction,
            Reported(
                generation_id=generation.id if generation else 0,
                channel_id=message.channel.id,
                message_id=message.id,
                author_id=shown.place.member_id if shown else message.author.id,
            ),
        )

    async def about_generation(self, interaction: discord.Interaction, digits: str) -> PlainModal:
        """Return the modal about the image whose panel was pressed.

        Raises:
            NotAllowed: As ``about_message`` says, or it is not known.
            StorageUnavailable: The database does not answer.
        """
        _check_has_moderators(interaction)
        generation = await self._finished.named(interaction, digits)
        place = generation.place
        pressed_id = interaction.message.id if interaction.message else interaction.id
        message_id = place.message_id or pressed_id  # one that names it, though none that it shows
        await self._check_is_new(interaction, message_id, generation)
        return await self._form(
            interaction,
            Reported(
                generation_id=generation.id,
                channel_id=place.channel_id,
                message_id=message_id,
                author_id=place.member_id,
            ),
        )

    async def report(
        self, interaction: discord.Interaction, message_id: int, kind: ReportKind, reason: str
    ) -> None:
        """Keep the report and tell the moderators; answer what has become of it.

        Raises:
            NotAllowed: There are no moderators here, it is not known, or it is one too many.
            StorageUnavailable: The database does not take it.
        """
        _check_has_moderators(interaction)
        reported = await self._targets.named(interaction, message_id)
        generation = None
        if reported.generation_id:  # it was theirs to see when the form was opened
            generation = await self._finished.found(reported.generation_id)
            if generation is None or generation.deleted_at is not None:
                raise _deleted()
        await interaction.response.defer(ephemeral=True, thinking=True)
        report = NewReport(
            generation_id=generation.id if generation else None,
            server_id=interaction.guild_id or DM_SERVER_ID,
            channel_id=reported.channel_id,
            message_id=reported.message_id,
            reporter_id=interaction.user.id,
            author_id=generation.place.member_id if generation else reported.author_id,
            kind=kind,
            reason=reason[:MAX_REASON_LENGTH],
            created_at=self._time.now(),
            locale=str(interaction.guild_locale or interaction.locale),
        )
        added, case_id = await self._reports.add(report)
        _check_added(added)
        logger.info("reported", server=report.server_id, generation=report.generation_id)
        is_told = await self._told(case_id)
        await interaction.edit_original_response(content=_thanks(added, is_told=is_told))

    async def _entry(
        self, interaction: discord.Interaction, message: discord.Message
    ) -> Generation | None:
        """Return the entry of a session that *message* shows to all: its own card is private."""
        posted = await self._own.posted_as(interaction, message)
        if posted is None or posted.place.server_id != interaction.guild_id:
            return None
        if posted.deleted_at is not None:
            raise _deleted()
        return posted if posted.status is Status.DELIVERED else None

    async def _form(self, interaction: discord.Interaction, reported: Reported) -> PlainModal:
        await self._targets.keep(interaction, reported)
        return report_modal(reported.message_id)

    async def _told(self, case_id: int) -> bool | None:
        """Show the case; the report is kept, so what fails now is done later by a sweep."""
        try:
            return await self._cards.show(case_id)
        except StorageUnavailable as error:
            logger.warning("case not shown", case=case_id, fault=repr(error.__cause__ or error))
            return False

    async def _check_is_new(
        self, interaction: discord.Interaction, message_id: int, generation: Generation | None
    ) -> None:
        generation_id = generation.id if generation else None
        if await self._reports.has(interaction.user.id, message_id, generation_id):
            raise _twice()


def _check_has_moderators(interaction: discord.Interaction) -> None:
    if interaction.guild_id is None or not is_member_here(interaction):
        raise NotAllowed(
            _(
                "There are no moderators here that I could tell: I am no member of a server here. "
                "Please use Discord's own way to report it."
            ),
        )


def _check_added(added: Added) -> None:
    if added is Added.TWICE:
        raise _twice()
    if added is Added.TOO_MANY:
        raise NotAllowed(
            _("You have sent {n} reports within a day, which is the most.").format(
                n=number(MOST_A_DAY)
            ),
        )


def _deleted() -> NotAllowed:
    return NotAllowed(_("This was deleted, so nothing can be done with it any more."))


def _twice() -> NotAllowed:
    return NotAllowed(_("You have reported this already. The moderators have it."))


def _thanks(added: Added, *, is_told: bool | None) -> str:
    if is_told and added is Added.CLOSED:  # an old card that changes tells nobody
        return "🚩 " + _(
            "Thank you. The moderators have looked at this image before and kept it. Your report "
            "stands with it; if it cannot wait, please write to a moderator as well."
        )
    if is_told:
        return "🚩 " + _("Thank you. The moderators have been told.")
    if is_told is None:
        return "🚩 " + _(
            "Your report is kept, but this server has set no channel for reports, so nobody was "
            "told. Please write to a moderator as well."
        )
    return "🚩 " + _(
        "Your report is kept, but I could not post it in the moderators' channel yet. I try again; "
        "if it cannot wait, please write to a moderator as well."
    )
