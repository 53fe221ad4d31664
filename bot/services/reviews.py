"""Reviews by moderators, put together in one place; starts nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.generation.called import Called
from bot.generation.chores import Chore, periodic
from bot.generation.moderation.clearance import Clearance, ImageGate
from bot.generation.moderation.expiry import Expiry
from bot.generation.moderation.prompt_stage import prompt_stage
from bot.generation.moderation.reviewing import Reviewing
from bot.replies.moderation.review_cards import ReviewCards
from bot.replies.moderation.review_desk import ReviewDesk
from bot.replies.moderation.review_pictures import ReviewPictures
from bot.replies.moderation.review_posting import ReviewPosting
from bot.replies.sending.edit_queue import EditQueue
from bot.replies.sending.uploads import Packer
from bot.services.foundation import Foundation
from bot.services.moderation import Moderation
from bot.store.generations import Generations
from bot.store.reviews import Reviews

_LOOK_AGAIN_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewParts:
    """What the work, the admission and the cog of reviews are given."""

    reviews: Reviews
    reviewing: Reviewing
    called: Called
    clearance: Clearance
    expiry: Expiry
    cards: ReviewCards
    chores: Sequence[Chore]
    desk: ReviewDesk


def build_reviews(
    base: Foundation,
    client: discord.Client,
    *,
    generations: Generations,
    moderation: Moderation,
    packer: Packer,
    gate: ImageGate,
) -> ReviewParts:
    """Put the parts together."""
    reviews, called, policies = Reviews(base.database), moderation.called, moderation.policies
    posting = ReviewPosting(client, generations, ReviewPictures(base.image_files, packer))
    cards = _cards(base, reviews, generations, moderation, posting)
    moderation.barring.tell(cards.changed)
    owner = base.settings.work.instance
    reviewing = Reviewing(
        reviews=reviews,
        generations=generations,
        policies=policies,
        called=called,
        barring=moderation.barring,
        words=prompt_stage().judge,
        told=cards.changed,
        time=base.time,
        owner=owner,
    )
    return ReviewParts(
        reviews=reviews,
        reviewing=reviewing,
        called=called,
        clearance=Clearance(
            gate=gate,
            policies=policies,
            reviews=reviews,
            time=base.time,
            owner=owner,
            told=cards.changed,
        ),
        expiry=Expiry(reviewing, base.time),
        cards=cards,
        chores=(
            Chore(name="review cards", delay_s=cards.delay_s, do=cards.step),
            periodic("review cards left", _LOOK_AGAIN_S, cards.look_again, base.time),
        ),
        desk=ReviewDesk(
            moderators=moderation.moderators,
            sparing=moderation.sparing,
            reviewing=reviewing,
            reviews=reviews,
            generations=generations,
            policies=policies,
            posting=posting,
            cards=cards,
        ),
    )


def _cards(
    base: Foundation,
    reviews: Reviews,
    generations: Generations,
    moderation: Moderation,
    posting: ReviewPosting,
) -> ReviewCards:
    live = base.settings.live
    return ReviewCards(
        reviews=reviews,
        generations=generations,
        policies=moderation.policies,
        posting=posting,
        # Of its own: what members see is not to wait behind what moderators do.
        queue=EditQueue(
            base.time, interval_s=live.edit_interval_s, per_minute=live.channel_edits_per_minute
        ),
        time=base.time,
    )
