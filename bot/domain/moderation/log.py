"""Entries of the moderation log: who did what to whom, when, by which rule, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.moderation.verdicts import Rule

# A member's own words beside a term help whoever decides now; the log, which nobody can edit, must
# not keep them longer than prompts are kept.
WITHHELD = frozenset({"around"})
# Rules that look at what is asked for. A refusal by any other needs no prompt to be understood, and
# may come as often as somebody presses: from who is blocked, or has used everything up.
_OF_CONTENT = frozenset(
    {
        Rule.TERM,
        Rule.PATTERN,
        Rule.LENGTH,
        Rule.INPUT_KNOWN,
        Rule.INPUT_NSFW,
        Rule.SESSION,
        Rule.PROVIDER,
    }
)


class Action(StrEnum):
    """What happened; stored, so a word never changes its meaning."""

    ALLOWED = "allowed"
    SENT_TO_REVIEW = "sent_to_review"
    REFUSED = "refused"
    APPROVED = "approved"
    EDITED = "edited"  # a moderator changed the prompt, and approved it
    REJECTED = "rejected"
    EXPIRED = "expired"  # nobody decided in time
    TRUSTED = "trusted"  # everything of a member is approved for a time
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    REPORTED = "reported"
    KEPT = "kept"  # a case was closed without consequence
    REOPENED = "reopened"  # a kept case is looked at once more
    REMOVED = "removed"
    CANCELLED = "cancelled"  # a moderator ended what a member had waiting or running
    WARNED = "warned"
    STRUCK = "struck"
    STRIKE_LIFTED = "strike_lifted"
    APPEALED = "appealed"
    APPEAL_GRANTED = "appeal_granted"
    APPEAL_DENIED = "appeal_denied"
    WORDS_CHANGED = "words_changed"
    RULES_CHANGED = "rules_changed"
    QUOTA_CHANGED = "quota_changed"
    BUDGET_CHANGED = "budget_changed"
    BUDGET_REACHED = "budget_reached"
    IMAGE_BLOCKED = "image_blocked"
    IMAGE_UNBLOCKED = "image_unblocked"
    STYLE_DECIDED = "style_decided"
    SESSION_CHANGED = "session_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line of the log.

    ``actor_id`` is who did it, None for the bot by a rule; ``member_id`` is whom it concerns.
    ``note`` is what a moderator wrote; ``values`` are names and figures, never a prompt.
    ``text`` is the prompt a rule was applied to, kept apart and only as long as prompts are.
    """

    server_id: int
    at: datetime
    action: Action
    actor_id: int | None = None
    member_id: int | None = None
    channel_id: int | None = None
    generation_id: int | None = None
    case_id: int | None = None
    rule: Rule | None = None
    where: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    text: str = field(default="", repr=False)
    id: int = 0  # of its row; 0: not written yet


def prompt_kept(prompt: str, rule: Rule) -> str:
    """Return what the log keeps of a prompt that *rule* has refused: it, or nothing."""
    return prompt if rule in _OF_CONTENT else ""
