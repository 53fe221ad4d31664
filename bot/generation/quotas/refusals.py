"""What a quota or a budget has refused, in the moderation log."""

import structlog

from bot.domain.generation import NewGeneration
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.quota_refusals import LimitReached
from bot.errors import StorageUnavailable
from bot.store.quotas import Quotas
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)


class QuotaRefusals:
    """Logs each, as the chain logs its own; the transaction that refused has kept nothing."""

    def __init__(self, quotas: Quotas, time: Time) -> None:
        self._quotas = quotas
        self._time = time

    async def note(self, new: NewGeneration, refusal: LimitReached) -> None:
        """Log it; the member reads the refusal itself, even if it cannot be logged now."""
        limit = refusal.shortage.limit
        entry = LogEntry(
            server_id=new.place.server_id,
            at=self._time.now(),
            action=Action.REFUSED,
            member_id=new.place.member_id,
            channel_id=new.place.channel_id,
            rule=refusal.rule,
            where=limit.source,
            values={
                "period": str(limit.period),
                "counted": "money" if refusal.shortage.is_money else "images",
                "wanted": str(refusal.wanted),
                "left": str(refusal.left),
                "quota": str(refusal.quota),
            },
        )
        logger.info("refused", server=new.place.server_id, rule=refusal.rule)
        try:
            await self._quotas.refused(entry, refusal.shortage)
        except StorageUnavailable as error:
            logger.warning("refusal not logged", fault=repr(error.__cause__ or error))
