"""Figures, sizes, times, lists and dates, as the reader writes them."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from bot.texts.reader import gettext as _
from bot.texts.reader import language

_KILOBYTE = 1_024
_MOST_DECIMALS = 6


def number(value: float, decimals: int | None = None) -> str:
    """Write a figure: "1,234.5", "1.234,5"; with exactly *decimals* digits if that is given."""
    form = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, form, locale=language().format)


def money(micros: int, currency: str) -> str:
    """Write millionths of a currency: "$12.50", "$0.0021"; small sums with more digits."""
    value = Decimal(micros) / 1_000_000
    decimals = 2
    while decimals < _MOST_DECIMALS and abs(value) < 1 and value != round(value, decimals):
        decimals += 1
    return f"{currency}{number(float(value), decimals)}"


def percent(fraction: float) -> str:
    """Write a fraction (0 to 1) as whole hundredths: "42%", "42 %"."""
    return format_percent(fraction, locale=language().format)


def file_size(size_bytes: int) -> str:
    """Say how large a file is: "820 KB", "9.5 MB"."""
    if size_bytes < _KILOBYTE**2:
        return _("{n} KB").format(n=number(max(1, round(size_bytes / _KILOBYTE))))
    if size_bytes < _KILOBYTE**3:
        return _("{n} MB").format(n=number(round(size_bytes / _KILOBYTE**2, 1)))
    return _("{n} GB").format(n=number(round(size_bytes / _KILOBYTE**3, 1)))


def duration(seconds: float) -> str:
    """Say *seconds* as a person would: "4.2 s", "38 s", "2 min 5 s"."""
    if seconds < 10:  # noqa: PLR2004 - below ten seconds the tenth still matters
        return _("{s} s").format(s=number(seconds, 1))
    return whole_seconds(seconds)


def whole_seconds(seconds: float) -> str:
    """Say *seconds* without a fraction, as fits a guess: "6 s", "2 min 5 s"."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return _("{min} min {s} s").format(min=minutes, s=rest)
    return _("{s} s").format(s=rest)


def hours(seconds: float) -> str:
    """Say *seconds* in hours and minutes, begun ones as whole: "3 h 20 min", "45 min"."""
    full, rest = divmod(-(-round(seconds) // 60), 60)
    if full:
        return _("{h} h {min} min").format(h=full, min=rest)
    return _("{min} min").format(min=rest)


def listing(items: Sequence[str]) -> str:
    """Write what belongs together: "a, b and c"."""
    return format_list(items, locale=language().format)


def alternatives(items: Sequence[str]) -> str:
    """Write what one may be chosen of: "a, b or c"."""
    return format_list(items, style="or", locale=language().format)


def day(value: datetime.date) -> str:
    """Write a day: "Mar 4, 2026", "04.03.2026"."""
    return format_date(value, "medium", locale=language().format)


def short_day(value: datetime.date) -> str:
    """Write a day of this year, as on the axis of a chart: "3/4", "4.3."."""
    return format_skeleton("Md", value, locale=language().format)
