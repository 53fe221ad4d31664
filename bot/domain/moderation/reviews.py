"""Reviews: what waits, or waited, for a moderator, and what has become of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.moderation.verdicts import Rule

MAX_REASON_LENGTH = 300
# What an image may show is not let pass unseen, however trusted its member is.
BY_IMAGE = frozenset(
    {
        *(Rule.INPUT_KNOWN, Rule.INPUT_NSFW),
        *(Rule.IMAGE_KNOWN, Rule.IMAGE_NSFW, Rule.IMAGE_UNCHECKED),
    }
)
TRUST = timedelta(hours=1)  # how long everything of a member is approved at once
LONGEST_WAIT = timedelta(hours=24)  # what a server's policy begins with


class ReviewStage(StrEnum):
    """What a moderator looks at; stored."""

    PROMPT = "prompt"  # before anything is spent
    IMAGE = "image"  # the images exist, and nobody has seen them


class ReviewStatus(StrEnum):
    """What has become of it; stored. Everything but ``OPEN`` is final."""

    OPEN = "open"
    APPROVED = "approved"
    EDITED = "edited"  # approved with a prompt that the moderator changed
    REJECTED = "rejected"
    EXPIRED = "expired"  # nobody decided in time
    CANCELLED = "cancelled"  # by whoever asked for it
    BLOCKED = "blocked"  # its member was blocked meanwhile
    REFUSED = "refused"  # by a rule, without a moderator: the card only tells of it


class Block(StrEnum):
    """For how long a member is blocked by a press on a card."""

    MINUTES = "10m"
    DAY = "day"
    GOOD = "good"

    @property
    def length(self) -> timedelta | None:
        """How long that is; None: for good."""
        return {Block.MINUTES: timedelta(minutes=10), Block.DAY: timedelta(days=1)}.get(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One row: who waits, where, by which rule, and the card that moderators see of it.

    ``values`` are the rule's, for moderators alone. ``reason`` is a moderator's, for the member.
    ``is_card_current``: the card in the moderators' channel shows it as it stands.
    """

    id: int
    generation_id: int
    stage: ReviewStage
    server_id: int
    member_id: int
    status: ReviewStatus
    rule: Rule
    created_at: datetime
    expires_at: datetime
    where: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    channel_id: int | None = None
    message_id: int | None = None
    decided_at: datetime | None = None
    decided_by: int | None = None
    reason: str = ""
    is_card_current: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a moderator can still decide."""
        return self.status is ReviewStatus.OPEN
