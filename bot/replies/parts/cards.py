"""The card: one message that shows a generation from its first second to its images."""

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum

import discord

from bot.domain.generation import Generation, Status, StoredImage
from bot.generation.announcer import Progress
from bot.replies.parts.after_buttons import card_rows
from bot.replies.parts.buttons import again_button, button_row, cancel_button
from bot.replies.parts.words import (
    alt_text,
    bar,
    prompt_of,
    quoted,
    safe,
    safe_within,
    settings_line,
    time_taken_s,
)
from bot.texts import duration, listing, ngettext, number, percent, whole_seconds
from bot.texts import gettext as _

_SHOWN_NEGATIVE = 300


class Colour(IntEnum):
    """The stripe at a card's edge says how it stands."""

    WAITING = 0x80848E
    RUNNING = 0x5865F2
    DONE = 0x23A55A
    FAILED = 0xDA373C
    CANCELLED = 0x4E5058


class Card(discord.ui.LayoutView):
    """A view without a timeout: what it offers works for ever."""

    def __init__(self, container: discord.ui.Container["Card"]) -> None:
        super().__init__(timeout=None)
        self.container = container
        self.add_item(container)


def progress_card(generation: Generation, progress: Progress, *, preview_name: str | None) -> Card:
    """Show how far a generation is; *preview_name* is the attached preview's file name."""
    items: list[discord.ui.Item[Card]] = [
        *prompt_items(generation),
        discord.ui.TextDisplay(_status_line(progress)),
    ]
    if preview_name is not None:
        gallery: discord.ui.MediaGallery[Card] = discord.ui.MediaGallery()
        gallery.add_item(
            media=f"attachment://{preview_name}", description=_("Preview of the unfinished image")
        )
        items.append(gallery)
    items.append(discord.ui.TextDisplay(small_print(generation)))
    if generation.status is not Status.HELD:
        items.append(button_row([cancel_button(generation.id)]))
    waiting = (
        progress.review_until is not None
        or progress.position is not None
        or progress.fraction is None
    )
    return card_of(items, Colour.WAITING if waiting else Colour.RUNNING)


def finished_card(
    generation: Generation,
    files: Sequence[tuple[StoredImage, str]],
    notes: Sequence[str] = (),
    *,
    left_out: int = 0,
) -> Card:
    """Show the images.

    Args:
        generation: Whose card it is.
        files: Each image with the name that it is attached under.
        notes: Sentences about how it is shown.
        left_out: How many of the images asked for exist but cannot be shown.
    """
    count = sum(not image.is_extra for image, _name in files)
    items: list[discord.ui.Item[Card]] = [
        *prompt_items(generation),
        *_gallery(generation, files, count),
        discord.ui.TextDisplay(_result_line(generation, count + left_out)),
    ]
    shown = [*notes]
    if generation.is_prompt_edited:
        shown.append(_("A moderator has changed the prompt."))
    if generation.warning:
        shown.append(
            _("The service warns: {text}").format(text=safe_within(generation.warning, 300))
        )
    items += [discord.ui.TextDisplay(f"-# ⚠️ {note}") for note in shown]
    if not generation.is_damaged:  # else nobody knows any more what was asked for
        items += card_rows(generation, [image for image, _name in files if not image.is_extra])
    return card_of(items, Colour.DONE)


def failed_card(generation: Generation, text: str) -> Card:
    """Say why there are no images, and that the units are back."""
    back = ngettext(
        "Your image was not charged.", "Your {n} images were not charged.", generation.units
    ).format(n=generation.units)
    items: list[discord.ui.Item[Card]] = [
        *prompt_items(generation),
        discord.ui.TextDisplay(f"❌ {safe_within(text, 600)}\n{back}"),
        *ending(generation),
    ]
    return card_of(items, Colour.FAILED)


def cancelled_card(generation: Generation, units_back: int) -> Card:
    """Say that it was cancelled, and how many of its images are not counted."""
    if units_back == 0:
        back = _("The image service was at work on it already, so it counts.")
    else:
        back = ngettext(
            "Your image was not charged.", "Your {n} images were not charged.", units_back
        ).format(n=units_back)
    items: list[discord.ui.Item[Card]] = [
        *prompt_items(generation),
        discord.ui.TextDisplay(_("🚫 Cancelled.") + f"\n{back}"),
        *ending(generation),
    ]
    return card_of(items, Colour.CANCELLED)


def kept_card(generation: Generation) -> Card:
    """Say that the images exist but could not be shown here, and where to find them."""
    text = _("Your images are made, but I could not show them here. Find them with `/history`.")
    items: list[discord.ui.Item[Card]] = [
        *prompt_items(generation),
        discord.ui.TextDisplay(f"📦 {text}"),
        discord.ui.TextDisplay(small_print(generation)),
    ]
    return card_of(items, Colour.DONE)


