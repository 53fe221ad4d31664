"""Drawing of charts with matplotlib, which takes its time to load."""

import io
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from bot.pictures.bars import Bars
from bot.pictures.fonts import FONT_PATH, drawable, fitted

_DPI = 100
_WIDTH_IN = 10.8  # 1,080 pixels: sharp on a phone, small as a file
_TEXT_PX, _TITLE_PX = 42, 48  # a phone shows the picture at about a quarter of its width
_NAME_PX = 500  # of a name beside its bar, longer ones are cut
_POINTS = 72 / _DPI
_GROUND, _INK, _FAINT, _BAR = "#2b2d31", "#dbdee1", "#4e5058", "#7c86f5"


def drawing(charts: Sequence[Bars]) -> bytes:
    """Return a PNG with *charts* below each other."""
    heights = [chart.height_in for chart in charts]
    figure = Figure(
        figsize=(_WIDTH_IN, sum(heights)), dpi=_DPI, facecolor=_GROUND, layout=_margins()
    )
    FigureCanvasAgg(figure)
    # A part of the picture each, or the longest name would push all charts to the right.
    parts = figure.subfigures(len(charts), 1, squeeze=False, height_ratios=heights)
    for chart, (part,) in zip(charts, parts, strict=True):
        part.set_facecolor(_GROUND)
        part.suptitle(
            drawable(chart.title), x=0.02, ha="left", color=_INK, fontproperties=_face(_TITLE_PX)
        )
        axes = part.subplots()
        _prepare(axes)
        (_by_day if chart.is_by_day else _by_name)(axes, chart)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def _margins() -> ConstrainedLayoutEngine:
    return ConstrainedLayoutEngine(w_pad=0.2, h_pad=0.2)


def _face(size_px: int) -> FontProperties:
    return FontProperties(fname=str(FONT_PATH), size=size_px * _POINTS)


def _prepare(axes: Axes) -> None:
    axes.set_facecolor(_GROUND)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_FAINT)
    axes.tick_params(colors=_INK, length=0)
    axes.set_axisbelow(True)


def _by_day(axes: Axes, chart: Bars) -> None:
    axes.bar(range(len(chart.values)), chart.values, color=_BAR, width=0.75)
    told = [index for index, label in enumerate(chart.labels) if label]
    axes.set_xticks(told)
    axes.set_xticklabels(
        [drawable(chart.labels[index]) for index in told], fontproperties=_face(_TEXT_PX)
    )
    axes.tick_params(axis="x", pad=14)  # else the first day stands against the lowest number
    axes.set_xlim(-0.6, len(chart.values) - 0.4)
    axes.set_ylim(0, max(1, *chart.values) * 1.08)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    for label in axes.get_yticklabels():
        label.set_fontproperties(_face(_TEXT_PX))
    axes.grid(axis="y", color=_FAINT, linewidth=0.8)


def _by_name(axes: Axes, chart: Bars) -> None:
    rows = range(len(chart.values))
    axes.barh(rows, chart.values, color=_BAR, height=0.62)
    axes.set_yticks(rows)
    axes.set_yticklabels(
        [fitted(label, _TEXT_PX, _NAME_PX) for label in chart.labels],
        fontproperties=_face(_TEXT_PX),
    )
    axes.invert_yaxis()  # the most first, at the top
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    most = max(1, *chart.values)
    axes.set_xlim(0, most * 1.15)
    for row, value in enumerate(chart.values):
        axes.text(
            value + most * 0.015,
            row,
            f"{value}",
            color=_INK,
            va="center",
            fontproperties=_face(_TEXT_PX),
        )
