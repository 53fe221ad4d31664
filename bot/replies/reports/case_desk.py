"""What moderators do in a case: pressed in its card, checked against the row, done once."""

import aiohttp
import discord
import structlog

from bot.domain.generation import Generation
from bot.domain.moderation.cases import Case, CaseStatus, Measure, MeasureTaken
from bot.domain.moderation.log import Action, LogEntry
from bot.errors import NotAllowed, UserError
from bot.generation.moderation.barring import Barring
from bot.generation.moderation.known_images import KnownImages
from bot.replies.parts.block_words import longer_words, rejected_words
from bot.replies.parts.buttons import id_in
from bot.replies.parts.forms import PlainModal
from bot.replies.parts.moderators import Moderators, check_not_own
from bot.replies.parts.sparing import Sparing
from bot.replies.reports.case_card import measure_names
from bot.replies.reports.case_cards import CaseCards
from bot.replies.reports.case_ids import How
from bot.replies.reports.case_words import already, cannot_delete, removed_text, told_text
from bot.replies.reports.measure_form import MeasureForm, measure_modal
from bot.replies.reports.removal_panels import remove_question, removed_panel
from bot.replies.reports.strike_notices import StrikeNotices
from bot.replies.sending.card_removal import CardRemoval
from bot.store.cases import Cases
from bot.store.deletion import Deletion, Loosened
from bot.store.generations import Generations
from bot.store.measures import Taken, Wanted
from bot.texts import gettext as _
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_CANNOT_DELETE = 403


