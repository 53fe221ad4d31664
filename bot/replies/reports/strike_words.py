"""How warnings, strikes and blocks are told: to the member, and in lists."""

from typing import Any

import discord

from bot.domain.moderation.strikes import AppealStatus, Strike, StrikeKind
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.panels import Panel
from bot.replies.parts.words import quoted
from bot.texts import gettext as _

_REASON = 500
_ID = r"(?P<id>\d{1,20})"
LIFT = rf"easel:strike-lift:{_ID}"
APPEAL = rf"easel:appeal:{_ID}"
APPEALED = rf"easel:appealed:{_ID}"  # its modal
GRANT = rf"easel:appeal-grant:{_ID}"
DENY = rf"easel:appeal-deny:{_ID}"
DENIED = rf"easel:appeal-denied:{_ID}"  # its modal


def kind_names() -> dict[StrikeKind, str]:
    """Return what each kind is called."""
    return {
        StrikeKind.WARNING: "⚠️ " + _("Warning"),
        StrikeKind.STRIKE: "❗ " + _("Strike"),
        StrikeKind.BLOCK: "⛔ " + _("Block"),
    }


def appeal_button(strike_id: int) -> PlainButton:
    """Offer to ask the moderators to think again."""
    return PlainButton(
        label=_("Appeal"),
        emoji="✋",
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:appeal:{strike_id}",
    )


def lift_button(strike_id: int) -> PlainButton:
    """Offer moderators to take it back."""
    return PlainButton(
        label=_("Lift"),
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:strike-lift:{strike_id}",
    )


def notice_panel(strike: Strike, server: str) -> Panel:
    """Tell the member how it stands; *server* is its name."""
    rows: list[discord.ui.ActionRow[Any]] = []
    if strike.lifted_at is None and strike.appeal_status is AppealStatus.NONE:
        rows.append(button_row([appeal_button(strike.id)]))
    sections = _notice(strike, f"**{server}**")
    return Panel(kind_names()[strike.kind], sections, rows=rows)


def ends(strike: Strike) -> str:
    """Say until when it counts."""
    if strike.expires_at is None:
        return _("for good")
    return _("until {time}").format(time=discord.utils.format_dt(strike.expires_at, "f"))


def _notice(strike: Strike, server: str) -> list[str]:
    names = {
        StrikeKind.WARNING: _("The moderators of {server} have warned you."),
        StrikeKind.STRIKE: _("The moderators of {server} have given you a strike, {ends}."),
        StrikeKind.BLOCK: _("You cannot ask for images on {server}, {ends}."),
    }
    about = names[strike.kind].format(server=server, ends=ends(strike))
    reason = [quoted(strike.reason, _REASON)] if strike.reason else []
    if strike.lifted_at is not None:
        if strike.appeal_status is AppealStatus.GRANTED:
            return [
                _("Your appeal was granted: it does not count any more on {server}.").format(
                    server=server
                ),
                *reason,
            ]
        return [
            _("It was lifted: it does not count any more on {server}.").format(server=server),
            *reason,
        ]
    if strike.appeal_status is AppealStatus.DENIED:
        answer = [quoted(strike.answer, _REASON)] if strike.answer else []
        return [
            _("Your appeal was denied by the moderators of {server}.").format(server=server),
            *answer,
        ]
    if strike.moderator_id is None:
        reason = [_("By the rule of that server: so many strikes at a time block.")]
    way = _("If you think this is wrong, you can appeal once. `/mod strikes` shows all of yours.")
    return [about, *reason, f"-# {way}"]
