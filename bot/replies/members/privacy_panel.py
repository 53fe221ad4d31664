"""What `/privacy` shows: what is kept, why and how long, and how it is taken along or deleted."""

from collections.abc import Sequence

import discord

from bot.domain.generation import DM_SERVER_ID
from bot.generation.exporting import ExportKind, Left
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.panels import Panel, listed
from bot.settings import RetentionSettings, ServerRetention
from bot.store.erasures import Erasure
from bot.store.holdings import MOST_COUNTED, Numbers
from bot.texts import file_size, ngettext, number
from bot.texts import gettext as _

PANEL = r"easel:privacy:panel"
EXPORT = r"easel:privacy:export:(?P<kind>all|data|newest)"
DELETE = r"easel:privacy:delete"
DELETE_SURELY = r"easel:privacy:delete:surely"


def privacy_panel(
    retention: RetentionSettings, server_id: int, wish: Erasure | None
) -> discord.ui.LayoutView:
    """Say in plain words what is kept of a member, why, and for how long."""
    panel = Panel(
        _("What I keep of you, and why"),
        [
            *([_under_way(wish)] if wish else []),
            listed(_kept(_of_server(retention, server_id), retention), "", 2_200),
            _elsewhere(),
        ],
    )
    buttons = [_button(_("Export"), "easel:privacy:export:all", emoji="📦")]
    if wish is None:
        buttons.append(_danger(_("Delete everything …"), "easel:privacy:delete"))
    else:
        buttons.append(_button(_("Refresh"), "easel:privacy:panel", emoji="🔄"))
    panel.add_item(button_row(buttons))
    return panel


def confirmation_panel(numbers: Numbers, ledger_days: int) -> discord.ui.LayoutView:
    """Ask whether everything is to go, with its numbers."""
    lost = [
        ngettext(
            "{n} request with its images and prompts",
            "{n} requests with their images and prompts",
            numbers.generations,
        ).format(n=_counted(numbers.generations)),
        ngettext(
            "{n} style, also where it is shared",
            "{n} styles, also where they are shared",
            numbers.styles,
        ).format(n=_counted(numbers.styles)),
        ngettext("{n} favourite", "{n} favourites", numbers.favourites).format(
            n=_counted(numbers.favourites)
        ),
        _("your settings, and what you wrote in reports"),
        _("your entries and votes in sessions, and the sessions that you lead"),
    ]
    panel = Panel(
        _("Delete everything of yours?"),
        [
            _("In every server and in direct messages, for good:") + "\n" + listed(lost, ""),
            _("What waits is cancelled; what is being made is dropped as soon as it has ended."),
            "**" + _("What stays") + "**\n" + listed(_staying(ledger_days), ""),
        ],
    )
    panel.add_item(
        button_row(
            [
                _danger(_("Yes, delete it all"), "easel:privacy:delete:surely"),
                _button(_("No, keep it"), "easel:privacy:panel"),
            ]
        )
    )
    return panel


def erasing_panel(wish: Erasure) -> discord.ui.LayoutView:
    """Show how far the deletion is."""
    panel = Panel(_("Deleting everything of yours"), [_under_way(wish)])
    panel.add_item(button_row([_button(_("Refresh"), "easel:privacy:panel", emoji="🔄")]))
    return panel


def erased_panel(ledger_days: int) -> discord.ui.LayoutView:
    """Say that it is done, and what has stayed."""
    return Panel(
        _("Everything of yours is deleted"),
        ["**" + _("What stays") + "**\n" + listed(_staying(ledger_days), "")],
    )


def collecting_panel() -> discord.ui.LayoutView:
    """Say that the files are being written."""
    return Panel(_("Your data"), [_("Collecting it; the files come as messages below this one.")])


def exported_panel(files: int, left: Left) -> discord.ui.LayoutView:
    """Say what was sent, and what did not come along."""
    told = [
        ngettext(
            "Sent as {n} ZIP file. In it are texts as JSON, and images.",
            "Sent as {n} ZIP files. In them are texts as JSON, and images.",
            files,
        ).format(n=number(files))
    ]
    missing = {
        _("too large for a file here"): left.too_large,
        _("older ones for which there was no room"): left.no_room,
        _("not kept any more"): left.gone,
    }
    lines = [f"{why}: {number(count)}" for why, count in missing.items() if count]
    if lines:
        told.append("**" + _("Not with them") + "**\n" + listed(lines, ""))
    return Panel(_("Your data"), told)


