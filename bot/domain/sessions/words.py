"""Words that the prompts of a session must have, or do without.

Read as the server's own words are: in any case, with accents or without, in every script. What is
forbidden is found in disguise as well.
"""

from collections.abc import Sequence

from bot.domain.moderation.words.folding import fold, words
from bot.domain.moderation.words.listed import Listed
from bot.domain.moderation.words.looking import Searcher
from bot.domain.moderation.words.terms import TermKind
from bot.domain.sessions.refusals import word_forbidden, word_missing
from bot.domain.sessions.rules import SessionRules


def check_words(rules: SessionRules, prompt: str) -> None:
    """Let a prompt pass that has all required words and none that is forbidden.

    It takes some milliseconds where there are many words, so a thread does it. Words count as a
    whole. What a member's own settings want to avoid is not looked at.

    Raises:
        SessionRefused: Names the first word.
    """
    for word in rules.required_words:
        if not has_word(prompt, word):
            raise word_missing(word)
    found = forbidden_in(prompt, rules.forbidden_words)
    if found is not None:
        raise word_forbidden(found)


def has_word(text: str, word: str) -> bool:
    """Tell whether a word, or all words of a phrase in their order, stand in *text*."""
    folded, wanted = fold(text), fold(word)
    parts = words(wanted)
    if parts.isspace():  # nothing but symbols, which have no boundaries
        return wanted.strip() in folded
    return parts in words(folded)


def forbidden_in(text: str, unwanted: Sequence[str]) -> str | None:
    """Return the first of these words that is in *text*, however it is written there."""
    for word in unwanted:
        if has_word(text, word):
            return word
    searcher = Searcher([Listed(kind=TermKind.WORD, text=word) for word in unwanted])
    return next((hit.listed.text for hit in searcher.look(text)), None)
