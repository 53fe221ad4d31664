"""How much may be used in a place, in the words of `/mod rules` and `/setup`."""

from bot.domain.generation import MemberLimits, Place
from bot.domain.moderation.asker import Asker
from bot.domain.quotas import Limit, Scope
from bot.replies.parts.amounts import allowance_text
from bot.store.quotas import Quotas
from bot.texts import gettext as _
from bot.timing import Time


class Allowances:
    """Reads every limit that counts for somebody in some place."""

    def __init__(self, quotas: Quotas, limits: MemberLimits, time: Time) -> None:
        self._quotas = quotas
        self._limits = limits
        self._time = time

    async def lines(self, place: Place, asker: Asker) -> list[str]:
        """Return one line for each limit.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        now = self._time.now()
        standings = await self._quotas.standings(place, asker, self._limits, now)
        return [allowance_line(one.limit, self._limits.currency) for one in standings]


def allowance_line(limit: Limit, currency: str) -> str:
    """Say whom a limit counts for, and how much it allows."""
    whose = {
        Scope.MEMBER: _("Each member: {amount}."),
        Scope.CHANNEL: _("All members together in this channel: {amount}."),
        Scope.SERVER: _("All members of this server together: {amount}."),
        Scope.OPERATOR: _("All servers of this bot together: {amount}."),
    }[limit.counted]
    return whose.format(amount=allowance_text(limit.allowance, limit.period, currency))
