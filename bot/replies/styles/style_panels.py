"""What `/style` shows: one style with what can be done with it, and the lists of styles."""

from collections.abc import Iterable, Sequence

import discord

from bot.domain.styles import Sharing, Style
from bot.generation.style_shelf import Shelf
from bot.replies.parts.buttons import button_row
from bot.replies.parts.panels import Panel, listed
from bot.replies.parts.words import code, safe
from bot.replies.styles.style_buttons import (
    StyleAct,
    decision_buttons,
    deletion_buttons,
    style_button,
)
from bot.texts import gettext as _
from bot.texts import option_name, shorten

_SHOWN_PROMPT = 900
_WHOLE = 2_000
_MOST_ASKED = 3_700  # of the 4,000 characters of a message
_MOST_PENDING = 7  # each with two buttons, within the 40 components of a message
PREVIEW_NAME = "preview.webp"


def style_panel(
    style: Style,
    heading: str,
    *,
    member_id: int | None = None,
    moderates: bool = False,
    can_share: bool = True,
    has_preview: bool = False,
) -> Panel:
    """Show all that a style holds, under a *heading* such as "Saved".

    With *member_id*, the buttons are there for what that member may do with it.
    """
    sections = _contents(style)
    if style.sharing is Sharing.SHARED:
        sections.append("🤝 " + _("Every member of this server can use it."))
    elif style.sharing is Sharing.PENDING:
        sections.append("⏳ " + _("It waits for this server's moderators to let it in."))
    option = code(f"{option_name('style')}:{style.name}")
    use = _("Use it with {option} in /imagine.").format(option=option)
    picture = (PREVIEW_NAME, _preview_words(style)) if has_preview else None
    acts = () if member_id is None else _acts(style, member_id, moderates=moderates)
    hidden = {StyleAct.PREVIEW: has_preview, StyleAct.SHARE: not can_share}
    acts = tuple(act for act in acts if not hidden.get(act, False))
    buttons = [style_button(act, style.name) for act in acts]
    return Panel(
        f"{heading}: {safe(style.name)}",
        [*sections, f"-# {use}"],
        picture,
        [button_row(buttons)] if buttons else (),
    )


def delete_question(style: Style) -> Panel:
    """Ask whether a style shall really be deleted."""
    text = _("It is deleted for good. Images made with it stay.")
    if style.sharing is Sharing.SHARED:
        text += " " + _("Nobody else in this server can use it any more.")
    buttons = button_row(deletion_buttons(style.name))
    return Panel(
        _("Delete the style {style}?").format(style=code(style.name)), [text], rows=[buttons]
    )


def styles_panel(shelf: Shelf) -> Panel:
    """List the member's own styles, those shared here, and the built-in ones."""
    sections = [
        "**"
        + _("Yours")
        + "**\n"
        + listed(map(_line, shelf.own), _("none yet: /style save"), 1_300)
    ]
    if shelf.shared:
        shared = map(_shared_line, shelf.shared)
        sections.append("**" + _("Shared in this server") + "**\n" + listed(shared, "", 1_100))
    sections.append(
        "**" + _("Built in") + "**\n" + listed(map(_line, shelf.builtin), _("none"), 1_100)
    )
    two = ", ".join(style.name for style in shelf.builtin[:2])
    several = _("Several work together, in their order: {option}.").format(
        option=code(f"{option_name('style')}:{two}")
    )
    return Panel(_("Styles"), [*sections, f"-# {several}"])


def pending_panel(styles: Sequence[Style], told: str = "") -> discord.ui.LayoutView:
    """List what waits for the moderators, each with the buttons to decide.

    *told* is what was decided just now, if the panel is shown anew for that.
    """
    view = discord.ui.LayoutView(timeout=None)
    if told:
        view.add_item(discord.ui.TextDisplay(told))
    for style in _fitting(styles):
        view.add_item(_asked_container(style))
    if not styles:
        sections = [told, _("No style waits for a decision.")]
        return Panel(_("Styles that wait"), [section for section in sections if section])
    if (hidden := len(styles) - len(_fitting(styles))) > 0:
        view.add_item(discord.ui.TextDisplay(_("… and {n} more").format(n=hidden)))
    return view


