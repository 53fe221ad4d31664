"""Bounded, jittered waiting between the attempts of what may be repeated."""

from random import SystemRandom

from bot.timing import Time

ATTEMPTS = 3
_FIRST_DELAY_S = 0.3
_FACTOR = 3.0
_JITTER = 0.5  # each delay is 50 to 150 % of the plain one


class Backoff:
    """Waits longer after each attempt, never twice the same."""

    def __init__(self, time: Time) -> None:
        self._time = time
        self._random = SystemRandom()

    async def wait(self, attempt: int) -> bool:
        """Wait before the next attempt after the failed *attempt*, counted from 0.

        Returns:
            False, at once, if that was the last one.
        """
        if attempt + 1 >= ATTEMPTS:
            return False
        share = self._random.uniform(1 - _JITTER, 1 + _JITTER)
        await self._time.sleep(_FIRST_DELAY_S * _FACTOR**attempt * share)
        return True
