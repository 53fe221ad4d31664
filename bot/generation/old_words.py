"""Making what was delivered before words were written findable, a little each minute."""

import structlog

from bot.errors import StorageUnavailable
from bot.store.words import WordBacklog

logger = structlog.stdlib.get_logger(__name__)

_STEPS = 20  # a minute, of fifty prompts each; others' changes get in between


class OldWords:
    """Done once and for all after an upgrade; from then on each step finds nothing to do."""

    name = "words of old prompts"

    def __init__(self, backlog: WordBacklog) -> None:
        self._backlog = backlog
        self._is_done = False

    async def step(self) -> None:
        """Do what one minute allows; what fails is logged, and done again later."""
        if self._is_done:
            return
        try:
            for _step in range(_STEPS):
                if not await self._backlog.write_some():
                    self._is_done = True
                    return
        except StorageUnavailable as error:
            logger.warning("old prompts put off", fault=repr(error.__cause__ or error))
