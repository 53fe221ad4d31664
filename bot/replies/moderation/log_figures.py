"""Figures, times and mentions as the log keeps them, written for the reader.

The log keeps texts; what is not what it should be, of another version, is shown as it is.
"""

from datetime import datetime

from bot.replies.parts.words import code
from bot.texts import money, number, percent

_LENGTH = 60


def figure(text: str) -> str:
    """Write a whole number."""
    return number(int(text)) if text.isdecimal() else code(text, _LENGTH)


def share(text: str) -> str:
    """Write hundredths as percent."""
    try:
        return percent(float(text) / 100)
    except ValueError:
        return code(text, _LENGTH)


def cost(text: str, currency: str) -> str:
    """Write millionths as money."""
    return money(int(text), currency) if text.isdecimal() else code(text, _LENGTH)


def when(text: str) -> str:
    """Write a moment as Discord shows it."""
    try:
        return f"<t:{int(datetime.fromisoformat(text).timestamp())}:f>"
    except ValueError:
        return code(text, _LENGTH)


def member(text: str) -> str:
    """Mention a member."""
    return f"<@{text}>" if text.isdecimal() else code(text, _LENGTH)


def role(text: str) -> str:
    """Mention a role."""
    return f"<@&{text}>" if text.isdecimal() else code(text, _LENGTH)


def channel(text: str) -> str:
    """Mention a channel."""
    return f"<#{text}>" if text.isdecimal() else code(text, _LENGTH)


def parts_of(text: str) -> dict[str, str]:
    """Return the figures of a value that has several: "review_at 20.0, refuse_at 80.0"."""
    found = {}
    for part in text.split(", "):
        name, _space, value = part.partition(" ")
        found[name] = value
    return found
