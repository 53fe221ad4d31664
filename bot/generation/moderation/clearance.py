"""Clearance: no image is shown that a rule has not let pass, nor a moderator where one is asked.

Every road to a person leads through here, whoever brings it there: a first delivery, a second try,
a restart. What has passed is remembered until it is shown; after a restart it is judged again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.domain.generation import Generation, StoredImage
from bot.domain.moderation.reviewing import with_trust
from bot.domain.moderation.verdicts import ALLOWED, Decision, Rule, Verdict, strictest
from bot.generation.moderation.policies import Policies, Rulebook
from bot.generation.moderation.refused import refusal_text
from bot.store.holding import Hold
from bot.store.reviews import Reviews
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_BY_CHANNEL = Decision(verdict=Verdict.REVIEW, rule=Rule.CHANNEL_REVIEW, where="image")


class ImageGate(Protocol):
    """Judges what images show."""

    async def judge(self, generation: Generation, images: Sequence[StoredImage]) -> Decision:
        """Return what the rules of its server say of them.

        Raises:
            StorageUnavailable: A file or a rule cannot be read now, so nothing is let past.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """``is_cleared``: it may be shown. Else it is held until then, or refused, or another's."""

    is_cleared: bool = False
    held: Generation | None = None
    until: datetime | None = None
    refused: Generation | None = None


class Clearance:
    """Asks the gate, and holds or refuses what does not pass it.

    *told* is called when moderators have something new to see.
    """

    def __init__(
        self,
        *,
        gate: ImageGate,
        policies: Policies,
        reviews: Reviews,
        time: Time,
        owner: str,
        told: Callable[[], None],
    ) -> None:
        self._gate = gate
        self._policies = policies
        self._reviews = reviews
        self._time = time
        self._owner = owner
        self._told = told
        self._passed: set[int] = set()

    def has_passed(self, generation: Generation) -> bool:
        """Tell whether the images may be shown, as far as that was decided."""
        return generation.is_image_approved or generation.id in self._passed

    def forget(self, generation_id: int) -> None:
        """Remember it no longer: it was shown."""
        self._passed.discard(generation_id)

    async def of(self, generation: Generation) -> Outcome:
        """Decide about the stored images of a ready generation.

        Raises:
            StorageUnavailable: It could not be decided now, so they are not shown.
        """
        if self.has_passed(generation):
            return Outcome(is_cleared=True)
        book = await self._policies.of(generation.place.server_id)
        decision = await self._gate.judge(generation, generation.images)
        by_channel = _BY_CHANNEL if generation.is_image_reviewed else ALLOWED
        by_channel = with_trust(
            by_channel, book.trusts, generation.place.member_id, self._time.now()
        )
        decision = strictest([decision, by_channel])
        if decision.is_allowed:
            self._passed.add(generation.id)
            return Outcome(is_cleared=True)
        logger.info("not shown", generation=generation.id, rule=decision.rule)
        return await self._keep_back(generation, decision, book)

    async def _keep_back(
        self, generation: Generation, decision: Decision, book: Rulebook
    ) -> Outcome:
        now = self._time.now()
        has_moderators = book.moderators_channel_id is not None
        is_reviewed = decision.verdict is Verdict.REVIEW
        until = now + timedelta(hours=book.policy.review_hours)
        why = Hold(
            decision=decision,
            now=now,
            until=until,
            owner=self._owner,
            has_moderators=has_moderators,
            # Whom nobody could ask, nobody has judged either.
            gives_back=is_reviewed and not has_moderators,
        )
        if is_reviewed and has_moderators:
            held = await self._reviews.hold(generation.id, why)
            self._told()
            return Outcome(held=held, until=until)
        refused = await self._reviews.refuse(generation.id, why, refusal_text(decision.rule))
        self._told()
        return Outcome(refused=refused)
