"""The panel of `/mod strikes`, and the modals and cards of appeals."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import discord

from bot.domain.moderation.strikes import MAX_APPEAL_LENGTH, MAX_REASON_LENGTH, AppealStatus, Strike
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.cards import Card, Colour
from bot.replies.parts.forms import PlainModal, field
from bot.replies.parts.panels import ACCENT
from bot.replies.parts.words import quoted, safe_within
from bot.replies.reports.strike_words import appeal_button, ends, kind_names, lift_button
from bot.texts import gettext as _
from bot.texts import ngettext, number

WORDS = "words"
_REASON = 150  # eight of them share 4,000 characters
_APPEAL = 1_000


def strikes_panel(
    member_id: int, shown: Sequence[Strike], count: int, now: datetime, *, moderates: bool
) -> discord.ui.LayoutView:
    """List a member's strikes; *moderates*: a moderator looks, else the member does."""
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    whose = _("Warnings and strikes of {member}").format(member=f"<@{member_id}>")
    container.add_item(discord.ui.TextDisplay("### " + whose))
    if not shown:
        container.add_item(discord.ui.TextDisplay(_("There are none.")))
    for strike in shown:
        button = None
        if moderates and strike.is_active(now):
            button = lift_button(strike.id)
        elif not moderates and strike.may_be_appealed(now):
            button = appeal_button(strike.id)
        text: discord.ui.TextDisplay[Any] = discord.ui.TextDisplay(_line(strike, now))
        container.add_item(discord.ui.Section(text, accessory=button) if button else text)
    if count > len(shown):
        left = count - len(shown)
        older = ngettext("{n} older one", "{n} older ones", left).format(n=number(left))
        container.add_item(discord.ui.TextDisplay(f"-# {older}"))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def appeal_modal(strike: Strike) -> PlainModal:
    """Ask why it is wrong."""
    return _words_modal(
        _("Appeal to the moderators"),
        f"easel:appealed:{strike.id}",
        (_("Why is it wrong?"), _("You can appeal once; they see your name.")),
        MAX_APPEAL_LENGTH,
    )


def deny_modal(strike: Strike) -> PlainModal:
    """Ask why the appeal is denied."""
    return _words_modal(
        _("Deny the appeal"),
        f"easel:appeal-denied:{strike.id}",
        (_("Why?"), _("The member reads this.")),
        MAX_REASON_LENGTH,
    )


def appeal_card(strike: Strike) -> Card:
    """Show an appeal to the moderators, and what was decided about it."""
    who = f"<@{strike.member_id}>"
    lines = [
        "### ✋ " + _("Appeal"),
        _("{member} appeals against: **{kind}**, {ends}").format(
            member=who, kind=kind_names()[strike.kind], ends=ends(strike)
        ),
    ]
    by = _("the server's rule") if strike.moderator_id is None else f"<@{strike.moderator_id}>"
    lines.append(
        _("Given by {moderator}, {time}").format(
            moderator=by, time=discord.utils.format_dt(strike.created_at, "f")
        )
    )
    if strike.case_id is not None:
        lines.append("-# " + _("Case {n}").format(n=strike.case_id))
    if strike.reason:
        lines.append("**" + _("The reason") + f"**\n{quoted(strike.reason, _REASON)}")
    lines.append("**" + _("The appeal") + f"**\n{quoted(strike.appeal or '', _APPEAL)}")
    items: list[discord.ui.Item[Card]] = [discord.ui.TextDisplay("\n".join(lines))]
    if strike.appeal_status is AppealStatus.OPEN:
        items.append(button_row(_decisions(strike.id)))
        return Card(discord.ui.Container(*items, accent_colour=Colour.RUNNING))
    items.append(discord.ui.TextDisplay(_decided(strike)))
    is_granted = strike.appeal_status is AppealStatus.GRANTED
    colour = Colour.DONE if is_granted else Colour.CANCELLED
    return Card(discord.ui.Container(*items, accent_colour=colour))


def _decisions(strike_id: int) -> list[PlainButton]:
    return [
        PlainButton(
            label=_("Grant"),
            emoji="✅",
            style=discord.ButtonStyle.success,
            custom_id=f"easel:appeal-grant:{strike_id}",
        ),
        PlainButton(
            label=_("Deny"),
            emoji="❌",
            style=discord.ButtonStyle.danger,
            custom_id=f"easel:appeal-deny:{strike_id}",
        ),
    ]


def _decided(strike: Strike) -> str:
    texts = {
        AppealStatus.GRANTED: _("✅ **Granted** by {moderator}; it counts no more."),
        AppealStatus.DENIED: _("❌ **Denied** by {moderator}."),
    }
    text = texts.get(strike.appeal_status, "").format(moderator=f"<@{strike.decided_by}>")
    return f"{text}\n{quoted(strike.answer, _REASON)}" if strike.answer else text


def _line(strike: Strike, now: datetime) -> str:
    time = discord.utils.format_dt(strike.created_at, "D")
    line = f"**{kind_names()[strike.kind]}** · {time} · {ends(strike)}"
    if strike.reason:
        line += f"\n{safe_within(strike.reason, _REASON)}"
    said = []
    if strike.lifted_at is not None:
        said.append(_("lifted"))
    elif not strike.is_active(now):
        said.append(_("over"))
    states = {
        AppealStatus.OPEN: _("appealed, not decided yet"),
        AppealStatus.GRANTED: _("appeal granted"),
        AppealStatus.DENIED: _("appeal denied"),
    }
    if strike.appeal_status in states:
        said.append(states[strike.appeal_status])
    return f"{line}\n-# {' · '.join(said)}" if said else line


def _words_modal(title: str, custom_id: str, asked: tuple[str, str], most: int) -> PlainModal:
    words: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=WORDS, style=discord.TextStyle.paragraph, required=True, max_length=most
    )
    name, description = asked
    return PlainModal(title, custom_id, [field(name, words, description=description)])
