"""The custom_ids of pages hold list, place and filter, and fit into what Discord takes."""

import re

import pytest

from bot.errors import InvalidRequest
from bot.replies.past.past_ids import MOST_TEXT, OPEN, TURN, Look, Step

LONGEST = Look.of_options("a" * 20 + " " + "b" * 15, "n" * 32, is_favourites=True)


@pytest.mark.parametrize(
    "look", [Look(), LONGEST, Look.of_options("赤い狐 Café", "Ink Wash", is_favourites=False)]
)
@pytest.mark.parametrize("step", list(Step))
def test_what_is_written_is_read_again(look: Look, step: Step) -> None:
    custom_id = look.custom_id(step, 10**12 - 1)
    assert len(custom_id.encode("utf-16-le")) // 2 <= 100
    found = re.fullmatch(OPEN if step is Step.OPEN else TURN, custom_id)
    assert found is not None
    assert Look.of_match(found) == look
    assert (found["id"], Step(found["way"])) == (str(10**12 - 1), step)


def test_the_longest_filter_is_the_longest_that_is_taken() -> None:
    assert len("+".join(LONGEST.parts)) == MOST_TEXT
    with pytest.raises(InvalidRequest, match="36 letters"):
        Look.of_options("a" * 20 + " " + "b" * 16, None, is_favourites=False)


def test_a_filter_asks_for_its_words_and_its_style() -> None:
    look = Look.of_options("Red fox", "Ink", is_favourites=False)
    assert look.words == ("red", "fox", "s:ink")
