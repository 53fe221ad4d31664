"""How long painting takes here, learnt from what was painted."""

# Measured on two cores: a picture of 512 x 512 pixels and 20 steps takes a second.
_FIRST_GUESS_S = 1 / (1 + 512 * 512 * 20 / 1e6)
_WEIGHT = 0.3


class Pace:
    """Seconds a megapixel-step, as a moving average."""

    def __init__(self) -> None:
        self._seconds_per_work = _FIRST_GUESS_S

    def learn(self, work: float, duration_s: float) -> None:
        """Take in that *work* megapixel-steps took *duration_s*."""
        if work > 0:
            self._seconds_per_work += _WEIGHT * (duration_s / work - self._seconds_per_work)

    def eta_s(self, work: float) -> float:
        """Return how long *work* megapixel-steps will take."""
        return work * self._seconds_per_work
