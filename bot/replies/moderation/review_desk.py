"""What moderators press on the cards of reviews; each press is checked anew, whoever sent it."""

from collections.abc import Sequence

import discord
import structlog

from bot.domain.generation import Generation
from bot.domain.moderation.reviews import Block, Review, ReviewStatus
from bot.errors import NotAllowed
from bot.filled import Filled
from bot.generation.moderation.policies import Policies
from bot.generation.moderation.reviewing import Moderator, Reviewing, Trusted
from bot.replies.moderation.review_card import outcome_text
from bot.replies.moderation.review_cards import ReviewCards
from bot.replies.moderation.review_forms import edit_modal, read_reason, reject_modal
from bot.replies.moderation.review_ids import NEGATIVE_PROMPT, PROMPT, TRUST
from bot.replies.moderation.review_posting import ReviewPosting
from bot.replies.moderation.reviews_panel import PAGE, reviews_panel
from bot.replies.parts.block_words import longer_words, rejected_words
from bot.replies.parts.buttons import id_in
from bot.replies.parts.moderators import Moderators, check_not_own
from bot.replies.parts.panels import Panel
from bot.replies.parts.sparing import Sparing
from bot.store.block_rows import Blocked
from bot.store.generations import Generations
from bot.store.review_steps import Decided
from bot.store.reviews import Reviews
from bot.texts import gettext as _
from bot.texts import ngettext, number

logger = structlog.stdlib.get_logger(__name__)

_NOBODY = discord.AllowedMentions.none()


class ReviewDesk:
    """Answers presses, choices and modals. Nobody lets their own pass but who owns the server.

    A small server has no other moderator, and they would wait for themselves for ever; the log says
    that it was their own.
    """

    def __init__(  # noqa: PLR0913 - a review touches all of these
        self,
        *,
        moderators: Moderators,
        sparing: Sparing,
        reviewing: Reviewing,
        reviews: Reviews,
        generations: Generations,
        policies: Policies,
        posting: ReviewPosting,
        cards: ReviewCards,
    ) -> None:
        self._moderators = moderators
        self._sparing = sparing
        self._reviewing = reviewing
        self._reviews = reviews
        self._generations = generations
        self._policies = policies
        self._posting = posting
        self._cards = cards

    async def approve(self, interaction: discord.Interaction, digits: str) -> None:
        """Let it pass.

        Raises:
            NotAllowed: It is no moderator's press, or not about this server.
            StorageUnavailable: The database does not take it.
        """
        by = await self._by(interaction)
        await self._check_not_own(interaction, id_in(digits), by)
        await self._answer(interaction, await self._reviewing.approve(id_in(digits), by))

    async def ask_why(self, interaction: discord.Interaction, digits: str) -> None:
        """Open the modal of *Reject*.

        Raises:
            NotAllowed: As ``approve``, or it is decided already.
            StorageUnavailable: The database does not answer.
        """
        review, _generation = await self._open_one(interaction, digits)
        await interaction.response.send_modal(reject_modal(review))

    async def reject(self, interaction: discord.Interaction, digits: str, filled: Filled) -> None:
        """Take the modal of *Reject*.

        Raises:
            NotAllowed: As ``approve``.
            StorageUnavailable: The database does not take it.
        """
        by = await self._by(interaction)
        decided = await self._reviewing.reject(id_in(digits), by, read_reason(filled))
        await self._answer(interaction, decided)

    async def ask_words(self, interaction: discord.Interaction, digits: str) -> None:
        """Open the modal of *Edit and approve*.

        Raises:
            NotAllowed: As ``approve``, or it is decided already.
            StorageUnavailable: The database does not answer.
        """
        review, generation = await self._open_one(interaction, digits)
        check_not_own(interaction, review.member_id)
        await interaction.response.send_modal(edit_modal(review, generation))

    async def edit(self, interaction: discord.Interaction, digits: str, filled: Filled) -> None:
        """Take the modal of *Edit and approve*.

        Raises:
            NotAllowed: As ``approve``.
            UserError: The words cannot be, or the server's rules refuse them.
            StorageUnavailable: The database does not take it.
        """
        by = await self._by(interaction)
        await self._check_not_own(interaction, id_in(digits), by)
        decided = await self._reviewing.edit(
            id_in(digits), by, filled.text(PROMPT), filled.text(NEGATIVE_PROMPT)
        )
        await self._answer(interaction, decided)

    async def choose(
        self, interaction: discord.Interaction, digits: str, values: Sequence[str]
    ) -> None:
        """Trust or block the member, as chosen in the select.

        Raises:
            NotAllowed: As ``approve``, or nothing like that can be chosen.
            StorageUnavailable: The database does not take it.
        """
        by, review_id = await self._by(interaction), id_in(digits)
        value = values[0] if values else ""
        before, _generation = await self._reviewing.of(review_id, by.server_id)
        if value == TRUST:
            check_not_own(interaction, before.member_id)
            text = _trust_text(before.member_id, await self._reviewing.trust(review_id, by))
        else:
            block = _block(value)
            await self._sparing.check(by.server_id, before.member_id, by.member_id)
            text = _block_text(
                before.member_id, block, await self._reviewing.block(review_id, by, block)
            )
        await self._answer_choice(interaction, before, text.rstrip())

    async def panel(self, interaction: discord.Interaction, after_id: int = 0) -> Panel:
        """Return what waits, the oldest first; cards that were deleted are posted anew.

        Raises:
            NotAllowed: It is no moderator.
            StorageUnavailable: The database does not answer.
        """
        server_id = await self._moderators.check(interaction)
        page = await self._reviews.open(server_id, after_id, PAGE)
        found = [await self._generations.get(review.generation_id) for review in page]
        book = await self._policies.of(server_id)
        if page:
            await self._reviews.look_at_cards([review.id for review in page])
            self._cards.changed()
        return reviews_panel(
            page,
            {generation.id: generation for generation in found if generation is not None},
            count=await self._reviews.open_count(server_id),
            has_channel=book.moderators_channel_id is not None,
            after_id=after_id,
        )

    async def _by(self, interaction: discord.Interaction) -> Moderator:
        server_id = await self._moderators.check(interaction)
        return Moderator(member_id=interaction.user.id, server_id=server_id)

    async def _check_not_own(
        self, interaction: discord.Interaction, review_id: int, by: Moderator
    ) -> None:
        review, _generation = await self._reviewing.of(review_id, by.server_id)
        check_not_own(interaction, review.member_id)

    async def _open_one(
        self, interaction: discord.Interaction, digits: str
    ) -> tuple[Review, Generation]:
        by = await self._by(interaction)
        review, generation = await self._reviewing.of(id_in(digits), by.server_id)
        if not review.is_open:
            self._cards.changed()
            raise NotAllowed(_too_late(review))
        return review, generation

    async def _answer(self, interaction: discord.Interaction, decided: Decided) -> None:
        await self._show(interaction, decided.review)
        if not decided.is_first:
            await interaction.followup.send(
                _too_late(decided.review), ephemeral=True, allowed_mentions=_NOBODY
            )

    async def _answer_choice(
        self, interaction: discord.Interaction, before: Review, text: str
    ) -> None:
        review, _generation = await self._reviewing.of(before.id, before.server_id)
        if review.status is not before.status:
            await self._show(interaction, review)
            await interaction.followup.send(text, ephemeral=True, allowed_mentions=_NOBODY)
        else:  # the card only tells of something, or goes on waiting
            await interaction.response.send_message(text, ephemeral=True, allowed_mentions=_NOBODY)

    async def _show(self, interaction: discord.Interaction, review: Review) -> None:
        """Show the outcome on the card that was pressed; its pictures are taken away."""
        generation = await self._generations.get(review.generation_id)
        if generation is None:
            await interaction.response.defer()
            return
        card = await self._posting.card(review, generation, [])
        await interaction.response.edit_message(view=card, attachments=[], allowed_mentions=_NOBODY)
        pressed = interaction.message
        if pressed is not None and pressed.id == review.message_id:  # else another card is due
            place = (pressed.channel.id, pressed.id)
            await self._reviews.card_shows(review.id, review.status, place)


