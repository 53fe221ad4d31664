"""What may come next in the option `advanced`, as whole lines to choose from."""

import re

from bot.domain.advanced import AdvancedKey, advanced_keys, quoted

MAX_LENGTH = 100  # of a suggestion: Discord's limit for a choice's name and value
MAX_COUNT = 25  # Discord's limit for an answer


def advanced_suggestions(text: str) -> list[tuple[str, str]]:
    """Return (label, line) for *text* as typed so far; each line keeps what is already there.

    While a key is typed, keys that are not used yet are offered; after `=` its values.
    """
    before, key, value = _open_entry(text)
    used = set(re.findall(r"([a-z_]+)=", before.casefold()))
    lines: list[tuple[str, str]] = []
    if value is None:
        for entry in advanced_keys():
            if entry.name.startswith(key.casefold()) and entry.name not in used:
                line = f"{before}{entry.name}={quoted(entry.values[0])}"
                lines.append((f"{line} ({entry.hint})", line))
    else:
        lines = [(line, line) for line in _value_lines(before, key, value)]
    if text.strip():
        lines.append((text.strip(), text.strip()))
    fitting = {line: label for label, line in reversed(lines) if len(line) <= MAX_LENGTH}
    return [(_label(label, line), line) for line, label in reversed(fitting.items())][:MAX_COUNT]


def _open_entry(text: str) -> tuple[str, str, str | None]:
    """Return what is finished, the key at the end, and its value so far (None without `=`)."""
    blank_ends = text.endswith((" ", "\t")) and text.count('"') % 2 == 0
    if not text.strip() or blank_ends:
        return (text.strip() + " ").lstrip(), "", None
    start = _entry_start(text)
    before, entry = text[:start].strip(), text[start:]
    key, sign, value = entry.partition("=")
    return (before + " ").lstrip(), key, value.strip('"') if sign else None


def _entry_start(text: str) -> int:
    """Return where the last entry begins: after the last blank that no quotes enclose."""
    start, in_quotes = 0, False
    for index, character in enumerate(text):
        if character == '"':
            in_quotes = not in_quotes
        elif character.isspace() and not in_quotes:
            start = index + 1
    return start


def _value_lines(before: str, key: str, value: str) -> list[str]:
    known: AdvancedKey | None = next(
        (entry for entry in advanced_keys() if entry.name == key.casefold()), None
    )
    if known is None:
        return []
    typed = value.casefold()
    return [
        f"{before}{known.name}={quoted(offered)}"
        for offered in known.values
        if typed in offered.casefold()
    ]


def _label(label: str, line: str) -> str:
    return label if len(label) <= MAX_LENGTH else line
