"""Looks at a task beside "look every second", by what is known of its end; in fake time."""

from collections.abc import Sequence

from tests.benchmarks.tables import table
from tests.unit.generation.trial import CASES, ROWS_S, Figures, figures

_FIXED_MEDIAN_S = 0.5
_HEADER = [
    "task takes",
    "known",
    "looks",
    "every second",
    "share",
    "late (median, p95)",
    "fixed",
    "",
]


async def measure(durations_s: Sequence[float] = ROWS_S, repeats: int = 200) -> str:
    """Return the table; a mark says which half of the promise a row does not keep.

    One who looks every second is 0.5 s late at the median; what the column shows beside that is
    the chance of its sample.
    """
    rows = []
    for duration_s in durations_s:
        for name, case in CASES.items():
            ours, fixed = await figures(case, duration_s, repeats)
            rows.append(
                [
                    f"{duration_s:g} s ±10 %",
                    name,
                    f"{ours.looks:.1f}",
                    f"{fixed.looks:.1f}",
                    f"{ours.looks / fixed.looks:.0%}",
                    _late(ours),
                    _late(fixed),
                    _verdict(ours, fixed),
                ]
            )
    return table("Looks at one task, and how late its end was seen", _HEADER, rows)


def _late(found: Figures) -> str:
    return f"{found.late_median_s:.2f} s, {found.late_p95_s:.2f} s"


def _verdict(ours: Figures, fixed: Figures) -> str:
    misses = []
    if ours.looks > fixed.looks / 2:
        misses.append("more than half the looks")
    if ours.late_median_s > max(fixed.late_median_s, _FIXED_MEDIAN_S):
        misses.append("later")
    return ", ".join(misses)
