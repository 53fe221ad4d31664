"""How often a card may be edited: a pause for each message and a budget for each channel."""

from collections import deque

from bot.timing import Time

_WINDOW_S = 60.0


class EditBudget:
    """Counts edits over a sliding minute for each channel.

    Discord's webhooks were seen to allow 30 edits a minute in one channel; the headers it sends
    are obeyed by discord.py on top of this.
    """

    def __init__(self, time: Time, *, interval_s: float, per_minute: int) -> None:
        self._time = time
        self._interval_s = interval_s
        self._per_minute = per_minute
        self._channels: dict[int, deque[float]] = {}
        self._messages: dict[int, float] = {}
        self._next_sweep_s = time.monotonic() + _WINDOW_S

    def wait_s(self, channel_id: int, generation_id: int) -> float:
        """Return the seconds until this card may be edited again; 0 means now."""
        now = self._time.monotonic()
        last = self._messages.get(generation_id)
        wait_s = 0.0 if last is None else last + self._interval_s - now
        edits = self._recent(channel_id, now)
        if len(edits) >= self._per_minute:
            wait_s = max(wait_s, edits[0] + _WINDOW_S - now)
        return max(0.0, wait_s)

    def spend(self, channel_id: int, generation_id: int) -> None:
        """Count one edit."""
        now = self._time.monotonic()
        self._recent(channel_id, now).append(now)
        self._messages[generation_id] = now
        if now >= self._next_sweep_s:
            self._next_sweep_s = now + _WINDOW_S
            quiet = [c for c, e in self._channels.items() if not e or e[-1] <= now - _WINDOW_S]
            for channel in quiet:
                del self._channels[channel]

    def forget(self, generation_id: int) -> None:
        """Drop what is known of a card that will not be edited again."""
        self._messages.pop(generation_id, None)

    def _recent(self, channel_id: int, now: float) -> deque[float]:
        edits = self._channels.setdefault(channel_id, deque())
        while edits and edits[0] <= now - _WINDOW_S:
            edits.popleft()
        return edits
