"""Reviewing: what moderators decide about what waits for them, and what follows from it.

The decision is the database's; the work then goes on from the row, as after a restart, so that
nothing hangs on the press that brought it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from bot.domain.generation import Generation, NewGeneration
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.reviews import TRUST, Block, Review, ReviewStage, ReviewStatus
from bot.domain.moderation.verdicts import Decision, Verdict
from bot.domain.request import ImageRequest, image_request
from bot.errors import NotAllowed, UserError
from bot.generation.called import Called
from bot.generation.moderation.barring import Barring
from bot.generation.moderation.policies import Policies
from bot.generation.moderation.refused import found_words
from bot.generation.moderation.stage import Judge
from bot.store.block_rows import Blocked
from bot.store.generations import Generations
from bot.store.leases import LEASE
from bot.store.review_steps import Decided, Ruling
from bot.store.reviews import Reviews
from bot.texts import gettext as _
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderator:
    """Who decides, and in which server; both as Discord has said it of this press."""

    member_id: int
    server_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """What came of trusting a member: *refused* go on waiting, by the words that they have."""

    decided: Sequence[Decided]
    refused: int = 0


class Reviewing:
    """Decides. *told* is called whenever cards are to be shown another way.

    *words* is the link of the chain that looks at them, for those that a moderator changes.
    """

    def __init__(  # noqa: PLR0913 - a decision touches all of them
        self,
        *,
        reviews: Reviews,
        generations: Generations,
        policies: Policies,
        called: Called,
        barring: Barring,
        words: Judge,
        told: Callable[[], None],
        time: Time,
        owner: str,
    ) -> None:
        self._reviews = reviews
        self._generations = generations
        self._policies = policies
        self._called = called
        self._barring = barring
        self._words = words
        self._told = told
        self._time = time
        self._owner = owner

    async def of(self, review_id: int, server_id: int) -> tuple[Review, Generation]:
        """Return a review of that server, with what it is about.

        Raises:
            NotAllowed: There is none: it was another server's, or is not kept any more.
            StorageUnavailable: The database does not answer.
        """
        review = await self._reviews.get(review_id)
        if review is None or review.server_id != server_id:
            raise _unknown()
        generation = await self._generations.get(review.generation_id)
        if generation is None:
            raise _unknown()
        return review, generation

    async def approve(self, review_id: int, by: Moderator) -> Decided:
        """Let it pass, unless the server's rules refuse its words by now.

        Raises:
            NotAllowed: That server has no such review.
            UserError: The words were put on the list since; it goes on waiting.
            StorageUnavailable: The database does not take it.
        """
        review, generation = await self.of(review_id, by.server_id)
        if review.is_open and review.stage is ReviewStage.PROMPT:
            await self._check_words(generation, generation.request)
        return await self._decide(review_id, self._ruling(ReviewStatus.APPROVED, by))

    async def reject(self, review_id: int, by: Moderator, reason: str) -> Decided:
        """Do not let it pass, with a *reason* that its member reads; "" for none.

        Raises:
            NotAllowed: That server has no such review.
            StorageUnavailable: The database does not take it.
        """
        return await self._decide(review_id, self._ruling(ReviewStatus.REJECTED, by, reason))

    async def edit(
        self, review_id: int, by: Moderator, prompt: str, negative_prompt: str
    ) -> Decided:
        """Let it pass with other words, unless the server's rules refuse these too.

        Raises:
            NotAllowed: That server has no such review.
            UserError: The words cannot be, or are refused.
            StorageUnavailable: The database does not take it.
        """
        _review, generation = await self.of(review_id, by.server_id)
        changed = _changed(generation.request, prompt, negative_prompt)
        if changed == generation.request:
            return await self.approve(review_id, by)
        await self._check_words(generation, changed)
        ruling = self._ruling(ReviewStatus.EDITED, by, changed=changed)
        return await self._decide(review_id, ruling)

    async def trust(self, review_id: int, by: Moderator) -> Trusted:
        """Approve all of its member for an hour: what waits, and what they will ask for.

        What the server's rules refuse by now goes on waiting.

        Raises:
            NotAllowed: That server has no such review.
            StorageUnavailable: The database does not take it.
        """
        review, _generation = await self.of(review_id, by.server_id)
        ruling = self._ruling(ReviewStatus.APPROVED, by)
        until = ruling.now + TRUST
        entry = self._entry(Action.TRUSTED, review, ruling)
        refused = await self._refused_by_now(review)
        decided = await self._reviews.trust(review.member_id, until, ruling, entry, but=refused)
        self._policies.changed(by.server_id)
        self._go_on(decided)
        return Trusted(decided=decided, refused=len(refused))

    async def block(self, review_id: int, by: Moderator, block: Block) -> Blocked:
        """Block its member, and reject all that waits of them; a longer block stays.

        Raises:
            NotAllowed: That server has no such review.
            StorageUnavailable: The database does not take it.
        """
        review, _generation = await self.of(review_id, by.server_id)
        ruling = self._ruling(ReviewStatus.REJECTED, by)
        until = None if block.length is None else ruling.now + block.length
        entry = self._entry(Action.BLOCKED, review, ruling, length=block)
        blocked = await self._reviews.block(review.member_id, until, entry)
        self._barring.follow(by.server_id, blocked.ended)
        return blocked

    async def expire(self) -> int:
        """End what nobody has decided in time; return how many these are.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        found = await self._reviews.over(self._time.now(), _MOST_AT_ONCE)
        for review_id, server_id in found:
            ruling = self._ruling(ReviewStatus.EXPIRED, Moderator(member_id=0, server_id=server_id))
            decided = await self._reviews.decide(review_id, ruling)
            self._go_on([decided] if decided is not None else [])
        return len(found)

    async def _decide(self, review_id: int, ruling: Ruling) -> Decided:
        decided = await self._reviews.decide(review_id, ruling)
        if decided is None:
            raise _unknown()
        self._go_on([decided])
        return decided

    def _go_on(self, decided: Sequence[Decided]) -> None:
        first = [one for one in decided if one.is_first]
        for one in first:
            review = one.review
            logger.info("review decided", generation=review.generation_id, status=review.status)
        if first:
            self._told()
            self._called.take_up(one.review.generation_id for one in first)

    def _ruling(
        self,
        status: ReviewStatus,
        by: Moderator,
        reason: str = "",
        changed: ImageRequest | None = None,
    ) -> Ruling:
        now = self._time.now()
        return Ruling(
            status=status,
            server_id=by.server_id,
            moderator_id=by.member_id or None,
            now=now,
            owner=self._owner,
            lease_until=now + LEASE,
            reason=reason,
            changed=changed,
        )

    def _entry(self, action: Action, review: Review, ruling: Ruling, **values: str) -> LogEntry:
        return LogEntry(
            server_id=review.server_id,
            at=ruling.now,
            action=action,
            actor_id=ruling.moderator_id,
            member_id=review.member_id,
            generation_id=review.generation_id,
            values=values,
        )

    async def _refused_by_now(self, review: Review) -> frozenset[int]:
        """Return which of the member's that wait the words of the server do not let pass."""
        refused: set[int] = set()
        for one in await self._reviews.open_of_member(review.server_id, review.member_id):
            generation = await self._generations.get(one.generation_id)
            if generation is None or one.stage is not ReviewStage.PROMPT:
                continue
            decision = await self._judged(generation, generation.request)
            if decision.verdict is Verdict.REFUSE:
                refused.add(one.id)
        return frozenset(refused)

    async def _check_words(self, generation: Generation, request: ImageRequest) -> None:
        decision = await self._judged(generation, request)
        if decision.verdict is Verdict.REFUSE:
            raise _refused(decision)

    async def _judged(self, generation: Generation, request: ImageRequest) -> Decision:
        book = await self._policies.of(generation.place.server_id)
        new = NewGeneration(
            request=request,
            place=generation.place,
            provider=generation.provider,
            style=generation.style,
        )
        return await self._words(new, book)


def _changed(request: ImageRequest, prompt: str, negative_prompt: str) -> ImageRequest:
    fields = request.model_dump() | {"prompt": prompt, "negative_prompt": negative_prompt}
    return image_request(**fields)


def _refused(decision: Decision) -> UserError:
    return UserError(
        _(
            "The rules of this server refuse those words for everybody: {found}. Change them, or "
            "reject the request. Nothing was decided."
        ).format(found=found_words(decision))
    )


def _unknown() -> NotAllowed:
    return NotAllowed(_("I do not know this request any more."))
