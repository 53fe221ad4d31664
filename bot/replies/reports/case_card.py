"""The card of a case in the moderators' channel: what, whose, why, and what was done."""

from collections.abc import Iterator, Sequence
from typing import Any

import discord

from bot.domain.changes import step_name
from bot.domain.generation import Generation, Origin
from bot.domain.moderation.cases import (
    COUNTED,
    AuthorHistory,
    CaseStatus,
    CaseView,
    Measure,
    MeasureTaken,
)
from bot.domain.moderation.strikes import StrikeKind
from bot.replies.parts.buttons import PlainButton, button_row, lineage_button
from bot.replies.parts.cards import Card, Colour
from bot.replies.parts.words import quoted, safe_within, settings_line
from bot.replies.reports.case_ids import measure_button, reopen_button
from bot.replies.reports.report_form import kind_labels
from bot.texts import gettext as _
from bot.texts import ngettext, number

_REASON = 120  # of each report: five of them, and all else, share 4,000 characters
_PROMPT = 500
_SETTINGS = 400
_MEASURE = 80
_OFFERED = (Measure.KEEP, Measure.REMOVE, Measure.WARN, Measure.STRIKE, Measure.BLOCK)
_IN_A_ROW = 3
_COLOURS = {
    CaseStatus.OPEN: Colour.FAILED,
    CaseStatus.KEPT: Colour.DONE,
    CaseStatus.ACTED: Colour.CANCELLED,
}


def case_card(
    view: CaseView, generation: Generation | None, url: str | None, names: Sequence[str]
) -> Card:
    """Show a case.

    Args:
        view: All that is known of it.
        generation: The image, if it is one of ours.
        url: The reported message; None if moderators cannot open it.
        names: The attached files; each is shown behind a spoiler.
    """
    is_shown = generation is not None and generation.deleted_at is None
    items: list[discord.ui.Item[Card]] = [
        discord.ui.TextDisplay("\n".join(_heading(view, url))),
        discord.ui.TextDisplay("\n".join(_reports(view))),
    ]
    if generation is not None and is_shown:
        items.append(discord.ui.TextDisplay("\n".join(_made(generation))))
    items.append(discord.ui.TextDisplay(_history(view.history)))
    if names:
        gallery: discord.ui.MediaGallery[Card] = discord.ui.MediaGallery()
        for name in names:
            gallery.add_item(
                media=f"attachment://{name}", description=_("A reported image"), spoiler=True
            )
        items.append(gallery)
    else:
        items.append(discord.ui.TextDisplay("-# " + _no_image(view, is_shown=is_shown)))
    if view.measures:
        items.append(discord.ui.TextDisplay("\n".join(map(_measure, view.measures))))
    items.extend(_rows(view, generation if is_shown else None))
    return Card(discord.ui.Container(*items, accent_colour=_COLOURS[view.case.status]))


def measure_names() -> dict[Measure, str]:
    """Return how a card says what was done."""
    return {
        Measure.KEEP: "✅ " + _("Kept"),
        Measure.REMOVE: "🗑️ " + _("Removed"),
        Measure.BLOCK_IMAGE: "🚫 " + _("This image is blocked"),
        Measure.WARN: "⚠️ " + _("Warned"),
        Measure.STRIKE: "❗ " + _("Strike given"),
        Measure.BLOCK: "⛔ " + _("Blocked"),
    }


def _heading(view: CaseView, url: str | None) -> Iterator[str]:
    case = view.case
    yield "### 🚩 " + _("Case {n}").format(n=case.id)
    author = f"<@{case.author_id}>"
    if view.taken(Measure.REMOVE) is not None:
        yield _("An image of {author}").format(author=author)
    elif url is None:
        yield _("An image of {author}, in a private answer").format(author=author)
    else:
        image = _("An image of {author}").format(author=author)
        yield f"{image} · [" + _("message") + f"]({url})"
    if case.generation_id is None:
        yield "-# " + _(
            "It is not one of my images, or not kept any more: *Remove* can only delete that "
            "message, and only where I have Manage Messages."
        )


