"""Trouble in a row: when it is the provider's and not one request's."""

from dataclasses import dataclass

_LONG = 5
_LASTS_S = 10.0


@dataclass(slots=True)
class Streak:
    """Failures without a success between them; times are of the monotonic clock."""

    count: int = 0
    first_id: int = 0
    first_at_s: float = 0.0
    is_wide: bool = False  # of more than one generation, or lasting

    @property
    def is_long(self) -> bool:
        """Whether it is long and wide enough to blame the provider."""
        return self.count >= _LONG and self.is_wide

    def add(self, generation_id: int, now_s: float) -> None:
        """Count one more failure."""
        if self.count == 0:
            self.first_id, self.first_at_s = generation_id, now_s
        self.count += 1
        self.is_wide |= generation_id != self.first_id or now_s - self.first_at_s >= _LASTS_S

    def make_long(self) -> None:
        """Blame the provider, whatever was counted so far."""
        self.count, self.is_wide = max(self.count, _LONG), True

    def end(self) -> None:
        """Begin anew: there was a success."""
        self.count, self.is_wide = 0, False
