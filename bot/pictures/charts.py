"""Charts of figures: bars by day, and bars by name, one above the other, wide as a phone likes."""

from collections.abc import Sequence

from bot.pictures.bars import Bars


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
