"""The first links of the chain: who asks, and where."""

from bot.domain.generation import DM_SERVER_ID, NewGeneration
from bot.domain.moderation.blocks import block_decision
from bot.domain.moderation.command_permissions import command_decision
from bot.domain.moderation.places import channel_decision, review_there
from bot.domain.moderation.reviewing import Review, review_of
from bot.domain.moderation.roles import role_decision
from bot.domain.moderation.verdicts import ALLOWED, Decision, strictest
from bot.generation.moderation.command_permissions import KnownPermissions
from bot.generation.moderation.policies import Rulebook
from bot.generation.moderation.stage import Stage
from bot.timing import Time


def blocked_stage(time: Time) -> Stage:
    """Return the link that keeps blocked members out."""

    async def judge(new: NewGeneration, book: Rulebook) -> Decision:
        return block_decision(book.blocks, new.place.member_id, time.now())

    return Stage("blocked", judge)


def command_stage(permissions: KnownPermissions) -> Stage:
    """Return the link that applies what admins have set in Discord for the command."""

    async def judge(new: NewGeneration, book: Rulebook) -> Decision:
        del book
        if new.place.server_id == DM_SERVER_ID:
            return ALLOWED
        known = permissions.of(new.place.server_id)
        return command_decision(known, new.place, new.asker)

    return Stage("command", judge)


def places_stage() -> Stage:
    """Return the link with the rules of channels and roles."""

    async def judge(new: NewGeneration, book: Rulebook) -> Decision:
        if new.place.server_id == DM_SERVER_ID:
            return ALLOWED
        return strictest(
            (
                channel_decision(new.place, book.policy, book.channels),
                role_decision(book.role_table, new.asker),
                _review(new, book).before_generating,
            )
        )

    return Stage("places", judge)


def image_review(new: NewGeneration, book: Rulebook) -> Decision:
    """Return whether a moderator sees the images before anyone else does."""
    return _review(new, book).before_posting


def _review(new: NewGeneration, book: Rulebook) -> Review:
    there = review_there(new.place, book.policy, book.channels)
    return review_of(there, book.role_table, new.asker)