class CaseDesk:
    """Checks who presses, takes the measure, and lets the card and the author know."""

    def __init__(  # noqa: PLR0913 - a case touches all of these
        self,
        *,
        client: discord.Client,
        moderators: Moderators,
        sparing: Sparing,
        cases: Cases,
        cards: CaseCards,
        generations: Generations,
        deletion: Deletion,
        removal: CardRemoval,
        known: KnownImages,
        notices: StrikeNotices,
        barring: Barring,
        time: Time,
    ) -> None:
        self._client = client
        self._moderators = moderators
        self._sparing = sparing
        self._cases = cases
        self._cards = cards
        self._generations = generations
        self._deletion = deletion
        self._removal = removal
        self._known = known
        self._notices = notices
        self._barring = barring
        self._time = time

    async def keep(self, interaction: discord.Interaction, digits: str) -> None:
        """Close a case without consequence.

        Raises:
            NotAllowed: Not a moderator there, or somebody was quicker.
            StorageUnavailable: The database does not take it.
        """
        case = await self._case(interaction, digits)
        check_not_own(interaction, case.author_id)
        await interaction.response.defer()
        await self._take(interaction, case, Measure.KEEP, MeasureForm.nothing())
        await self._cards.show(case.id)

    async def reopen(self, interaction: discord.Interaction, digits: str) -> None:
        """Look at a kept case once more.

        Raises:
            NotAllowed: Not a moderator there.
            StorageUnavailable: The database does not take it.
        """
        case = await self._case(interaction, digits)
        await interaction.response.defer()
        now = self._time.now()
        await self._cases.reopen(case.id, case.server_id, interaction.user.id, now)
        await self._cards.show(case.id)

    async def ask_to_remove(self, interaction: discord.Interaction, digits: str) -> None:
        """Ask once more, and say what goes.

        Raises:
            NotAllowed: Not a moderator there, or the case is closed, or it was removed.
            StorageUnavailable: The database does not answer.
        """
        case = await self._case(interaction, digits)
        await self._check_open(case, Measure.REMOVE)
        view = remove_question(case.id, is_ours=case.generation_id is not None)
        await interaction.response.send_message(view=view, ephemeral=True)

    async def remove(self, interaction: discord.Interaction, digits: str, how: How) -> None:
        """Remove all copies, and say what could not be removed.

        Raises:
            NotAllowed: Not a moderator there, somebody was quicker, or Discord does not let me.
            StorageUnavailable: Database or disk do not take it; pressed again, it goes on.
        """
        case = await self._case(interaction, digits)
        await interaction.response.defer()
        if how is How.BLOCK:
            await self._block_image(interaction, case)
        is_gone = await self._removed(interaction, case)
        await self._cards.show(case.id)
        await interaction.edit_original_response(view=removed_panel(is_gone=is_gone))

    async def form(
        self, interaction: discord.Interaction, digits: str, measure: Measure
    ) -> PlainModal:
        """Return the modal of a measure against the author.

        Raises:
            NotAllowed: Not a moderator there, about themselves, nobody's, or somebody was quicker.
            StorageUnavailable: The database does not answer.
        """
        case = await self._case(interaction, digits)
        self._check_may_measure(interaction, case)
        taken = await self._check_open(case, measure)
        can_remove = Measure.REMOVE not in {one.kind for one in taken}
        return measure_modal(measure, case.id, can_remove=can_remove)

    async def measure(
        self, interaction: discord.Interaction, digits: str, kind: Measure, form: MeasureForm
    ) -> None:
        """Warn, strike or block the author, and remove the image if that was chosen.

        Raises:
            NotAllowed: Not a moderator there, about themselves, nobody's, or somebody was quicker.
            StorageUnavailable: The database does not take it.
        """
        case = await self._case(interaction, digits)
        self._check_may_measure(interaction, case)
        await interaction.response.defer(ephemeral=True, thinking=True)
        if kind is Measure.BLOCK:
            await self._sparing.check(case.server_id, case.author_id, interaction.user.id)
        taken = await self._take(interaction, case, kind, form)
        lines = [_("Done: {what}.").format(what=measure_names()[kind])]
        outcome = taken.outcome
        if outcome is not None:
            self._barring.follow(case.server_id, outcome.ended)
            told = [await self._notices.tell(one.id) for one in (outcome.strike, *outcome.also)]
            lines.append(told_text(is_told=all(told)))
            if outcome.also:
                lines.append(_("With that the author is blocked, by the server's rule."))
            if outcome.kept is not None:
                lines.append(longer_words(outcome.kept.until))
            lines.extend(filter(None, [rejected_words(len(outcome.ended))]))
        if form.removes:
            lines.append(await self._also_removed(interaction, case))
        await self._cards.show(case.id)
        await interaction.edit_original_response(content="\n".join(lines))

    async def _also_removed(self, interaction: discord.Interaction, case: Case) -> str:
        try:
            is_gone = await self._removed(interaction, case)
        except NotAllowed as error:  # the measure stands all the same
            return f"⚠️ {error}"
        return removed_text(is_gone=is_gone)

    async def _case(self, interaction: discord.Interaction, digits: str) -> Case:
        server_id = await self._moderators.check(interaction)
        case = await self._cases.get(id_in(digits), server_id)
        if case is None:
            raise NotAllowed(_("This server has no such case, or it is not kept any more."))
        return case

    def _check_may_measure(self, interaction: discord.Interaction, case: Case) -> None:
        """Let a case pass whose author is somebody else, and known: of a sheet it is the bot."""
        check_not_own(interaction, case.author_id)
        own = self._client.user
        if own is not None and case.author_id == own.id:
            raise NotAllowed(
                _(
                    "I do not know whose image this is: the message shows several, or it is not "
                    "kept any more. `/mod warn`, `/mod strike` and `/mod block` name a member."
                )
            )

    async def _check_open(self, case: Case, kind: Measure) -> list[MeasureTaken]:
        view = await self._cases.view(case.id, self._time.now())
        taken = [] if view is None else [*view.measures]
        for one in taken:
            if one.kind is kind or case.status is CaseStatus.KEPT:
                raise already(one)
        return taken

    async def _take(
        self, interaction: discord.Interaction, case: Case, kind: Measure, form: MeasureForm
    ) -> Taken:
        wanted = Wanted(
            kind=kind,
            moderator_id=interaction.user.id,
            at=self._time.now(),
            reason=form.reason,
            until=form.until if kind is Measure.BLOCK else None,
            spares=kind is Measure.STRIKE
            and await self._sparing.is_spared(case.server_id, case.author_id),
        )
        taken = await self._cases.take(case.id, case.server_id, wanted)
        if taken is None:
            raise NotAllowed(_("This server has no such case, or it is not kept any more."))
        if taken.was is not None:
            raise already(taken.was)
        logger.info("measure taken", case=case.id, kind=kind, by=interaction.user.id)
        return taken

    async def _block_image(self, interaction: discord.Interaction, case: Case) -> None:
        if case.generation_id is None:
            raise NotAllowed(_("Only images that I have made can be blocked from a case."))
        if await self._has_begun(interaction, case, Measure.BLOCK_IMAGE):
            return
        generation = await self._generations.get(case.generation_id)
        await self._check_open(case, Measure.BLOCK_IMAGE)
        entry = LogEntry(
            server_id=case.server_id,
            at=self._time.now(),
            action=Action.IMAGE_BLOCKED,
            actor_id=interaction.user.id,
            member_id=case.author_id,
            generation_id=case.generation_id,
            case_id=case.id,
        )
        for image in generation.results if generation is not None else ():
            await self._known.block(case.generation_id, image.index, entry)
        await self._take(interaction, case, Measure.BLOCK_IMAGE, MeasureForm.nothing())

    async def _removed(self, interaction: discord.Interaction, case: Case) -> bool:
        generation = None
        if case.generation_id is not None:
            generation = await self._generations.get(case.generation_id)
        if generation is None:
            await self._check_open(case, Measure.REMOVE)
            await self._delete_foreign(case)
            await self._take(interaction, case, Measure.REMOVE, MeasureForm.nothing())
            return True
        loosened = await self._loosened(interaction, case)
        if loosened is not None:
            await self._deletion.follow(generation.id, loosened)
        return await self._all_messages(generation, case)

    async def _loosened(self, interaction: discord.Interaction, case: Case) -> Loosened | None:
        if await self._has_begun(interaction, case, Measure.REMOVE):
            return Loosened(is_first=False)
        taken = await self._take(interaction, case, Measure.REMOVE, MeasureForm.nothing())
        return taken.loosened

    async def _has_begun(self, interaction: discord.Interaction, case: Case, kind: Measure) -> bool:
        """Tell whether the presser took it already: pressed again, it is brought to its end."""
        view = await self._cases.view(case.id, self._time.now())
        taken = None if view is None else view.taken(kind)
        return taken is not None and taken.moderator_id == interaction.user.id

    async def _all_messages(self, generation: Generation, case: Case) -> bool:
        return await self._removal.remove(
            generation, channel_id=case.source_channel_id, card_id=case.source_message_id
        )

    async def _delete_foreign(self, case: Case) -> None:
        # It may stand in a channel that was given away: only this server's messages are deleted.
        guild = self._client.get_guild(case.server_id)
        if guild is None or guild.get_channel_or_thread(case.source_channel_id) is None:
            raise cannot_delete()
        channel = self._client.get_partial_messageable(case.source_channel_id)
        try:
            await channel.get_partial_message(case.source_message_id).delete()
        except discord.NotFound:
            return  # a person was quicker
        except discord.HTTPException as error:
            if error.status != _CANNOT_DELETE:
                raise
            raise cannot_delete() from error
        except (aiohttp.ClientError, OSError) as error:
            raise UserError(_("Discord did not answer. Please try again in a moment.")) from error
