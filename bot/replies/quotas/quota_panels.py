"""What `/mod quota` shows: all quotas of a server, or one."""

from collections.abc import Sequence

from bot.domain.quotas import Allowance, Period, Scope
from bot.replies.parts.amounts import allowance_text, whose_text
from bot.replies.parts.panels import Panel, listed
from bot.store.quotas import MOST_SHOWN, QuotaKey, SetQuota
from bot.texts import gettext as _
from bot.texts import ngettext, number


def quotas_panel(quotas: Sequence[SetQuota], daily_quota: int, currency: str) -> Panel:
    """Show every quota, and what counts where nothing is set."""
    lines = [
        f"{whose_text(one.key.scope, one.key.scope_id)}: "
        f"**{allowance_text(one.allowance, one.key.period, currency)}**"
        for one in quotas
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
    if len(quotas) == MOST_SHOWN:
        notes.insert(0, _("Only the first {n} are shown.").format(n=number(MOST_SHOWN)))
    return Panel(
        _("Quotas of this server"),
        [listed(lines, _("none is set")), "\n".join(f"-# {note}" for note in notes)],
    )


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
