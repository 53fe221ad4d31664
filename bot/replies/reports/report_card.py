"""The card of a report in the moderators' channel: who, whose, where, why, and the image hidden."""

from collections.abc import Sequence

import discord

from bot.domain.generation import Generation
from bot.domain.report import NewReport
from bot.replies.parts.cards import Card, Colour
from bot.replies.parts.words import quoted
from bot.replies.reports.report_form import kind_labels
from bot.texts import gettext as _

_REASON_LENGTH = 1_000
_PROMPT_LENGTH = 900


def report_card(
    report: NewReport, generation: Generation | None, url: str | None, names: Sequence[str]
) -> Card:
    """Show a report.

    Args:
        report: What was reported, and why.
        generation: The image, if it is one of ours.
        url: The message, if the moderators can open it.
        names: The attached files; each is shown behind a spoiler.
    """
    lines = [
        "### 🚩 " + _("Report"),
        _("{reporter} reports an image of {author}: **{kind}**").format(
            reporter=f"<@{report.reporter_id}>",
            author=f"<@{report.author_id}>",
            kind=kind_labels()[report.kind],
        ),
    ]
    if report.reason:
        lines.append(quoted(report.reason, _REASON_LENGTH))
    if url is not None:
        lines.append(_("The message: {url}").format(url=url))
    items: list[discord.ui.Item[Card]] = [discord.ui.TextDisplay("\n".join(lines))]
    if generation is not None and not generation.request.is_erased:
        prompt = quoted(generation.request.prompt, _PROMPT_LENGTH)
        items.append(discord.ui.TextDisplay("**" + _("Its prompt") + f"**\n{prompt}"))
    if names:
        gallery: discord.ui.MediaGallery[Card] = discord.ui.MediaGallery()
        for name in names:
            gallery.add_item(
                media=f"attachment://{name}", description=_("A reported image"), spoiler=True
            )
        items.append(gallery)
    else:
        items.append(discord.ui.TextDisplay("-# " + _("The image itself is not copied here.")))
    return Card(discord.ui.Container(*items, accent_colour=Colour.FAILED))
