"""Words that the prompts of a session must have, or do without."""

import re
import unicodedata

from bot.domain.sessions.refusals import word_forbidden, word_missing
from bot.domain.sessions.rules import SessionRules

_WORDS = re.compile(r"\w+")


def check_words(rules: SessionRules, prompt: str, negative_prompt: str = "") -> None:
    """Let a prompt pass that has all required words and none that is forbidden.

    Words count as a whole and in any case. Forbidden ones may not be in the negative prompt
    either; required ones must be in the prompt itself.

    Raises:
        SessionRefused: Names the first word.
    """
    for word in rules.required_words:
        if not has_word(prompt, word):
            raise word_missing(word)
    for word in rules.forbidden_words:
        if has_word(prompt, word) or has_word(negative_prompt, word):
            raise word_forbidden(word)


def has_word(text: str, word: str) -> bool:
    """Tell whether a word, or all words of a phrase in their order, stand in *text*."""
    folded, wanted = _folded(text), _folded(word)
    parts = _WORDS.findall(wanted)
    if not parts:  # nothing but symbols, which have no boundaries
        return wanted in folded
    words = _WORDS.findall(folded)
    return any(
        words[first : first + len(parts)] == parts for first in range(len(words) - len(parts) + 1)
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
