"""The errand that brings the moderators' cards up to date, within what a channel takes.

The rows say which cards are not; so it goes on after a restart, an outage, or when the server names
another channel. ``step`` is a chore of the work.
"""

from collections.abc import Iterable

import structlog

from bot.domain.moderation.reviews import Review, ReviewStatus
from bot.errors import StorageUnavailable
from bot.generation.moderation.policies import Policies
from bot.replies.moderation.review_posting import Posted, ReviewPosting
from bot.replies.sending.edit_queue import EditQueue
from bot.store.generations import Generations
from bot.store.reviews import Reviews
from bot.texts import in_english
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_PAGE = 100
_MOST_KNOWN = 300  # that wait for their edit; the others are found again
_FIRST_REST_S = 60.0
_LONGEST_REST_S = 15 * 60.0


class ReviewCards:
    """Posts and edits, the oldest first; the *queue* spaces what one channel gets."""

    def __init__(
        self,
        *,
        reviews: Reviews,
        generations: Generations,
        policies: Policies,
        posting: ReviewPosting,
        queue: EditQueue,
        time: Time,
    ) -> None:
        self._reviews = reviews
        self._generations = generations
        self._policies = policies
        self._posting = posting
        self._queue = queue
        self._time = time
        self._is_due = True  # an earlier run may have left some
        self._has_left = False
        self._waiting: dict[int, int] = {}  # the channels of reviews that wait for their edit
        self._rests: dict[int, tuple[float, float]] = {}  # channels: until when, and how long next

    def changed(self) -> None:
        """Say that a card does not show what is so by now; returns at once."""
        self._is_due = True

    def delay_s(self) -> float | None:
        """Return in how many seconds there is something to do, None until something changes."""
        return 0.0 if self._is_due else self._queue.wait_s()

    async def look_again(self) -> None:
        """Try anew what could not be shown: a server may have set its channel by now."""
        if self._has_left:
            self._is_due = True

    async def step(self) -> None:
        """Show what may be shown now; what fails is tried again later."""
        try:
            if self._is_due:
                self._is_due = False
                await self._find()
            for review_id in self._queue.take():
                await self._show(review_id, self._waiting.pop(review_id, None))
        except StorageUnavailable as error:
            self._has_left = True
            logger.warning("cards of reviews put off", fault=in_english(error))

    async def _find(self) -> None:
        self._has_left = False
        after_id = 0
        while len(self._waiting) < _MOST_KNOWN:
            page = await self._reviews.stale(after_id, _PAGE)
            await self._put(page)
            if len(page) < _PAGE:
                return
            after_id = page[-1].id
        self._has_left = True

    async def _put(self, page: Iterable[Review]) -> None:
        for review in page:
            channel_id = await self._channel_of(review)
            if channel_id is None or self._rests_in(channel_id):
                self._has_left = True
                continue
            self._waiting[review.id] = channel_id
            self._queue.put(channel_id, review.id)

    async def _channel_of(self, review: Review) -> int | None:
        book = await self._policies.of(review.server_id)
        return book.moderators_channel_id or review.channel_id

    async def _show(self, review_id: int, channel_id: int | None) -> None:
        review = await self._reviews.get(review_id)
        if review is None or review.is_card_current or channel_id is None:
            return
        generation = await self._generations.get(review.generation_id)
        is_worth_it = review.message_id is not None or review.status in {
            ReviewStatus.OPEN,
            ReviewStatus.REFUSED,
        }
        if generation is None or not is_worth_it:  # decided before its card ever stood
            await self._reviews.card_shows(review.id, review.status, None)
            return
        shown = await self._posting.show(review, generation, channel_id)
        if shown is Posted.UNREACHABLE:
            self._has_left = True
            self._rest(channel_id)
            return
        self._rests.pop(channel_id, None)
        card = None if shown is Posted.GONE else shown
        await self._reviews.card_shows(review.id, review.status, card)
        self._queue.forget(review.id)

    def _rests_in(self, channel_id: int) -> bool:
        until_s, _next_s = self._rests.get(channel_id, (0.0, 0.0))
        return until_s > self._time.monotonic()

    def _rest(self, channel_id: int) -> None:
        _until_s, rest_s = self._rests.get(channel_id, (0.0, _FIRST_REST_S))
        until_s = self._time.monotonic() + rest_s
        self._rests[channel_id] = (until_s, min(2 * rest_s, _LONGEST_REST_S))
        logger.warning("no card of a review in its channel", channel=channel_id, rest_s=rest_s)
