"""Ids as Discord makes them: the time in milliseconds, then a number that counts up."""

from bot.timing import Time

_DISCORD_EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Makes ids that never repeat and carry the time of the injected clock."""

    def __init__(self, time: Time) -> None:
        self._time = time
        self._last = 0

    def new(self) -> int:
        """Return the next id."""
        now_ms = int(self._time.now().timestamp() * 1000) - _DISCORD_EPOCH_MS
        self._last = max(self._last + 1, now_ms << 22)
        return self._last