def deleted_card() -> Card:
    """Say that a person has deleted what stood here."""
    return card_of([discord.ui.TextDisplay("🗑️ " + _("This image was deleted."))], Colour.CANCELLED)


def card_of(items: Sequence[discord.ui.Item[Card]], colour: Colour) -> Card:
    """Return a card of *items*."""
    container: discord.ui.Container[Card] = discord.ui.Container(accent_colour=int(colour))
    for item in items:
        container.add_item(item)
    return Card(container)


def prompt_items(generation: Generation) -> list[discord.ui.Item[Card]]:
    """Say who asks for what."""
    request = generation.request
    text = f"<@{generation.place.member_id}>\n{quoted(prompt_of(generation))}"
    if request.negative_prompt:
        text += "\n-# " + _("without: {text}").format(
            text=safe_within(request.negative_prompt, _SHOWN_NEGATIVE)
        )
    return [discord.ui.TextDisplay(text)]


def _gallery(
    generation: Generation, files: Sequence[tuple[StoredImage, str]], count: int
) -> list[discord.ui.Item[Card]]:
    if not files:
        return []  # Discord takes no gallery without a picture
    gallery: discord.ui.MediaGallery[Card] = discord.ui.MediaGallery()
    for image, name in files:
        text = (
            _("What the service read from the control image")
            if image.is_extra
            else alt_text(generation, image.index, count)
        )
        gallery.add_item(media=f"attachment://{name}", description=text)
    return [gallery]


def ending(generation: Generation) -> list[discord.ui.Item[Card]]:
    """Return what stands below an end without images."""
    items: list[discord.ui.Item[Card]] = [discord.ui.TextDisplay(small_print(generation))]
    if not generation.is_damaged:  # else nobody knows any more what was asked for
        items.append(button_row([again_button(generation.id)]))
    return items


def _status_line(progress: Progress) -> str:
    if progress.review_until is not None:
        return _review_line(progress, progress.review_until)
    if progress.position is not None:
        line = _waiting_line(progress, progress.position)
    elif progress.fraction is None:
        line = _("⏳ Starting")
    else:
        line = f"🎨 {bar(progress.fraction)} **{percent(progress.fraction)}**"
    if progress.eta_s is not None and progress.eta_s >= 1:
        line += " · " + _("about {time} left").format(time=whole_seconds(progress.eta_s))
    if progress.position is None and progress.is_held_up:
        line += "\n⚠️ " + _("The image service does not answer right now; I go on asking.")
    return line


def _review_line(progress: Progress, until: datetime) -> str:
    line = _("🔎 Waiting for a moderator of this server")
    note = _("It is made once a moderator has approved it.")
    if progress.fraction is not None:
        note = _("The image is made; a moderator looks at it before anybody else does.")
    # Discord counts it down by itself, so that time passing needs no edit.
    ends = _("If nobody has decided by then, it ends {when}, and nothing is charged.").format(
        when=f"<t:{int(until.timestamp())}:R>"
    )
    return f"{line}\n-# {note} {ends}"


def _waiting_line(progress: Progress, position: int) -> str:
    line = _("⏳ Waiting, place **{n}** in the queue").format(n=number(position))
    if progress.is_held_up:
        note = _("The image service takes nothing right now. Your place is kept.")
        return f"{line}\n⚠️ {note}"
    if progress.done_at is not None:
        # Discord counts it down by itself, so that time passing needs no edit.
        when = f"<t:{int(progress.done_at.timestamp())}:R>"
        line += " · " + _("done about {when}").format(when=when)
    return line


def _result_line(generation: Generation, count: int) -> str:
    parts = []
    taken_s = time_taken_s(generation)
    if taken_s is not None:
        parts.append(_("made in {time}").format(time=duration(taken_s)))
    if count < generation.units:
        missing = generation.units - count
        parts.append(
            ngettext(
                "{n} image could not be fetched and was not charged",
                "{n} images could not be fetched and were not charged",
                missing,
            ).format(n=missing)
        )
    return "\n".join([small_print(generation), *(f"-# {part}" for part in parts)])


def small_print(generation: Generation) -> str:
    """Name settings, style and seeds."""
    line = settings_line(generation.request)
    if generation.style:
        line += " · " + _("style {name}").format(name=safe(generation.style))
    results = [image for image in generation.images if not image.is_extra]
    if 0 < len(results) < generation.units:
        seeds = listing([f"`{image.seed}`" for image in results])
        line += "\n-# " + _("these have the seeds {seeds}").format(seeds=seeds)
    return line