def _reports(view: CaseView) -> Iterator[str]:
    count = view.report_count
    heading = ngettext("{n} report", "{n} reports", count).format(n=number(count))
    yield f"**{heading}**"
    labels = kind_labels()
    for report in view.reports:
        line = f"- <@{report.reporter_id}>: **{labels[report.kind]}**"
        yield f"{line} · {safe_within(report.reason, _REASON)}" if report.reason else line
    if count > len(view.reports):
        yield "-# " + _("The newest are shown.")


def _made(generation: Generation) -> Iterator[str]:
    if not generation.request.is_erased:
        yield "**" + _("Its prompt") + f"**\n{quoted(generation.request.prompt, _PROMPT)}"
    yield settings_line(generation.request)[:_SETTINGS]
    if generation.origin is not Origin.IMAGINE:
        yield "-# " + _("How it came about: {step}").format(step=step_name(generation))


def _history(history: AuthorHistory) -> str:
    parts = [
        ngettext("{n} image made", "{n} images made", history.images),
        ngettext("{n} request refused", "{n} requests refused", history.refused),
        ngettext("{n} earlier case", "{n} earlier cases", history.cases),
    ]
    counts = (history.images, history.refused, history.cases)
    said = [part.format(n=number(count)) for part, count in zip(parts, counts, strict=True)]
    kinds = [one.kind for one in history.strikes]
    warnings, strikes = kinds.count(StrikeKind.WARNING), kinds.count(StrikeKind.STRIKE)
    said.append(ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings))
    said.append(ngettext("{n} strike", "{n} strikes", strikes).format(n=strikes))
    if history.is_blocked:
        until = history.blocked_until
        said.append(
            _("blocked for good")
            if until is None
            else _("blocked until {time}").format(time=discord.utils.format_dt(until, "f"))
        )
    if history.since is not None:
        time = discord.utils.format_dt(history.since, "D")
        said.append(_("first image that is kept: {time}").format(time=time))
    text = "**" + _("Its author here") + "**\n" + " · ".join(said)
    if COUNTED in counts[1:]:
        text += "\n-# " + _("Counted up to {n}.").format(n=number(COUNTED))
    return text


def _no_image(view: CaseView, *, is_shown: bool) -> str:
    if view.is_illegal:
        return _("Somebody calls it illegal, so the image itself is not copied here.")
    if view.case.generation_id is not None and not is_shown:
        return _("The image is deleted, and kept nowhere any more.")
    return _("The image itself is not copied here.")


def _measure(taken: MeasureTaken) -> str:
    line = _("**{what}** by {moderator}, {time}").format(
        what=measure_names()[taken.kind],
        moderator=f"<@{taken.moderator_id}>",
        time=discord.utils.format_dt(taken.at, "f"),
    )
    if taken.kind is Measure.BLOCK:
        line += " · " + (
            _("for good")
            if taken.until is None
            else _("until {time}").format(time=discord.utils.format_dt(taken.until, "f"))
        )
    return f"{line}\n{quoted(taken.reason, _MEASURE)}" if taken.reason else line


def _rows(view: CaseView, generation: Generation | None) -> Iterator[discord.ui.ActionRow[Any]]:
    case = view.case
    if case.status is CaseStatus.KEPT:
        yield button_row([reopen_button(case.id)])
        return
    done = {one.kind for one in view.measures}
    if done:
        done.add(Measure.KEEP)  # nothing is kept that was acted on
    buttons: list[PlainButton] = [
        measure_button(one, case.id) for one in _OFFERED if one not in done
    ]
    if generation is not None:
        buttons.append(lineage_button(generation.id))
    for start in range(0, len(buttons), _IN_A_ROW):
        yield button_row(buttons[start : start + _IN_A_ROW])
