"""Whatever JSON a service sends, a reader returns a value or a ``ProviderError``."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ProviderError
from bot.providers import v2_wire, v3_wire
from bot.providers.http import Answer
from bot.providers.models_wire import ModelPage
from bot.providers.provider import ModelKind, TaskState, TaskStatus
from bot.providers.refusals import refusal

KEYS = re.findall(
    r"\w+",
    """code msg data task_id warn status progress eta_relative imgs current_images reason
failed_reason nsfw_detection_result valid confidence task images image_url eta message models
progress_percent pagination next_cursor sd_name_in_api sd_name type name tags""",
)

leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["0", "1", "2", "0.5", "NaN", "TASK_STATUS_SUCCEED", "TASK_STATUS_QUEUED"])
    | st.integers(0, 4)
)
json_values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=8)
    ),
    max_leaves=25,
)
envelopes = st.fixed_dictionaries({"code": st.sampled_from([0, "0", None]), "data": json_values})
results = st.fixed_dictionaries({"task": json_values, "images": json_values})

# No deadline: the machine may be busy with other things.
bounded = settings(deadline=None, max_examples=60)


def states(read: Callable[[object], TaskState], body: Any) -> TaskState | None:
    try:
        return read(body)
    except ProviderError:
        return None


@pytest.mark.parametrize("read", [v2_wire.task_state, v3_wire.task_state])
@bounded
@given(body=json_values | envelopes | results)
def test_any_look_is_a_sane_state_or_an_error(
    read: Callable[[object], TaskState], body: Any
) -> None:
    state = states(read, body)

    if state is not None:
        assert state.fraction is None or 0 <= state.fraction <= 1
        assert state.eta_s is None or state.eta_s > 0
        assert len(state.reason) <= 200
        has_image = any(image.url for image in state.images)
        assert has_image == (state.status is TaskStatus.SUCCEEDED)


@pytest.mark.parametrize("read", [v2_wire.submitted_task, v3_wire.submitted_task])
@bounded
@given(body=json_values | envelopes)
def test_any_receipt_has_a_task_id_or_is_an_error(read: Callable[[object], Any], body: Any) -> None:
    try:
        task = read(body)
    except ProviderError:
        return
    assert 0 < len(task.task_id) <= 200


@bounded
@given(status=st.integers(100, 599), body=json_values)
def test_any_refusal_is_an_error_with_a_short_text(status: int, body: Any) -> None:
    error = refusal(Answer(status_code=status, body=body))

    assert 0 < len(str(error)) <= 300
    assert len(error.detail) <= 220


@bounded
@given(body=json_values | st.fixed_dictionaries({"models": json_values}))
def test_any_list_of_models_is_a_list_of_names(body: Any) -> None:
    page = ModelPage.read(body)

    assert all(entry.api_name and entry.label for entry in page.entries(ModelKind.LORA))
