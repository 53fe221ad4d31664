"""Charts: pictures of the right size, for figures of every size."""

import io

import numpy as np
import pytest
from PIL import Image

from bot.pictures.bars import Bars
from bot.pictures.charts import chart_bytes


def opened(*charts: Bars) -> Image.Image:
    return Image.open(io.BytesIO(chart_bytes(charts)))


def days(*values: int) -> Bars:
    labels = tuple("1.3." if index == 0 else "" for index in range(len(values)))
    return Bars(title="Bilder je Tag 画像", labels=labels, values=values, is_by_day=True)


def names(*values: int) -> Bars:
    labels = tuple(f"a very long name of a model, number {n}" for n in range(len(values)))
    return Bars(title="By model", labels=labels, values=values)


def test_charts_stand_below_each_other_and_are_as_wide_as_a_phone_likes() -> None:
    one, both = opened(days(1, 2, 3)), opened(days(1, 2, 3), names(5, 1))
    assert one.width == both.width == 1080
    assert both.height > one.height


def test_a_higher_figure_has_a_longer_bar() -> None:
    def inked(value: int) -> int:
        pixels = np.asarray(opened(names(10, value)).convert("RGB"))
        return int((pixels == (0x7C, 0x86, 0xF5)).all(axis=2).sum())

    assert inked(1) < inked(5) < inked(10)


@pytest.mark.parametrize("values", [(0,), (0, 0), (1,), (10**9, 1), tuple(range(30))])
def test_figures_of_every_size_can_be_drawn(values: tuple[int, ...]) -> None:
    assert opened(days(*values), names(*values)).width == 1080


@pytest.mark.parametrize("charts", [(), (names(),)])
def test_nothing_is_no_chart(charts: tuple[Bars, ...]) -> None:
    with pytest.raises(ValueError, match="needs values"):
        chart_bytes(charts)
