"""The rules for translated names and descriptions: the same as for what they translate."""

from collections.abc import Callable

from bot.sandbox.locales import LOCALES
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import invalid_form

_LONGEST = {"name": 32, "description": 100}


def check_localizations(
    where: str, thing: Payload, field: str, is_good: Callable[[str], bool], longest: int = 0
) -> None:
    """Check the translations of *field* (``name`` or ``description``).

    Raises:
        DiscordRefusal: 50035, an unknown language, or a text that *is_good* does not accept.
    """
    key = f"{field}_localizations"
    most = longest or _LONGEST[field]
    for locale, text in (thing.get(key) or {}).items():
        if locale not in LOCALES:
            raise invalid_form(f"{where}.{key}", f"{locale} is not a valid locale.")
        if not 1 <= len(text) <= most:
            raise invalid_form(
                f"{where}.{key}.{locale}", f"Must be between 1 and {most} in length."
            )
        if not is_good(text):
            raise invalid_form(f"{where}.{key}.{locale}", f"{field.title()} is invalid.")


def longest_text(thing: Payload, field: str) -> int:
    """Return the length of the longest of *field* and its translations: that alone counts."""
    texts = [thing.get(field) or "", *(thing.get(f"{field}_localizations") or {}).values()]
    return max(len(text) for text in texts)
