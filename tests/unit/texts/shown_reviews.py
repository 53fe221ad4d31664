"""What is shown of reviews, for the tests of every text."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import discord

from bot.domain.generation import Generation
from bot.domain.moderation.reviews import Review, ReviewStage, ReviewStatus
from bot.domain.moderation.verdicts import Rule
from bot.replies.moderation.review_card import review_card
from bot.replies.moderation.review_forms import edit_modal, reject_modal
from bot.replies.moderation.reviews_panel import PAGE, reviews_panel
from bot.replies.parts.rejected_card import rejected_card
from tests.unit.replies.samples import NOW

View = discord.ui.LayoutView | discord.ui.Modal
_URL = "https://лиса/1/2/3"


def review(data: str, **changes: object) -> Review:
    """Return a review whose every word is *data*."""
    made = Review(
        id=10**18,
        generation_id=1,
        stage=ReviewStage.PROMPT,
        server_id=7,
        member_id=80,
        status=ReviewStatus.OPEN,
        rule=Rule.TERM,
        where="prompt",
        values={"term": data},
        created_at=NOW,
        expires_at=NOW + timedelta(hours=24),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # each of its own kind


def review_views(one: Generation, data: str) -> Iterator[tuple[str, View]]:
    """Yield cards, modals and the list, by name."""
    for rule in Rule:
        waits = review(data, rule=rule, values={"term": data, "role": "5"})
        yield f"review: {rule}", review_card(waits, one, url=_URL, parent_url=_URL)
    for stage in ReviewStage:
        for status in ReviewStatus:
            ended = review(
                data, stage=stage, status=status, decided_by=9, decided_at=NOW, reason=data
            )
            yield f"review: {stage} {status}", review_card(ended, one, names=["a.png"])
            yield f"rejected: {stage} {status}", rejected_card(one, ended, 2)
    yield "review without images", review_card(review(data, stage=ReviewStage.IMAGE), one)
    yield "rejected: no moderator", rejected_card(replace(one, reason=data), None, 0)
    yield "review: reject", reject_modal(review(data))
    yield "review: edit", edit_modal(review(data), one)
    page = [
        review(data, id=number, message_id=None if number % 2 else 5)
        for number in range(1, PAGE + 1)
    ]
    yield (
        "reviews",
        reviews_panel(page, {1: one}, count=1_200, has_channel=False, after_id=9),
    )
    images = [replace(each, stage=ReviewStage.IMAGE) for each in page[:1]]
    yield "reviews, one", reviews_panel(images, {}, count=1, has_channel=True)
    yield "no reviews", reviews_panel([], {}, count=0, has_channel=True)
