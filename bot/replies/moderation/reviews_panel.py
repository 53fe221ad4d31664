"""`/mod reviews`: what waits in a server, the oldest first, with the way to each card."""

from collections.abc import Mapping, Sequence

import discord

from bot.domain.generation import Generation
from bot.domain.moderation.reviews import Review, ReviewStage
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.panels import Panel
from bot.replies.parts.words import prompt_of, quoted
from bot.texts import gettext as _
from bot.texts import ngettext, number

PAGE = 10
_PROMPT_LENGTH = 120


def reviews_panel(
    page: Sequence[Review],
    generations: Mapping[int, Generation],
    *,
    count: int,
    has_channel: bool,
    after_id: int = 0,
) -> Panel:
    """List a page of what waits.

    Args:
        page: The reviews, the oldest first.
        generations: What they are about, by their ids.
        count: How many wait in all.
        has_channel: Whether the server has said where its moderators read.
        after_id: The review that the page comes after; 0 for the first page.
    """
    waiting = ngettext("{n} waits for you.", "{n} wait for you.", count).format(n=number(count))
    sections = [waiting if count else _("Nothing waits for you.")]
    if not has_channel:
        sections.append("⚠️ " + _("No moderators' channel is set, so no card can be posted."))
    sections += [_line(review, generations.get(review.generation_id)) for review in page]
    buttons = []
    if after_id:
        buttons.append(_button(_("◀ From the oldest"), 0))
    if len(page) == PAGE and page:
        buttons.append(_button(_("Later ones ▶"), page[-1].id))
    return Panel(_("Reviews"), sections, rows=[button_row(buttons)] if buttons else [])


def _line(review: Review, generation: Generation | None) -> str:
    since = f"<t:{int(review.created_at.timestamp())}:R>"
    line = _what(review).format(member=f"<@{review.member_id}>", when=since, card=_url(review))
    prompt = prompt_of(generation) if generation is not None else ""
    return f"{line}\n{quoted(prompt, _PROMPT_LENGTH)}"


def _what(review: Review) -> str:
    return {
        (ReviewStage.IMAGE, True): _("an image of {member}, {when} · [its card]({card})"),
        (ReviewStage.IMAGE, False): _("an image of {member}, {when} · its card is on its way"),
        (ReviewStage.PROMPT, True): _("a request of {member}, {when} · [its card]({card})"),
        (ReviewStage.PROMPT, False): _("a request of {member}, {when} · its card is on its way"),
    }[review.stage, review.message_id is not None]


def _url(review: Review) -> str:
    return (
        f"https://discord.com/channels/{review.server_id}/{review.channel_id}/{review.message_id}"
    )


def _button(label: str, after_id: int) -> PlainButton:
    return PlainButton(
        label=label,
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:reviews:{after_id}",
    )
