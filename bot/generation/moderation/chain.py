"""The chain: every request, whatever its road, meets the same rules in the same order.

Blocked member, channel and role rules, prompt policy, image input policy; quota and budget are
checked after it, in the transaction that takes the units.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.domain.generation import NewGeneration
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.verdicts import Decision, Verdict, strictest
from bot.generation.moderation.policies import Policies, Rulebook
from bot.generation.moderation.refused import Refused
from bot.store.moderation_log import ModerationLog
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

# Pure rules stand in bot.domain.moderation; a stage reads for them what they look at.
Judge = Callable[[NewGeneration, Rulebook], Awaitable[Decision]]


@dataclass(frozen=True, slots=True)
class Stage:
    """One link of the chain, under the name that the moderators' dry run shows."""

    name: str
    judge: Judge


class Chain:
    """Judges requests; the stages are in the order that the design says."""

    def __init__(
        self, policies: Policies, stages: Sequence[Stage], log: ModerationLog, time: Time
    ) -> None:
        self._policies = policies
        self._stages = tuple(stages)
        self._log = log
        self._time = time

    async def check(self, new: NewGeneration) -> NewGeneration:
        """Return *new* with the decision about it, as a check of the admission.

        Raises:
            Refused: A rule stands against it; that is logged.
            StorageUnavailable: The rules cannot be read now, so nothing is let past them.
        """
        book = await self._policies.of(new.place.server_id)
        decision = await self.judge(new, book)
        if decision.verdict is Verdict.REVIEW and book.moderators_channel_id is None:
            decision = replace(decision, verdict=Verdict.REFUSE)  # nobody would ever look at it
        if decision.verdict is Verdict.REFUSE:
            await self.refuse(new, decision)
        return replace(new, decision=decision)

    async def refuse(self, new: NewGeneration, decision: Decision) -> None:
        """Log that *decision* stands against *new*.

        Raises:
            Refused: Always.
            StorageUnavailable: It cannot be logged now; it is refused all the same.
        """
        logger.info("refused", server=new.place.server_id, rule=decision.rule)
        await self._log.add([refusal_entry(new, decision, self._time)])
        raise Refused(decision)

    async def judge(self, new: NewGeneration, book: Rulebook) -> Decision:
        """Return the strictest decision; what refuses ends the chain at once, and logs nothing."""
        decisions = []
        for stage in self._stages:
            decision = await stage.judge(new, book)
            if decision.verdict is Verdict.REFUSE:
                return decision
            decisions.append(decision)
        return strictest(decisions)


def refusal_entry(new: NewGeneration, decision: Decision, time: Time) -> LogEntry:
    """Return the log's entry of a refusal; the prompt stays as long as prompts do."""
    return LogEntry(
        server_id=new.place.server_id,
        at=time.now(),
        action=Action.REFUSED,
        member_id=new.place.member_id,
        channel_id=new.place.channel_id,
        rule=decision.rule,
        where=decision.where,
        values=decision.values,
        text=new.request.prompt,
    )
