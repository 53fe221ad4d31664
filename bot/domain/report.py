"""A report: what a member shows the moderators of their server, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MAX_REASON_LENGTH = 1_000


class ReportKind(StrEnum):
    """What is wrong, in the reporter's eyes."""

    RULES = "rules"
    ILLEGAL = "illegal"
    CONSENT = "consent"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """One report; ``generation_id`` is None for what is not one of our images."""

    generation_id: int | None
    server_id: int
    channel_id: int
    message_id: int
    reporter_id: int
    author_id: int
    kind: ReportKind
    reason: str
    created_at: datetime
    locale: str = "en-US"  # the server's, for the card of its case
