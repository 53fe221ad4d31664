"""What `/queue` shows: what waits and runs, in order, each with a button that cancels it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import discord

from bot.domain.generation import Generation, QueuePlace, Status
from bot.generation.announcer import Progress
from bot.replies.parts.buttons import QueuePanelKind, button_row, cancel_button, refresh_button
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.panels import ACCENT
from bot.replies.parts.place import server_id_of
from bot.replies.parts.words import quoted
from bot.store.generations import Generations
from bot.store.listings import Listings
from bot.texts import gettext as _
from bot.texts import ngettext, number

_SHOWN = 10  # each takes three of the 40 components of a message
_PROMPT_LENGTH = 100

Outlook = Callable[[Generation, QueuePlace], Progress]


class QueuePanels:
    """Draws the queue for whoever asks.

    *outlook* tells when a waiting one should be done, *is_unanswered* of which running one the
    service tells nothing.
    """

    def __init__(
        self,
        listings: Listings,
        generations: Generations,
        outlook: Outlook,
        is_unanswered: Callable[[int], bool],
        moderators: Moderators,
    ) -> None:
        self._listings = listings
        self._generations = generations
        self._outlook = outlook
        self._is_unanswered = is_unanswered
        self._moderators = moderators

    async def panel(
        self, interaction: discord.Interaction, kind: QueuePanelKind
    ) -> discord.ui.LayoutView:
        """Return the newest panel of that kind.

        Raises:
            NotAllowed: The server's is for its moderators.
            StorageUnavailable: The database does not answer.
        """
        server_id, member_id = server_id_of(interaction), None
        if kind is QueuePanelKind.MINE:
            member_id = interaction.user.id
        else:
            await self._moderators.check(interaction)
        found = await self._listings.waiting_and_running(server_id, member_id, _SHOWN)
        count = len(found)
        if count == _SHOWN:
            count = await self._listings.waiting_and_running_count(server_id, member_id)
        waiting = [one.id for one in found if one.status is Status.QUEUED]
        places = await self._generations.places(waiting) if waiting else {}
        return _panel(kind, found, self._progress(found, places), hidden=count - len(found))

    def _progress(
        self, found: Sequence[Generation], places: Mapping[int, QueuePlace]
    ) -> Mapping[int, Progress]:
        silent = {one.id: Progress(is_held_up=True) for one in found if self._is_unanswered(one.id)}
        waiting = [one for one in found if one.id in places]
        return silent | {one.id: self._outlook(one, places[one.id]) for one in waiting}


def _panel(
    kind: QueuePanelKind,
    found: Sequence[Generation],
    progress: Mapping[int, Progress],
    *,
    hidden: int,
) -> discord.ui.LayoutView:
    titles = {
        QueuePanelKind.MINE: _("What you have waiting and running"),
        QueuePanelKind.SERVER: _("What this server has waiting and running"),
    }
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    container.add_item(discord.ui.TextDisplay(f"### {titles[kind]}"))
    for one in found:
        text = _line(one, progress.get(one.id), kind)
        if one.status is Status.HELD:  # made, so there is nothing left to cancel
            container.add_item(discord.ui.TextDisplay(text))
            continue
        container.add_item(
            discord.ui.Section(text, accessory=cancel_button(one.id, kind)),
        )
    if not found:
        container.add_item(discord.ui.TextDisplay(_("Nothing: `/imagine` starts something.")))
    elif hidden > 0:
        more = ngettext("… and {n} more", "… and {n} more", hidden).format(n=number(hidden))
        container.add_item(discord.ui.TextDisplay(more))
    container.add_item(button_row([refresh_button(kind)]))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _line(generation: Generation, progress: Progress | None, kind: QueuePanelKind) -> str:
    parts = [_standing(generation, progress)]
    if kind is QueuePanelKind.SERVER:
        parts.append(f"<@{generation.place.member_id}>")
    # What was asked for in private is shown to whoever asked, and to nobody else.
    if kind is QueuePanelKind.SERVER and generation.place.is_private:
        prompt = "> " + _("(private)")
    else:
        prompt = quoted(generation.request.prompt, _PROMPT_LENGTH)
    return " · ".join(parts) + f"\n{prompt}"


def _standing(generation: Generation, progress: Progress | None) -> str:
    in_review = {
        Status.IN_REVIEW: _("🔎 waits for a moderator"),
        Status.HELD: _("🔎 made, and waits for a moderator"),
    }
    if generation.status in in_review:
        return in_review[generation.status]
    if generation.status is not Status.QUEUED:
        line = _("🎨 being made")
        if generation.submitted_at is not None:
            begun = f"<t:{int(generation.submitted_at.timestamp())}:R>"
            line += " · " + _("started {when}").format(when=begun)
        if progress is not None and progress.is_held_up:
            line += " · " + _("the image service does not answer right now")
        return line
    if progress is None or progress.position is None:
        return _("⏳ its turn has just come")
    line = _("⏳ place **{n}**").format(n=number(progress.position))
    if progress.is_held_up:
        return line + " · " + _("the image service takes nothing right now")
    if progress.done_at is not None:
        when = f"<t:{int(progress.done_at.timestamp())}:R>"
        line += " · " + _("done about {when}").format(when=when)
    return line
