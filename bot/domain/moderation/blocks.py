"""Whether a member is blocked from asking, as a pure rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.moderation.verdicts import ALLOWED, Decision, Rule, Verdict
from bot.errors import NotAllowed
from bot.texts import gettext as _

UNTIL = "until"
FOR_GOOD = "for good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One member's block; ``until`` None is for good, ``moderator_id`` None the bot by a rule."""

    member_id: int
    until: datetime | None
    moderator_id: int | None = None
    reason: str = ""

    def lasts(self, until: datetime | None) -> bool:
        """Tell whether it ends no sooner than *until*."""
        return self.until is None or (until is not None and self.until >= until)


class BlockedMeanwhile(NotAllowed):
    """Its member was blocked after the rules had let it pass, and before it was written."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__(blocked_text(until))
        self.until = until


def block_decision(
    blocks: Mapping[int, datetime | None], member_id: int, now: datetime
) -> Decision:
    """Refuse a member whose block still stands; *blocks* are until when, None for good."""
    if member_id not in blocks:
        return ALLOWED
    until = blocks[member_id]
    if until is not None and until <= now:
        return ALLOWED
    values = block_values(until)
    return Decision(verdict=Verdict.REFUSE, rule=Rule.BLOCKED, where="member", values=values)


def block_values(until: datetime | None) -> Mapping[str, str]:
    """Return what a decision and the log say of a block."""
    return {UNTIL: FOR_GOOD if until is None else until.isoformat()}


def blocked_until(decision: Decision) -> datetime | None:
    """Return when the block of *decision* ends, None if it does not."""
    until = decision.values.get(UNTIL, FOR_GOOD)
    return None if until == FOR_GOOD else datetime.fromisoformat(until)


def blocked_text(until: datetime | None) -> str:
    """Return what a member reads who is blocked until then, None for good."""
    if until is None:
        return _("You are blocked from asking for images on this server.")
    return _("You are blocked from asking for images on this server until {when}.").format(
        when=f"<t:{int(until.timestamp())}:f>"
    )
