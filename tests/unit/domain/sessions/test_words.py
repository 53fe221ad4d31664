"""Required and forbidden words of a session."""

import pytest

from bot.domain.sessions.refusals import Refusal, SessionRefused
from bot.domain.sessions.rules import SessionRules
from bot.domain.sessions.words import check_words, has_word


@pytest.mark.parametrize(
    ("text", "word", "has"),
    [
        ("a red fox", "fox", True),
        ("a red FOX!", "fox", True),
        ("foxes at night", "fox", False),
        ("a \uff46\uff4f\uff58", "fox", True),
        ("at the red-roofed house", "red", True),
        ("under a full moon", "full moon", True),
        ("a moon, full of cheese", "full moon", False),
        ("ein großer Hund", "GROSSER", True),
        ("рыжая лиса", "ЛИСА", True),
        ("party 🎉 time", "🎉", True),
        ("party time", "🎉", False),
        ("", "fox", False),
    ],
)
def test_words_count_as_a_whole_and_in_any_case(text: str, word: str, *, has: bool) -> None:
    assert has_word(text, word) is has


def test_a_required_word_must_be_in_the_prompt_itself() -> None:
    rules = SessionRules(theme="t", required_words=("fox",))
    check_words(rules, "a fox")
    with pytest.raises(SessionRefused) as raised:
        check_words(rules, "a dog", "fox")
    assert raised.value.refusal is Refusal.REQUIRED
    assert "fox" in str(raised.value)


def test_a_forbidden_word_may_not_be_in_the_negative_prompt_either() -> None:
    rules = SessionRules(theme="t", forbidden_words=("cat",))
    check_words(rules, "a dog", "catalogue")
    for prompt, negative in (("a cat", ""), ("a dog", "cat")):
        with pytest.raises(SessionRefused) as raised:
            check_words(rules, prompt, negative)
        assert raised.value.refusal is Refusal.FORBIDDEN
