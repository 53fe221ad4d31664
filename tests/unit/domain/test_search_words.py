"""Which words are written for a prompt, and which are looked for."""

import pytest

from bot.domain.search_words import MOST_WORDS, asked, asked_words, style_words, words_of


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("a red FOX, in the snow", "fox"),
        ("a red fox, in the snow", "Snow  red"),
        ("(castle:1.3), 35mm", "35mm castle"),
        ("Schloß im Nebel", "schloss"),
        ("un café en París", "cafe paris"),
        ("un cafe en Paris", "Café"),
        ("雪の中の赤い狐", "狐"),
        ("雪の中の赤い狐", "赤い狐"),
        ("雪の中の赤い狐", "雪の中"),
        ("ネオン街の猫", "ネオン"),
        ("\uff46\uff4f\uff58", "fox"),
        ("snake_case fox-like", "case like"),
        ("лиса в снегу", "ЛИСА"),
        ("여우 한 마리", "여우"),
    ],
)
def test_what_is_in_a_prompt_is_found(prompt: str, text: str) -> None:
    wanted = asked_words(asked(text))
    assert wanted
    assert set(wanted) <= set(words_of(prompt, None))


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("a red fox", "foxes"),
        ("a red fox", "fox snow"),
        ("雪の中の赤い狐", "犬"),
        ("雪の中の赤い狐", "赤い犬"),
        ("style of noir", "s:noir"),
    ],
)
def test_what_is_not_in_it_is_not_found(prompt: str, text: str) -> None:
    missing = set(asked_words(asked(text))) - set(words_of(prompt, None))
    assert missing or "s:noir" not in words_of(prompt, None)


def test_no_word_of_a_prompt_passes_for_a_style() -> None:
    assert style_words("Ink  Wash") == ("s:ink wash",)
    assert not set(words_of("s:ink ink wash", None)) & set(style_words("ink"))
    assert set(style_words("noir, ink")) <= set(words_of("a fox", "noir, ink"))


@pytest.mark.parametrize("text", ["", "  ", "a", "!?", "a . b", "___"])
def test_what_holds_no_word_asks_for_nothing(text: str) -> None:
    assert asked(text) == ()


def test_a_long_prompt_is_found_by_its_first_words_and_its_style() -> None:
    found = words_of(" ".join(f"word{number}" for number in range(500)), "noir")
    assert len(found) == MOST_WORDS
    assert {"s:noir", "word0"} <= set(found)
    assert max(len(word) for word in words_of("x" * 2_000, "y" * 100)) <= 64
