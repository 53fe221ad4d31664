"""What `/mod quota` shows: all quotas of a server, or one."""

from collections.abc import Sequence

import discord

from bot.domain.quotas import Allowance, Period, Scope
from bot.replies.parts.amounts import allowance_text, whose_text
from bot.replies.parts.buttons import PlainButton
from bot.replies.parts.panels import Panel, listed
from bot.store.quotas import QuotaKey, SetQuota
from bot.texts import gettext as _
from bot.texts import ngettext, number

PER_PAGE = 25
QUOTAS_PAGE = r"easel:mod-quotas:(?P<page>\d{1,3})"


def quotas_panel(
    quotas: Sequence[SetQuota], daily_quota: int, currency: str, *, index: int = 0
) -> Panel:
    """Show page *index*, counted from 0, and what counts where nothing is set.

    *quotas* are those of the page and, if there is one, the first of the next.
    """
    lines = [
        f"{whose_text(one.key.scope, one.key.scope_id)}: "
        f"**{allowance_text(one.allowance, one.key.period, currency)}**"
        for one in quotas[:PER_PAGE]
    ]
    default = ngettext(
        "Where nothing is set, each member has {n} image a day.",
        "Where nothing is set, each member has {n} images a day.",
        daily_quota,
    ).format(n=number(daily_quota))
    notes = [
        default,
        _(
            "A member's own quota stands above those of roles, of several roles the most generous "
            "figure counts, and roles stand above what everybody else has."
        ),
        _("Change one with `member`, `role`, `channel` or `whose`, and `images` or `money`."),
    ]
    return Panel(
        _("Quotas of this server"),
        [listed(lines, _("none is set")), "\n".join(f"-# {note}" for note in notes)],
        rows=_rows(index, has_more=len(quotas) > PER_PAGE),
    )


def _rows(index: int, *, has_more: bool) -> list[discord.ui.ActionRow[Panel]]:
    buttons = []
    if index > 0:
        buttons.append(PlainButton(label=_("◀ Back"), custom_id=f"easel:mod-quotas:{index - 1}"))
    if has_more:
        buttons.append(PlainButton(label=_("More ▶"), custom_id=f"easel:mod-quotas:{index + 1}"))
    return [discord.ui.ActionRow(*buttons)] if buttons else []


def quota_panel(
    key: QuotaKey, allowances: Sequence[tuple[Period, Allowance]], currency: str, *, is_new: bool
) -> Panel:
    """Show one quota; *is_new*: it was set just now."""
    lines = [f"**{allowance_text(one, period, currency)}**" for period, one in allowances]
    title = _("Quota changed") if is_new else _("Quota")
    sections = [
        f"{whose_text(key.scope, key.scope_id)}\n" + listed(lines, _("none is set")),
        f"-# {_counting(key.scope)}",
    ]
    return Panel(title, sections)


def _counting(scope: Scope) -> str:
    return {
        Scope.CHANNEL: _("All who ask in the channel or its threads share it."),
        Scope.SERVER: _("All members share it; `/mod budget` shows how it stands."),
        Scope.MEMBER: _("It counts instead of what their roles and everyone have."),
    }.get(scope, _("Each of these members has as much for themselves."))
