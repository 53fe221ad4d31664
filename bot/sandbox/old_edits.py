"""Messages older than an hour take only so many edits by the bot's own token (30046)."""

from collections import Counter
from datetime import datetime, timedelta

from bot.sandbox.message_payloads import Message
from bot.sandbox.refusals import too_many_old_edits
from bot.timing import Time

_OLD = timedelta(hours=1)


class OldEdits:
    """Counts the edits of old messages; Discord names neither number nor window, so *most* is ours.

    Whether edits by an interaction's token count is moot: the token has died long before.
    """

    def __init__(self, time: Time, most: int) -> None:
        self._time = time
        self._most = most
        self._counts: Counter[int] = Counter()

    def count(self, message: Message) -> None:
        """Note that the bot edits the message.

        Raises:
            DiscordRefusal: 30046.
        """
        if self._time.now() - datetime.fromisoformat(message.created_at) < _OLD:
            return
        if self._counts[message.id] >= self._most:
            raise too_many_old_edits()
        self._counts[message.id] += 1
