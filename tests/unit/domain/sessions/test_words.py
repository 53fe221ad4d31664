"""Required and forbidden words of a session."""

import pytest

from bot.domain.sessions.refusals import Refusal, SessionRefused
from bot.domain.sessions.rules import SessionRules
from bot.domain.sessions.words import check_words, forbidden_in, has_word


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
        ("a renard dans la forêt", "FORET", True),
        ("party 🎉 time", "🎉", True),
        ("party time", "🎉", False),
        ("", "fox", False),
    ],
)
def test_words_count_as_a_whole_and_in_any_case(text: str, word: str, *, has: bool) -> None:
    assert has_word(text, word) is has


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("a fox", True),
        ("a f0x", True),
        ("a f-o-x in the snow", True),
        ("a f\u200box", True),
        ("foxglove in the garden", False),
        ("an ox", False),
    ],
)
def test_a_forbidden_word_is_found_in_disguise_too(text: str, *, is_found: bool) -> None:
    assert (forbidden_in(text, ("dog", "fox")) == "fox") is is_found


def test_a_required_word_must_be_in_the_prompt() -> None:
    rules = SessionRules(theme="t", required_words=("fox",))
    check_words(rules, "a fox")
    with pytest.raises(SessionRefused) as raised:
        check_words(rules, "a dog")
    assert raised.value.refusal is Refusal.REQUIRED
    assert "fox" in str(raised.value)


def test_the_sentence_names_the_forbidden_word() -> None:
    rules = SessionRules(theme="t", forbidden_words=("cat", "full moon"))
    check_words(rules, "a dog in the catalogue, the moon is full")
    with pytest.raises(SessionRefused) as raised:
        check_words(rules, "a dog under the full moon")
    assert raised.value.refusal is Refusal.FORBIDDEN
    assert "full moon" in str(raised.value)
