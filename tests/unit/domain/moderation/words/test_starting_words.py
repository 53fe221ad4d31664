"""`config/moderation.toml`: what is read, and what is refused with the place that is wrong."""

import pytest

from bot.domain.moderation.words.starting_words import parse_starting_words
from bot.domain.moderation.words.terms import TermAction
from bot.errors import SettingsError
from tests.unit.domain.moderation.words.starting import STARTING


def test_the_shipped_file_has_the_lists_that_the_readme_names() -> None:
    assert [one.name for one in STARTING.categories] == ["explicit", "hate", "self-harm", "gore"]
    assert [both.name for both in STARTING.combinations] == ["minors"]


def test_left_out_keys_have_their_defaults() -> None:
    (one,) = parse_starting_words('[category.mine]\nwords = ["cat"]').categories
    assert (one.action, one.is_on, one.is_in_negative_prompts) == (TermAction.BLOCK, True, True)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("nonsense", "cannot be read"),
        ("[other]", "only"),
        ("category = 1", "category"),
        ("[category.mine]\nwrods = []", "category.mine"),
        ('[category.mine]\naction = "burn"', "mine.action"),
        ("[category.mine]\non = 1", "mine.on"),
        ("[category.mine]\nwords = [1]", "mine.words"),
        ('[category.mine]\nwords = [""]', "mine.words"),
        ('[category.mine]\npatterns = ["("]', "mine.patterns"),
        ("[always.mine]\nwith_words = 3", "mine.with_words"),
        ('[always.mine]\naction = "review"', "always.mine"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(text: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        parse_starting_words(text)
