"""How strictly images are looked at: a few named pairs of thresholds to choose from."""

from enum import StrEnum

from bot.domain.moderation.policy import Thresholds


class Strictness(StrEnum):
    """From which likelihood of nudity on an image waits, and is refused."""

    STRICT = "strict"
    USUAL = "usual"
    LOOSE = "loose"
    OFF = "off"  # nothing is refused, nothing waits


THRESHOLDS = {
    Strictness.STRICT: Thresholds(review_at=10, refuse_at=50),
    Strictness.USUAL: Thresholds(review_at=20, refuse_at=80),
    Strictness.LOOSE: Thresholds(review_at=60, refuse_at=95),
    Strictness.OFF: Thresholds(review_at=100, refuse_at=100),
}


def strictness_of(thresholds: Thresholds) -> Strictness | None:
    """Return which of the pairs it is; None: figures of its own."""
    return next((name for name, pair in THRESHOLDS.items() if pair == thresholds), None)
