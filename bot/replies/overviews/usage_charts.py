"""The chart under `/usage`: per day, per model and, for moderators, per member."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date

from bot.pictures.bars import Bars
from bot.pictures.charts import chart_bytes
from bot.replies.sending.uploads import Upload
from bot.texts import gettext as _
from bot.texts import short_day

_DAYS_APART = 7  # between the days that are named under the bars
_MOST_ROWS = 8


class UsageCharts:
    """Draws off the event loop, one chart at a time: each takes tenths of a second."""

    def __init__(self) -> None:
        self._drawing = asyncio.Lock()

    async def chart(
        self,
        days: Mapping[date, int],
        by_model: Sequence[tuple[str, int]],
        by_member: Sequence[tuple[int, int]] = (),
    ) -> Upload | None:
        """Return the picture, or None if nothing was used on any of *days*.

        Members are numbered as in the list above it, since a picture cannot name them.
        """
        if not any(days.values()):
            return None
        charts = [_by_day(days)]
        if by_model:
            charts.append(_by_name(_("This month by model"), by_model[:_MOST_ROWS]))
        if by_member:
            numbered = [
                (f"{number}.", units) for number, (_member, units) in enumerate(by_member, 1)
            ]
            charts.append(_by_name(_("This month by member"), numbered))
        async with self._drawing:
            return Upload(name="usage.png", data=await asyncio.to_thread(chart_bytes, charts))


def chart_words(days: Mapping[date, int]) -> str:
    """Say what the chart shows, for those who cannot see it."""
    most = max(days, key=lambda day: days[day])
    return _("Images of each of the last {days} days; the most, {most}, on {day}").format(
        days=len(days), most=days[most], day=short_day(most)
    )


def _by_day(days: Mapping[date, int]) -> Bars:
    last = len(days) - 1
    labels = tuple(
        short_day(day) if (last - index) % _DAYS_APART == 0 else ""
        for index, day in enumerate(days)
    )
    return Bars(
        title=_("Images per day"), labels=labels, values=tuple(days.values()), is_by_day=True
    )


def _by_name(title: str, parts: Sequence[tuple[str, int]]) -> Bars:
    return Bars(
        title=title,
        labels=tuple(name for name, _units in parts),
        values=tuple(units for _name, units in parts),
    )
