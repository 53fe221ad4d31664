"""The card of a review in the moderators' channel: who asks for what, why it waits, what to press.

After the decision it shows who has decided what, and nothing to press.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import discord

from bot.domain.generation import Generation
from bot.domain.moderation.reviews import Block, Review, ReviewStage, ReviewStatus
from bot.replies.moderation import review_ids as ids
from bot.replies.moderation.review_reasons import why
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.cards import Card, Colour, card_of, small_print
from bot.replies.parts.forms import option, select_of, select_row
from bot.replies.parts.words import prompt_of, quoted
from bot.texts import gettext as _

_PROMPT_LENGTH, _NEGATIVE_LENGTH, _REASON_LENGTH = 900, 400, 400
_COLOURS = {
    ReviewStatus.OPEN: Colour.WAITING,
    ReviewStatus.APPROVED: Colour.DONE,
    ReviewStatus.EDITED: Colour.DONE,
    ReviewStatus.CANCELLED: Colour.CANCELLED,
    ReviewStatus.EXPIRED: Colour.CANCELLED,
}
_SHOWN = frozenset({ReviewStatus.OPEN, ReviewStatus.REFUSED})  # whose pictures moderators see


def shows_pictures(review: Review) -> bool:
    """Tell whether the card of that review has the pictures: there are some, to be judged."""
    return review.stage is ReviewStage.IMAGE and review.status in _SHOWN


def review_card(
    review: Review,
    generation: Generation,
    *,
    url: str | None = None,
    parent_url: str | None = None,
    names: Sequence[str] = (),
) -> Card:
    """Show a review as it stands.

    Args:
        review: What waits, or has waited.
        generation: What it is about.
        url: The member's own card, if the moderators can open it.
        parent_url: That of the image it was made from.
        names: The attached pictures; each is shown behind a spoiler.
    """
    texts = [_headline(review), _who(review, generation, url, parent_url), _asked(generation)]
    items: list[discord.ui.Item[Card]] = [discord.ui.TextDisplay(text) for text in texts if text]
    if names:
        gallery: discord.ui.MediaGallery[Card] = discord.ui.MediaGallery()
        for name in names:
            gallery.add_item(
                media=f"attachment://{name}",
                description=_("An image that only moderators see"),
                spoiler=True,
            )
        items.append(gallery)
    elif shows_pictures(review):
        items.append(discord.ui.TextDisplay("-# " + _("The image cannot be shown here.")))
    items += _below(review)
    return card_of(items, _COLOURS.get(review.status, Colour.FAILED))


def _headline(review: Review) -> str:
    if review.is_open:
        is_image = review.stage is ReviewStage.IMAGE
        waits = _("An image waits for you") if is_image else _("A request waits for you")
        return f"### 🔎 {waits}"
    when = "" if review.decided_at is None else f"\n-# {_time(review.decided_at)}"
    return f"### {_outcome(review)}{when}"


def outcome_text(review: Review) -> str:
    """Return what has become of a review, who decided it and when."""
    text = _outcome(review)
    return text if review.decided_at is None else f"{text} · {_time(review.decided_at)}"


def _time(at: datetime) -> str:
    return f"<t:{int(at.timestamp())}:R>"


def _outcome(review: Review) -> str:
    who = f"<@{review.decided_by}>"
    if review.status is ReviewStatus.BLOCKED and review.decided_by is None:
        return _("⛔ Rejected: its member was blocked by the rule for strikes")
    return {
        ReviewStatus.APPROVED: _("✅ Approved by {who}"),
        ReviewStatus.EDITED: _("✅ Changed and approved by {who}"),
        ReviewStatus.REJECTED: _("🛑 Rejected by {who}"),
        ReviewStatus.BLOCKED: _("⛔ Rejected: {who} has blocked its member"),
        ReviewStatus.EXPIRED: _("⌛ Nobody has decided in time"),
        ReviewStatus.CANCELLED: _("🚫 Cancelled before anybody decided"),
        ReviewStatus.REFUSED: _("🛑 An image was refused by a rule"),
        ReviewStatus.OPEN: _("🔎 Waits for a moderator"),
    }[review.status].format(who=who)


def _who(review: Review, generation: Generation, url: str | None, parent_url: str | None) -> str:
    who = _("{member} in {channel}").format(
        member=f"<@{review.member_id}>", channel=f"<#{generation.place.channel_id}>"
    )
    lines = [who if url is None else who + " · [" + _("message") + f"]({url})"]
    if review.reason:
        lines.append(quoted(review.reason, _REASON_LENGTH))
    if parent_url is not None:
        lines.append("[" + _("Made from this image") + f"]({parent_url})")
    if review.status in _SHOWN:
        lines.append("**" + _("Why") + f":** {why(review)}")
    if review.is_open:
        ends = f"<t:{int(review.expires_at.timestamp())}:R>"
        lines.append(_("If nobody decides, it is rejected {when}.").format(when=ends))
    return "\n".join(lines)


def _asked(generation: Generation) -> str:
    request = generation.request
    text = "**" + _("Prompt") + f"**\n{quoted(prompt_of(generation), _PROMPT_LENGTH)}"
    if request.negative_prompt:
        negative = quoted(request.negative_prompt, _NEGATIVE_LENGTH)
        text += "\n**" + _("Negative prompt") + f"**\n{negative}"
    return f"{text}\n{small_print(generation)}"


def _below(review: Review) -> list[discord.ui.Item[Card]]:
    if review.is_open:
        return [button_row(_buttons(review)), select_row(_more(review))]
    if review.status is ReviewStatus.REFUSED:
        note = _("This card is for your information: its member was told, and nobody saw it.")
        return [discord.ui.TextDisplay(f"-# {note}"), select_row(_more(review))]
    return []


def _buttons(review: Review) -> list[PlainButton]:
    approve = PlainButton(
        label=_("Approve"),
        emoji="✅",
        style=discord.ButtonStyle.success,
        custom_id=f"easel:review-approve:{review.id}",
    )
    reject = PlainButton(
        label=_("Reject"),
        emoji="🛑",
        style=discord.ButtonStyle.danger,
        custom_id=f"easel:review-reject:{review.id}",
    )
    edit = PlainButton(
        label=_("Edit and approve"),
        emoji="✏️",
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:review-edit:{review.id}",
    )
    return [approve, reject, edit] if review.stage is ReviewStage.PROMPT else [approve, reject]


def _more(review: Review) -> discord.ui.Select[Any]:
    blocks = [
        option(
            _("Block for 10 minutes"), Block.MINUTES, description=_("Rejects what waits of them")
        ),
        option(_("Block for a day"), Block.DAY, description=_("Rejects what waits of them")),
        option(_("Block for good"), Block.GOOD, description=_("Rejects what waits of them")),
    ]
    trust = option(
        _("Approve all from this member for an hour"),
        ids.TRUST,
        description=_("What waits of them, and what they ask for"),
    )
    return select_of(
        f"easel:review-more:{review.id}",
        [trust, *blocks] if review.is_open else blocks,
        placeholder=_("More about this member"),
    )
