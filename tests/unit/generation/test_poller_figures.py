"""The poller beside "look every second": at most half the looks, and no later at the median."""

from statistics import mean

import pytest

from tests.unit.generation.trial import CASES, ROWS_S, figures

_REPEATS = 60
_FIXED_MEDIAN_S = 0.5  # of one whose seconds are out of step with the task


@pytest.mark.parametrize("name", [name for name in CASES if name != "nothing"])
async def test_what_is_learnt_scaled_or_told_saves_half_the_looks_and_is_no_later(
    name: str,
) -> None:
    late_s = []
    for duration_s in ROWS_S:
        ours, fixed = await figures(CASES[name], duration_s, _REPEATS)
        assert ours.looks <= fixed.looks / 2 + 0.1, duration_s
        late_s.append(ours.late_median_s)
    assert mean(late_s) <= _FIXED_MEDIAN_S


async def test_with_nothing_known_at_all_it_is_no_later_and_needs_hardly_more_looks() -> None:
    late_s = []
    for duration_s in ROWS_S:
        ours, fixed = await figures(CASES["nothing"], duration_s, _REPEATS)
        assert ours.looks <= fixed.looks * 1.1, duration_s
        late_s.append(ours.late_median_s)
    assert mean(late_s) <= _FIXED_MEDIAN_S
