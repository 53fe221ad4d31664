"""Rulebooks for the tests of what a person sees: the one that nobody changed, and a full one."""

from datetime import UTC, datetime

from bot.domain.moderation.policy import (
    Access,
    ChannelRules,
    Level,
    ReviewMode,
    RoleRules,
    ServerPolicy,
    StrikeRules,
    Thresholds,
)
from bot.domain.moderation.words.prompt_policy import PromptPolicy
from bot.domain.moderation.words.starting_words import StartingWords
from bot.generation.moderation.policies import Rulebook

LATER = datetime(2027, 1, 1, tzinfo=UTC)


NO_WORDS = PromptPolicy(StartingWords())
FRESH = Rulebook(
    server_id=22,
    policy=ServerPolicy(),
    channels={},
    roles={},
    blocks={},
    trusts={},
    moderators_channel_id=None,
    words=NO_WORDS,
)
FULL = Rulebook(
    server_id=22,
    policy=ServerPolicy(
        review=ReviewMode.POSTING,
        everyone=Thresholds(review_at=33, refuse_at=66),
        moderator_role_ids=frozenset({5}),
        strikes=StrikeRules(block_at=4, block_days=None),
    ),
    channels={
        1: ChannelRules(level=Level.EVERYONE, review=ReviewMode.GENERATING),
        2: ChannelRules(level=Level.OFF),
        3: ChannelRules(level=Level.MATURE, review=ReviewMode.POSTING),
    },
    roles={
        5: RoleRules(access=Access.ALLOWED),
        6: RoleRules(access=Access.DENIED),
        7: RoleRules(review=ReviewMode.NONE),
        11: RoleRules(review=ReviewMode.GENERATING),
        12: RoleRules(review=ReviewMode.POSTING),
    },
    blocks={8: None, 9: LATER},
    trusts={10: LATER},
    moderators_channel_id=4,
    words=NO_WORDS,
)
BOOKS = (FRESH, FULL)
