"""What a chart shows: bars by day, or bars by name, and how much room it takes."""

from dataclasses import dataclass

_DAYS_IN = 5.4
_ROW_IN, _HEAD_IN = 0.8, 1.3


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
