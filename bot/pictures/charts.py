"""Charts of figures: bars by day, and bars by name, one above the other, wide as a phone likes."""

from collections.abc import Sequence
from dataclasses import dataclass

_DAYS_IN = 4.6
_ROW_IN, _HEAD_IN = 0.56, 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """One chart; *is_by_day*: upright bars in the order of time, else one row a name.

    By day, an empty label stands for a tick that says nothing.
    """

    title: str
    labels: tuple[str, ...]
    values: tuple[int, ...]
    is_by_day: bool = False

    @property
    def height_in(self) -> float:
        """How much room it takes."""
        return _DAYS_IN if self.is_by_day else _HEAD_IN + _ROW_IN * len(self.values)


def chart_bytes(charts: Sequence[Bars]) -> bytes:
    """Return a PNG with *charts* below each other. Takes tenths of a second: call it in a thread.

    Raises:
        ValueError: There is none, or a chart has no values.
    """
    if not charts or not all(chart.values for chart in charts):
        raise ValueError("a chart needs values")
    # Loaded with the first chart, in its thread: at the start it would hold up the event loop.
    from bot.pictures.chart_drawing import drawing  # noqa: PLC0415 - as above

    return drawing(charts)
