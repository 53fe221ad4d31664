"""Stored requests that today's rules do not take: what can be read of them is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ranges import MAX_PROMPT_LENGTH
from bot.domain.request import ImageRequest
from bot.domain.salvage import stored_request

_WHOLE = {"prompt": "a fox", "model": "dream", "seed": 7, "steps": 30, "batch_size": 2}


def test_what_is_whole_is_read_as_it_is() -> None:
    assert stored_request(_WHOLE, "dream") == (ImageRequest.model_validate(_WHOLE), True)


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        ({"steps": 9_999}, {"steps": 20}),
        ({"sampler": "of the future"}, {"batch_size": 2, "steps": 30}),
        ({"not_any_more": 1}, {"steps": 30}),
        ({"prompt": "x" * (MAX_PROMPT_LENGTH + 1)}, {"prompt": "x" * MAX_PROMPT_LENGTH}),
        ({"prompt": None}, {"prompt": "…", "seed": 7}),
        ({"seed": -1}, {"seed": 0, "prompt": "a fox"}),
        ({"batch_size": 8, "n_iter": 8}, {"prompt": "a fox", "batch_size": 1}),
    ],
)
def test_what_is_wrong_gets_its_default_and_the_rest_stays(
    damage: dict[str, object], expected: dict[str, object]
) -> None:
    request, is_whole = stored_request(_WHOLE | damage, "dream")
    assert not is_whole
    assert {name: getattr(request, name) for name in expected} == expected


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from([*ImageRequest.model_fields, "other"]), inner)
        ),
    ),
    st.text(),
)
def test_whatever_was_stored_there_is_something_to_show(stored: object, model: str) -> None:
    request, _is_whole = stored_request(stored, model)
    assert request.prompt
