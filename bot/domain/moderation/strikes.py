"""Warnings, strikes and blocks of a member: how they end, and the one appeal against each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.moderation.blocks import Block

MAX_REASON_LENGTH = 500  # of a moderator
MAX_APPEAL_LENGTH = 1_000
SHOWN_STRIKES = 8  # in one panel, the newest first


class StrikeKind(StrEnum):
    """What a moderator did; only strikes count towards the server's automatic block."""

    WARNING = "warning"
    STRIKE = "strike"
    BLOCK = "block"


class AppealStatus(StrEnum):
    """How an appeal stands; there is one at most."""

    NONE = "none"
    OPEN = "open"
    GRANTED = "granted"
    DENIED = "denied"


class Notice(StrEnum):
    """Whether the member knows how it stands."""

    DUE = "due"  # a direct message is still to be sent
    NEXT = "next"  # they take none: it is said with the answer to their next command
    TOLD = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStrike:
    """What is to be written; ``until`` is of a block, None for good.

    ``spares``: the member moderates there, so the server's rule does not block them.
    """

    server_id: int
    member_id: int
    kind: StrikeKind
    moderator_id: int | None  # None: the bot, by the server's rule
    reason: str
    locale: str
    at: datetime
    case_id: int | None = None
    generation_id: int | None = None
    until: datetime | None = None
    spares: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """One row; ``expires_at`` None: for good."""

    id: int
    server_id: int
    member_id: int
    kind: StrikeKind
    case_id: int | None
    moderator_id: int | None
    reason: str
    locale: str
    created_at: datetime
    expires_at: datetime | None
    lifted_at: datetime | None = None
    lifted_by: int | None = None
    notice: Notice = Notice.DUE
    appeal: str | None = None
    appeal_status: AppealStatus = AppealStatus.NONE
    decided_by: int | None = None
    answer: str = ""
    appeal_channel_id: int | None = None
    appeal_message_id: int | None = None

    def is_active(self, now: datetime) -> bool:
        """Tell whether it still counts."""
        return self.lifted_at is None and (self.expires_at is None or self.expires_at > now)

    def may_be_appealed(self, now: datetime) -> bool:
        """Tell whether its member may still ask for it to be lifted."""
        return self.is_active(now) and self.appeal_status is AppealStatus.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a change: the row as it stands, and whether this call has changed it.

    ``also`` is what the change brought with it: the server's automatic block, or its end.
    ``ended`` are the generations that waited, and are rejected with a block; ``kept`` is a block
    that stood already and goes on, because it lasts as long.
    """

    strike: Strike
    is_first: bool = True
    also: tuple[Strike, ...] = ()
    ended: Sequence[int] = ()
    kept: Block | None = None
