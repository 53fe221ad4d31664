"""What moderators read of blocks: until when, and what one has ended."""

from datetime import datetime

from bot.texts import gettext as _
from bot.texts import ngettext, number


def until_words(until: datetime | None) -> str:
    """Say when a block ends; None: it does not."""
    if until is None:
        return _("for good")
    return _("until {when}").format(when=f"<t:{int(until.timestamp())}:f>")


def rejected_words(count: int) -> str:
    """Say how much of what waited a block has ended; "" for nothing."""
    if count == 0:
        return ""
    return ngettext(
        "{n} request of theirs that waited is rejected with it.",
        "{n} requests of theirs that waited are rejected with it.",
        count,
    ).format(n=number(count))


def longer_words(until: datetime | None) -> str:
    """Say that a block that lasts as long, or longer, goes on."""
    return _("They are blocked already, {until}: that goes on.").format(until=until_words(until))
