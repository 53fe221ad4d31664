"""What a session, a full queue or a block of this moment has refused, in the moderation log."""

from collections.abc import Mapping

import structlog

from bot.domain.generation import NewGeneration
from bot.domain.moderation.blocks import BlockedMeanwhile, block_values
from bot.domain.moderation.log import Action, LogEntry, prompt_kept
from bot.domain.moderation.verdicts import Rule
from bot.domain.sessions.refusals import SessionRefused
from bot.errors import ServerQueueFull, StorageUnavailable, TooManyWaiting
from bot.store.moderation_log import ModerationLog
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

OtherRefusal = SessionRefused | TooManyWaiting | ServerQueueFull | BlockedMeanwhile


class OtherRefusals:
    """Logs each, one entry a refusal, as the chain logs its own."""

    def __init__(self, log: ModerationLog, time: Time) -> None:
        self._log = log
        self._time = time

    async def note(self, new: NewGeneration, refusal: OtherRefusal) -> None:
        """Log it; the member reads the refusal itself, even if it cannot be logged now."""
        rule, where, values = _told(refusal)
        logger.info("refused", server=new.place.server_id, rule=rule)
        entry = LogEntry(
            server_id=new.place.server_id,
            at=self._time.now(),
            action=Action.REFUSED,
            member_id=new.place.member_id,
            channel_id=new.place.channel_id,
            rule=rule,
            where=where,
            values=values,
            text=prompt_kept(new.request.prompt, rule),
        )
        try:
            await self._log.add([entry])
        except StorageUnavailable as error:
            logger.warning("refusal not logged", fault=repr(error.__cause__ or error))


def _told(refusal: OtherRefusal) -> tuple[Rule, str, Mapping[str, str]]:
    if isinstance(refusal, SessionRefused):
        return Rule.SESSION, "session", {"refusal": str(refusal.refusal)}
    if isinstance(refusal, BlockedMeanwhile):
        return Rule.BLOCKED, "member", block_values(refusal.until)
    where = "member" if isinstance(refusal, TooManyWaiting) else "queue"
    values = {"waiting": str(refusal.waiting), "most": str(refusal.limit)}
    return Rule.WAITING, where, values
