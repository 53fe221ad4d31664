"""Which card may be edited next: a pause for each message and a budget for each channel.

Every change costs the same few steps however many cards wait: a channel keeps its cards in the
order in which they changed, and only the channels are put in order of time.
"""

import heapq
import math
from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.timing import Time

_WINDOW_S = 60.0


@dataclass(slots=True)
class _Channel:
    """Cards that wait for an edit: *ready* ones, and *resting* ones by when they may."""

    ready: OrderedDict[int, None] = field(default_factory=OrderedDict)
    resting: list[tuple[float, int]] = field(default_factory=list)
    edits_s: deque[float] = field(default_factory=deque)
    due_at_s: float | None = None  # as it stands in the order of the channels


class EditQueue:
    """Cards by id, channels by id; counts edits over a sliding minute for each channel.

    Discord's webhooks were seen to allow 30 edits a minute in one channel; the headers it sends
    are obeyed by discord.py on top of this.
    """

    def __init__(self, time: Time, *, interval_s: float, per_minute: int) -> None:
        self._time = time
        self._interval_s = interval_s
        self._per_minute = per_minute
        self._channels: dict[int, _Channel] = {}
        self._channel_of: dict[int, int] = {}
        self._edited_at_s: dict[int, float] = {}
        self._order: list[tuple[float, int]] = []
        self._next_sweep_s = time.monotonic() + _WINDOW_S

    def put(self, channel_id: int, card_id: int) -> None:
        """Let a card wait for its edit; one that waits already keeps its place."""
        if card_id in self._channel_of:
            return
        self._channel_of[card_id] = channel_id
        channel = self._channels.setdefault(channel_id, _Channel())
        may_at_s = self._may_at_s(card_id)
        if may_at_s <= self._time.monotonic():
            channel.ready[card_id] = None
        else:
            heapq.heappush(channel.resting, (may_at_s, card_id))
        self._plan(channel_id, channel)

    def take(self) -> list[int]:
        """Take out the cards that may be edited now; each counts as edited."""
        now_s = self._time.monotonic()
        taken: list[int] = []
        while self._order and self._order[0][0] <= now_s:
            due_at_s, channel_id = heapq.heappop(self._order)
            channel = self._channels.get(channel_id)
            if channel is None or channel.due_at_s != due_at_s:
                continue  # it was planned anew since
            channel.due_at_s = None
            taken += self._take_from(channel, now_s)
            self._plan(channel_id, channel)
        if now_s >= self._next_sweep_s:
            self._sweep(now_s)
        return taken

    def wait_s(self) -> float | None:
        """Return the seconds until ``take`` may find a card, or None if none waits."""
        while self._order:
            due_at_s, channel_id = self._order[0]
            channel = self._channels.get(channel_id)
            if channel is not None and channel.due_at_s == due_at_s:
                return max(0.0, due_at_s - self._time.monotonic())
            heapq.heappop(self._order)
        return None

    def drop(self, card_id: int) -> None:
        """Let a card wait no longer."""
        channel_id = self._channel_of.pop(card_id, None)
        if channel_id is not None:
            self._channels[channel_id].ready.pop(card_id, None)  # a resting one is passed over

    def forget(self, card_id: int) -> None:
        """Drop all that is known of a card that will not be edited again."""
        self.drop(card_id)
        self._edited_at_s.pop(card_id, None)

    def _take_from(self, channel: _Channel, now_s: float) -> Iterator[int]:
        self._wake_rested(channel, now_s)
        while channel.edits_s and channel.edits_s[0] <= now_s - _WINDOW_S:
            channel.edits_s.popleft()
        while channel.ready and len(channel.edits_s) < self._per_minute:
            card_id, _none = channel.ready.popitem(last=False)
            del self._channel_of[card_id]
            channel.edits_s.append(now_s)
            self._edited_at_s[card_id] = now_s
            yield card_id

    def _wake_rested(self, channel: _Channel, now_s: float) -> None:
        while channel.resting and channel.resting[0][0] <= now_s:
            may_at_s, card_id = heapq.heappop(channel.resting)
            # Else it was dropped, and perhaps has waited anew since.
            if card_id in self._channel_of and may_at_s >= self._may_at_s(card_id):
                channel.ready[card_id] = None

    def _may_at_s(self, card_id: int) -> float:
        edited_at_s = self._edited_at_s.get(card_id)
        return -math.inf if edited_at_s is None else edited_at_s + self._interval_s

    def _plan(self, channel_id: int, channel: _Channel) -> None:
        if channel.ready:
            due_at_s = self._time.monotonic()
        elif channel.resting:
            due_at_s = channel.resting[0][0]
        else:
            return
        if len(channel.edits_s) >= self._per_minute:
            due_at_s = max(due_at_s, channel.edits_s[-self._per_minute] + _WINDOW_S)
        if channel.due_at_s is None or due_at_s < channel.due_at_s:
            channel.due_at_s = due_at_s
            heapq.heappush(self._order, (due_at_s, channel_id))

    def _sweep(self, now_s: float) -> None:
        self._next_sweep_s = now_s + _WINDOW_S
        quiet = [
            channel_id
            for channel_id, channel in self._channels.items()
            if channel.due_at_s is None
            and (not channel.edits_s or channel.edits_s[-1] <= now_s - _WINDOW_S)
        ]
        for channel_id in quiet:
            del self._channels[channel_id]
