"""The chain: every request, whatever its road, meets the same rules in the same order.

Blocked member, channel and role rules, prompt policy, image input policy; quota and budget are
checked after it, in the transaction that takes the units.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.domain.generation import NewGeneration
from bot.domain.moderation.log import Action, LogEntry, prompt_kept
from bot.domain.moderation.reviewing import with_trust
from bot.domain.moderation.reviews import BY_IMAGE
from bot.domain.moderation.verdicts import Decision, Verdict, strictest
from bot.generation.moderation.first_stages import image_review
from bot.generation.moderation.policies import Policies, Rulebook
from bot.generation.moderation.refused import Refused
from bot.generation.moderation.stage import Stage
from bot.store.moderation_log import ModerationLog
from bot.timing import Time

BEFORE_POSTING = "before_posting"

logger = structlog.stdlib.get_logger(__name__)


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
        trusts, member_id, now = book.trusts, new.place.member_id, self._time.now()
        decision = with_trust(await self.judge(new, book), trusts, member_id, now)
        held = with_trust(image_review(new, book), trusts, member_id, now)
        strict = if_nobody_looks(strictest((decision, held)), book)
        if strict.verdict is Verdict.REFUSE:
            await self.refuse(new, strict)
        is_reviewed = new.is_image_reviewed or not held.is_allowed
        return replace(
            new,
            decision=decision,
            is_image_reviewed=is_reviewed,
            review_for=timedelta(hours=book.policy.review_hours),
        )

    async def refuse(self, new: NewGeneration, decision: Decision) -> None:
        """Log that *decision* stands against *new*.

        Raises:
            Refused: Always.
            StorageUnavailable: It cannot be logged now; it is refused all the same.
        """
        logger.info("refused", server=new.place.server_id, rule=decision.rule)
        await self._log.add([refusal_entry(new, decision, self._time)])
        raise Refused(decision)

    async def dry_run(self, new: NewGeneration, book: Rulebook) -> Sequence[tuple[str, Decision]]:
        """Return what every stage says of *new*, by its name, and last what becomes of the images.

        Logs nothing and takes nothing.
        """
        said = [(stage.name, await stage.judge(new, book)) for stage in self._stages]
        return [*said, (BEFORE_POSTING, image_review(new, book))]

    async def judge(self, new: NewGeneration, book: Rulebook) -> Decision:
        """Return the strictest decision; what refuses ends the chain at once, and logs nothing."""
        decisions = []
        for stage in self._stages:
            decision = await stage.judge(new, book)
            if decision.verdict is Verdict.REFUSE:
                return decision
            decisions.append(decision)
        # Of equals the one that no trust lets pass: a picture is looked at wherever it waits.
        return strictest(sorted(decisions, key=lambda one: one.rule not in BY_IMAGE))


def if_nobody_looks(decision: Decision, book: Rulebook) -> Decision:
    """Return a refusal of what is to wait for a moderator where none has a channel to look in."""
    if decision.verdict is Verdict.REVIEW and book.moderators_channel_id is None:
        return replace(decision, verdict=Verdict.REFUSE)
    return decision


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
        text=prompt_kept(new.request.prompt, decision.rule),
    )