def _block(value: str) -> Block:
    try:
        return Block(value)
    except ValueError:
        raise NotAllowed(_("That cannot be chosen here.")) from None


def _trust_text(member_id: int, trusted: Trusted) -> str:
    text = _("For an hour, nothing that {member} asks for waits for you.")
    parts = [
        text.format(member=f"<@{member_id}>"),
        _also(len([one for one in trusted.decided if one.is_first])),
    ]
    if trusted.refused:
        left = ngettext(
            "{n} goes on waiting, because the rules of this server refuse its words by now.",
            "{n} go on waiting, because the rules of this server refuse their words by now.",
            trusted.refused,
        )
        parts.append(left.format(n=number(trusted.refused)))
    return " ".join(part for part in parts if part)


def _block_text(member_id: int, block: Block, blocked: Blocked) -> str:
    text = _blocked(block).format(member=f"<@{member_id}>")
    if blocked.kept is not None:
        text = longer_words(blocked.kept.until)
    return f"{text} {rejected_words(len(blocked.ended))}"


def _blocked(block: Block) -> str:
    return {
        Block.MINUTES: _("{member} cannot ask for images here for 10 minutes."),
        Block.DAY: _("{member} cannot ask for images here for a day."),
        Block.GOOD: _("{member} cannot ask for images here any more."),
    }[block]


def _too_late(review: Review) -> str:
    if review.status is ReviewStatus.OPEN:
        return _("This still waits for a decision.")
    return _("This is decided already: {outcome}").format(outcome=outcome_text(review))


def _also(count: int) -> str:
    if count == 0:
        return ""
    return ngettext(
        "{n} request that waited is decided with it.",
        "{n} requests that waited are decided with it.",
        count,
    ).format(n=number(count))
