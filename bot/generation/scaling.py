"""A guess at what a task takes that is like none seen so far: a line through those that were."""

from collections.abc import Sequence
from dataclasses import dataclass

_SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Sample:
    """So much *work* (pixels × steps × images) took *mean_s*."""

    work: float
    mean_s: float


@dataclass(frozen=True, slots=True)
class Guess:
    """What a task should take, and how far such guesses were off for the samples themselves."""

    mean_s: float
    error_s: float


def scaled(samples: Sequence[Sample], work: float) -> Guess | None:
    """Return a guess for *work*, or None without any sample.

    A task has its fixed costs, so that the line need not go through nought; neither they nor the
    cost of work are ever negative.
    """
    samples = [each for each in samples if each.mean_s > 0]
    if not samples:
        return None
    fixed_s, per_work_s = _line(samples)
    shares = [abs(fixed_s + per_work_s * each.work - each.mean_s) / each.mean_s for each in samples]
    mean_s = fixed_s + per_work_s * work
    return Guess(mean_s, mean_s * sum(shares) / len(shares))


def _line(samples: Sequence[Sample]) -> tuple[float, float]:
    """Return fixed seconds and seconds per work, with the least squares of the relative error."""
    fixed = [1 / each.mean_s for each in samples]
    working = [each.work / each.mean_s for each in samples]
    sum_f, sum_w = sum(fixed), sum(working)
    sum_ff = sum(f * f for f in fixed)
    sum_ww = sum(w * w for w in working)
    sum_fw = sum(f * w for f, w in zip(fixed, working, strict=True))
    differ = sum_ff * sum_ww - sum_fw**2
    if differ > _SAME * sum_ff * sum_ww:  # else all are of one size, and tell no fixed cost
        fixed_s = (sum_f * sum_ww - sum_w * sum_fw) / differ
        per_work_s = (sum_w * sum_ff - sum_f * sum_fw) / differ
        if per_work_s < 0:
            return sum_f / sum_ff, 0.0
        if fixed_s >= 0:
            return fixed_s, per_work_s
    return 0.0, sum_w / sum_ww
