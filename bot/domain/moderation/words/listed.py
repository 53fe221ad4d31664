"""Everything that is looked for in a server's prompts, each with where it comes from."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.moderation.words.starting_words import StartingWords
from bot.domain.moderation.words.terms import Term, TermAction, TermKind


class Side(StrEnum):
    """Which list of a combination a word is from."""

    ONE = "one"
    OTHER = "other"
    AVOIDING = "avoiding"  # counts for the other, in a negative prompt alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A word, pattern or exception; ``side`` None: what it does, it does by itself.

    ``category`` is empty for what the server's moderators have written.
    """

    kind: TermKind
    text: str
    action: TermAction = TermAction.BLOCK
    category: str = ""
    side: Side | None = None
    is_in_negative_prompts: bool = True
    is_in_mature_channels: bool = True
    id: int = 0


def listed(
    starting: StartingWords, terms: Sequence[Term], categories_off: Collection[str]
) -> Iterator[Listed]:
    """Yield the server's own *terms*, the categories that are on, and the combinations."""
    for term in terms:
        yield Listed(kind=term.kind, text=term.text, action=term.action, id=term.id)
    for one in starting.categories:
        if is_on(one.name, starting, categories_off):
            like = Listed(
                kind=TermKind.WORD,
                text="",
                action=one.action,
                category=one.name,
                is_in_negative_prompts=one.is_in_negative_prompts,
                is_in_mature_channels=one.is_in_mature_channels,
            )
            yield from _all(like, one.words, one.patterns, one.exceptions)
    for both in starting.combinations:
        like = Listed(kind=TermKind.WORD, text="", category=both.name, side=Side.ONE)
        yield from _all(like, both.words, both.patterns, both.exceptions)
        yield from _all(replace(like, side=Side.OTHER), both.with_words, both.with_patterns)
        yield from _all(replace(like, side=Side.AVOIDING), both.avoiding)


def is_on(name: str, starting: StartingWords, categories_off: Collection[str]) -> bool:
    """Tell whether the category *name* counts in a server that has changed these.

    *categories_off* holds what the server has switched off, and as `+name` what it has switched
    on although it starts switched off.
    """
    category = starting.category(name)
    if category is None:
        return False
    return name not in categories_off and (category.is_on or f"+{name}" in categories_off)


def _all(
    like: Listed,
    words: Sequence[str],
    patterns: Sequence[str] = (),
    exceptions: Sequence[str] = (),
) -> Iterator[Listed]:
    for kind, texts in (
        (TermKind.WORD, words),
        (TermKind.PATTERN, patterns),
        (TermKind.EXCEPTION, exceptions),
    ):
        for text in texts:
            yield replace(like, kind=kind, text=text)