def too_large_panel(size_bytes: int, most_bytes: int) -> discord.ui.LayoutView:
    """Name both sizes, and offer what does fit."""
    panel = Panel(
        _("Your data"),
        [
            _(
                "Your images take {size}, and Discord lets me send you {most} here at once. "
                "What do you want?"
            ).format(size=file_size(size_bytes), most=file_size(most_bytes))
        ],
    )
    panel.add_item(
        button_row(
            [
                _button(_("Texts and newest images"), f"easel:privacy:export:{ExportKind.NEWEST}"),
                _button(_("Only the texts"), f"easel:privacy:export:{ExportKind.DATA}"),
            ]
        )
    )
    return panel


def failed_panel(text: str) -> discord.ui.LayoutView:
    """Say why the files, or the rest of them, did not come."""
    return Panel(_("Your data"), [text])


def ledger_days(retention: RetentionSettings, server_id: int) -> int:
    """Return for how many days it is kept who used how much in that server."""
    return _of_server(retention, server_id).ledger_days or retention.ledger_days


def _of_server(retention: RetentionSettings, server_id: int) -> ServerRetention:
    found = (own for own in retention.servers if own.server_id == server_id)
    return next(found, ServerRetention(server_id=DM_SERVER_ID))


def _kept(own: ServerRetention, retention: RetentionSettings) -> Sequence[str]:
    images = _days(own.images_days or retention.images_days)
    prompts = _days(own.prompts_days or retention.prompts_days)
    return [
        _("**Images**, for {days}: so that history and buttons can show and use them.").format(
            days=images
        ),
        _("**Pictures that you attach**, for {days} after their last use.").format(days=images),
        _(
            "**Prompts and options**, for {days}: to make an image again, to find it by its "
            "words, and to tell how it was made."
        ).format(days=prompts),
        _(
            "**How many images you made, when and where**, for {days}, and their sums for longer: "
            "for quotas and `/usage`."
        ).format(days=_days(own.ledger_days or retention.ledger_days)),
        _("**Styles, favourites and settings**, until you delete them: you saved them."),
        _(
            "**What the rules of a server, or its moderators, decided about your requests**, for "
            "{days}, and prompts that were refused for as long as other prompts."
        ).format(days=_days(own.log_days or retention.log_days)),
        _("**What you report**, for the moderators who look into it."),
        _(
            "**Sessions that you lead, your entries and your votes there**, for {days}: for the "
            "board, the vote and the summary."
        ).format(days=prompts),
        _(
            "**Ids** of you, of the channel and of the message, with each request: so that the "
            "answer finds you. I read no other messages."
        ),
    ]


def _elsewhere() -> str:
    return "-# " + _(
        "All of it lies with the owner of this bot. Prompts and attached pictures also go to the "
        "image service. What was posted in Discord stays there until it is deleted."
    )


def _staying(days: int) -> Sequence[str]:
    return [
        _(
            "How many images you made, when and where, without any words, for {days}: else to "
            "delete would fill up today's quota."
        ).format(days=_days(days)),
        _(
            "Messages that I cannot reach: what only you see, and where I am not any more. My "
            "other messages with your images are taken away little by little."
        ),
        _("What others made from your images, and copies of your styles: these are theirs."),
        _(
            "What moderators of a server decided about you, and blocks that stand, without your "
            "prompts: it is the server's record."
        ),
    ]


def _under_way(wish: Erasure) -> str:
    done = ngettext(
        "**Being deleted**: {n} request so far.",
        "**Being deleted**: {n} requests so far.",
        wish.removed,
    ).format(n=number(wish.removed))
    rest = _("It goes on by itself, also after a restart; there is nothing more for you to do.")
    return f"{done} {rest}"


def _counted(count: int) -> str:
    if count > MOST_COUNTED:
        return _("more than {n}").format(n=number(MOST_COUNTED))
    return number(count)


def _days(days: int) -> str:
    return ngettext("{n} day", "{n} days", days).format(n=number(days))


def _button(label: str, custom_id: str, emoji: str | None = None) -> PlainButton:
    return PlainButton(
        label=label, emoji=emoji, style=discord.ButtonStyle.secondary, custom_id=custom_id
    )


def _danger(label: str, custom_id: str) -> PlainButton:
    return PlainButton(label=label, style=discord.ButtonStyle.danger, custom_id=custom_id)
