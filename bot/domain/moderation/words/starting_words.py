"""What a fresh server starts with, read from the text of `config/moderation.toml`.

A *category* is a list that a server may switch off. A *combination* is refused always: words of
one list together with words of the other, anywhere in what is asked for.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.moderation.words.patterns import checked_pattern
from bot.domain.moderation.words.terms import MAX_TERM_LENGTH, TermAction
from bot.errors import InvalidRequest, SettingsError

_CATEGORY_KEYS = frozenset(
    {
        *("about", "action", "on", "in_negative_prompts", "in_mature_channels"),
        *("words", "patterns", "exceptions"),
    }
)
_COMBINATION_KEYS = frozenset(
    {"about", "words", "patterns", "with_words", "with_patterns", "avoiding", "exceptions"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A list of words and patterns; ``is_on``: in a server that has chosen nothing.

    ``is_in_negative_prompts`` False: these may be named as what to avoid;
    ``is_in_mature_channels`` False: it does not count where mature images may be asked for.
    """

    name: str
    about: str
    action: TermAction
    is_on: bool = True
    is_in_negative_prompts: bool = True
    is_in_mature_channels: bool = True
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """Two lists whose words are refused together.

    ``avoiding`` are words that count for the second list where they stand in the negative prompt.
    """

    name: str
    about: str
    words: tuple[str, ...]
    with_words: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    with_patterns: tuple[str, ...] = ()
    avoiding: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingWords:
    """The whole file."""

    categories: tuple[Category, ...] = ()
    combinations: tuple[Combination, ...] = ()

    def category(self, name: str) -> Category | None:
        """Return the category *name*, None if there is none."""
        return next((found for found in self.categories if found.name == name), None)


def parse_starting_words(text: str) -> StartingWords:
    """Read the categories and combinations from TOML.

    Raises:
        SettingsError: No TOML, an unknown key, a value of another kind, or a pattern that cannot
            be used.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"moderation.toml cannot be read: {error}") from error
    if not tables.keys() <= {"category", "always"}:
        raise SettingsError("moderation.toml has the tables [category.NAME] and [always.NAME] only")
    categories = _tables(tables, "category", _CATEGORY_KEYS)
    combinations = _tables(tables, "always", _COMBINATION_KEYS)
    return StartingWords(
        categories=tuple(_category(name, table) for name, table in categories.items()),
        combinations=tuple(_combination(name, table) for name, table in combinations.items()),
    )


def _tables(
    tables: Mapping[str, object], kind: str, keys: frozenset[str]
) -> Mapping[str, Mapping[str, object]]:
    given = tables.get(kind, {})
    if not isinstance(given, Mapping):
        raise SettingsError(f"moderation.toml: {kind} must be a table")
    for name, table in given.items():
        if not isinstance(table, Mapping) or not table.keys() <= keys:
            raise SettingsError(
                f"moderation.toml: {kind}.{name} must be a table with {', '.join(sorted(keys))}"
            )
    return given


def _category(name: str, table: Mapping[str, object]) -> Category:
    action = table.get("action", TermAction.BLOCK)
    if action not in set(TermAction):
        raise SettingsError(f"moderation.toml: {name}.action must be block or review")
    return Category(
        name=name,
        about=str(table.get("about", "")),
        action=TermAction(str(action)),
        is_on=_flag(name, table, "on"),
        is_in_negative_prompts=_flag(name, table, "in_negative_prompts"),
        is_in_mature_channels=_flag(name, table, "in_mature_channels"),
        words=_texts(name, table, "words"),
        patterns=_patterns(name, table, "patterns"),
        exceptions=_texts(name, table, "exceptions"),
    )


def _combination(name: str, table: Mapping[str, object]) -> Combination:
    return Combination(
        name=name,
        about=str(table.get("about", "")),
        words=_texts(name, table, "words"),
        with_words=_texts(name, table, "with_words"),
        patterns=_patterns(name, table, "patterns"),
        with_patterns=_patterns(name, table, "with_patterns"),
        avoiding=_texts(name, table, "avoiding"),
        exceptions=_texts(name, table, "exceptions"),
    )


def _flag(name: str, table: Mapping[str, object], key: str) -> bool:
    value = table.get(key, True)
    if not isinstance(value, bool):
        raise SettingsError(f"moderation.toml: {name}.{key} must be true or false")
    return value


def _texts(name: str, table: Mapping[str, object], key: str) -> tuple[str, ...]:
    values = table.get(key, [])
    if not isinstance(values, list) or not all(
        isinstance(value, str) and 0 < len(value) <= MAX_TERM_LENGTH for value in values
    ):
        raise SettingsError(
            f"moderation.toml: {name}.{key} must be a list of texts, "
            f"each of at most {MAX_TERM_LENGTH} characters"
        )
    return tuple(values)


def _patterns(name: str, table: Mapping[str, object], key: str) -> tuple[str, ...]:
    values = table.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise SettingsError(f"moderation.toml: {name}.{key} must be a list of texts")
    try:
        return tuple(checked_pattern(value) for value in values)
    except InvalidRequest as error:
        raise SettingsError(f"moderation.toml: {name}.{key}: {error}") from error
