"""Whether a member is blocked from asking, as a pure rule."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.moderation.verdicts import ALLOWED, Decision, Rule, Verdict

UNTIL = "until"
FOR_GOOD = "for good"


def block_decision(
    blocks: Mapping[int, datetime | None], member_id: int, now: datetime
) -> Decision:
    """Refuse a member whose block still stands; *blocks* are until when, None for good."""
    if member_id not in blocks:
        return ALLOWED
    until = blocks[member_id]
    if until is not None and until <= now:
        return ALLOWED
    values = {UNTIL: FOR_GOOD if until is None else until.isoformat()}
    return Decision(verdict=Verdict.REFUSE, rule=Rule.BLOCKED, where="member", values=values)


def blocked_until(decision: Decision) -> datetime | None:
    """Return when the block of *decision* ends, None if it does not."""
    until = decision.values.get(UNTIL, FOR_GOOD)
    return None if until == FOR_GOOD else datetime.fromisoformat(until)
