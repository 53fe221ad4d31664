"""Cases: what was reported, by whom and why, and what moderators made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.moderation.strikes import Strike
from bot.domain.report import ReportKind

SHOWN_REPORTS = 5  # the newest; all are counted
COUNTED = 1_000  # further back nothing of a member's history is counted


class Measure(StrEnum):
    """What moderators do in a case; each once."""

    KEEP = "keep"  # closes it without consequence
    REMOVE = "remove"
    BLOCK_IMAGE = "block_image"
    WARN = "warn"
    STRIKE = "strike"
    BLOCK = "block"


class CaseStatus(StrEnum):
    """Whether somebody has looked."""

    OPEN = "open"
    KEPT = "kept"
    ACTED = "acted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row; ``generation_id`` None: it is not one of our images, or not kept any more."""

    id: int
    server_id: int
    generation_id: int | None
    source_channel_id: int
    source_message_id: int
    author_id: int
    status: CaseStatus
    locale: str
    channel_id: int | None
    message_id: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReport:
    """One of the reports that a case was opened for."""

    reporter_id: int
    kind: ReportKind
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTaken:
    """What was done, by whom and when; ``until`` is of a block, None for good."""

    kind: Measure
    moderator_id: int
    at: datetime
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorHistory:
    """What is known of the author in that server."""

    images: int = 0
    refused: int = 0
    cases: int = 0  # earlier ones
    strikes: Sequence[Strike] = ()  # those that still count
    is_blocked: bool = False
    blocked_until: datetime | None = None  # None: for good
    since: datetime | None = None  # their first image that is still kept


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case with all that its card shows."""

    case: Case
    reports: Sequence[CaseReport]
    report_count: int
    measures: Sequence[MeasureTaken]
    history: AuthorHistory
    is_illegal: bool = False  # somebody says so: its image is shown nowhere
    is_posted: bool = False  # the reported message is no card, and everybody there sees it

    def taken(self, kind: Measure) -> MeasureTaken | None:
        """Return what was done of that kind, None if nothing."""
        return next((one for one in self.measures if one.kind is kind), None)