def asked_panel(style: Style) -> discord.ui.LayoutView:
    """Show the moderators a style that a member wants to share."""
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(_asked_container(style))
    return view


def imported_panel(kept: Sequence[str], left_out: Iterable[tuple[str, str]]) -> Panel:
    """Say what came of a file of styles."""
    sections = ["**" + _("Kept") + "**\n" + listed(map(code, kept), _("none"), 1_500)]
    # The reasons are sentences of ours, in which code spans name what a style's name may hold.
    reasons = [f"{code(name)}: {reason}" for name, reason in left_out]
    if reasons:
        sections.append("**" + _("Left out") + "**\n" + listed(reasons, "", 2_000))
    return Panel(_("Styles from a file"), sections)


def _asked_container(style: Style) -> discord.ui.Container[discord.ui.LayoutView]:
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container()
    container.add_item(discord.ui.TextDisplay(_asked_text(style)))
    container.add_item(button_row(decision_buttons(style)))
    return container


def _asked_text(style: Style) -> str:
    """Return all of a style: what moderators let in, they have seen."""
    heading = _("<@{member}> would like to share {style}").format(
        member=style.owner_id, style=code(style.name)
    )
    text = "\n".join([f"### {heading}", *_contents(style, _WHOLE, most_value=_WHOLE)])
    return text if len(text) <= _MOST_ASKED else text[: _MOST_ASKED - 1] + "…"


def _fitting(styles: Sequence[Style]) -> Sequence[Style]:
    """Return the first of *styles* that fit into one message, one at least."""
    left = _MOST_ASKED
    for count, style in enumerate(styles[:_MOST_PENDING]):
        left -= len(_asked_text(style))
        if left < 0 and count:
            return styles[:count]
    return styles[:_MOST_PENDING]


def _contents(style: Style, most: int = _SHOWN_PROMPT, *, most_value: int = 200) -> list[str]:
    sections = []
    if style.prompt:
        sections.append(_section(_("Prompt"), style.prompt, most))
    if style.negative_prompt:
        sections.append(_section(_("Negative prompt"), style.negative_prompt, most))
    if style.options:
        options = (
            f"{option_name(name)}: {code(value, most_value)}"
            for name, value in style.options.items()
        )
        sections.append("**" + _("Options") + "**\n" + listed(options, "", most + 300))
    return sections


def _acts(style: Style, member_id: int, *, moderates: bool) -> tuple[StyleAct, ...]:
    if "," in style.name:
        return ()  # several together, which have no name of their own
    share = StyleAct.SHARE if style.sharing is Sharing.OWN else StyleAct.UNSHARE
    if style.owner_id == member_id:
        return (StyleAct.EDIT, share, StyleAct.DELETE, StyleAct.PREVIEW)
    if moderates and style.sharing is Sharing.SHARED:
        return (StyleAct.COPY, StyleAct.UNSHARE, StyleAct.PREVIEW)
    return (StyleAct.COPY, StyleAct.PREVIEW)


def _preview_words(style: Style) -> str:
    return _("What an image looks like in the style {style}").format(style=style.name)


def _line(style: Style) -> str:
    words = _in_short(style)
    mark = {Sharing.SHARED: " 🤝", Sharing.PENDING: " ⏳"}.get(style.sharing, "")
    return f"{code(style.name)}{mark} {safe(shorten(words, 70))}"


def _shared_line(style: Style) -> str:
    return f"{code(style.name)} <@{style.owner_id}> {safe(shorten(_in_short(style), 50))}"


def _in_short(style: Style) -> str:
    return style.prompt or style.negative_prompt or ", ".join(map(option_name, style.options))


def _section(title: str, text: str, most: int) -> str:
    return f"**{title}**\n> {safe(shorten(text, most))}"
