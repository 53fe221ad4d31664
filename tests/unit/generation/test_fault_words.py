"""The log hears what the service said of a fault, but never a prompt that it repeats."""

import pytest

from bot.domain.request import ImageRequest
from bot.errors import ProviderUnavailable, RequestRefused, UserError
from bot.generation.fault_words import fault_words
from tests.unit.generation import values

PROMPT = "a marked fox in the deep snow of a northern forest"


def request(prompt: str = PROMPT, negative: str = "") -> ImageRequest:
    return values.request(prompt=prompt, negative_prompt=negative)


def test_the_words_of_the_service_are_told() -> None:
    error = ProviderUnavailable(detail="HTTP 502 without a JSON object")
    assert fault_words(error, request()) == "ProviderUnavailable: HTTP 502 without a JSON object"


@pytest.mark.parametrize(
    "said",
    [
        f"refused: {PROMPT}",
        f"refused: {PROMPT.upper()}",
        f"refused: {PROMPT[:30]}…",
        f"refused: …{PROMPT[20:]}",
        "a marked\n  fox in the deep",
    ],
)
def test_a_quoted_prompt_is_not_told(said: str) -> None:
    told = fault_words(RequestRefused("no", detail=said), request())
    assert told == "RequestRefused"


def test_a_short_or_a_negative_prompt_is_not_told_either() -> None:
    assert fault_words(UserError("no fox here"), request("fox")) == "UserError"
    assert fault_words(UserError("no hats here"), request(negative="no hats")) == "UserError"
