"""Whether a moderator sees a request or its images first, as pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.moderation.asker import Asker
from bot.domain.moderation.policy import ReviewMode
from bot.domain.moderation.reviews import BY_IMAGE
from bot.domain.moderation.roles import RoleTable
from bot.domain.moderation.verdicts import ALLOWED, Decision, Rule, Verdict

TRUSTED_UNTIL = "trusted until"  # in the log
_LENIENT_FIRST = tuple(ReviewMode)
_NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """When a moderator looks, and who wants it: the channel (or the server), or a role."""

    mode: ReviewMode
    rule: Rule
    values: Mapping[str, str]

    @property
    def before_generating(self) -> Decision:
        """What it does to the request itself."""
        return self._decision() if self.mode is ReviewMode.GENERATING else ALLOWED

    @property
    def before_posting(self) -> Decision:
        """What it does to the images."""
        return self._decision() if self.mode is ReviewMode.POSTING else ALLOWED

    def _decision(self) -> Decision:
        where = "role" if self.rule is Rule.ROLE_REVIEW else "channel"
        return Decision(verdict=Verdict.REVIEW, rule=self.rule, where=where, values=self.values)


def review_of(there: ReviewMode, table: RoleTable, asker: Asker) -> Review:
    """Return the review of a request where the place wants *there*.

    A role with the review ``NONE`` spares its members; otherwise the sooner review counts.
    """
    own = [
        (role_id, table.reviews[role_id])
        for role_id in asker.role_ids or _NOBODY
        if role_id in table.reviews
    ]
    spared = [role_id for role_id, mode in own if mode is ReviewMode.NONE]
    if spared:
        return _by_role(ReviewMode.NONE, min(spared))
    mode = max((mode for _role, mode in own), key=_LENIENT_FIRST.index, default=ReviewMode.NONE)
    if _LENIENT_FIRST.index(mode) > _LENIENT_FIRST.index(there):
        return _by_role(mode, min(role_id for role_id, its in own if its is mode))
    return Review(mode=there, rule=Rule.CHANNEL_REVIEW, values={})


def with_trust(
    decision: Decision, trusts: Mapping[int, datetime], member_id: int, now: datetime
) -> Decision:
    """Let what would wait pass if the member is trusted now; its rule stays noted.

    What a picture shows is looked at all the same: trust is in what a member asks for.
    """
    if decision.verdict is not Verdict.REVIEW or decision.rule in BY_IMAGE:
        return decision
    if not is_trusted(trusts, member_id, now):
        return decision
    until = trusts[member_id].isoformat()
    return Decision(
        verdict=Verdict.ALLOW,
        rule=decision.rule,
        where=decision.where,
        values={**decision.values, TRUSTED_UNTIL: until},
    )


def is_trusted(trusts: Mapping[int, datetime], member_id: int, now: datetime) -> bool:
    """Tell whether what the member asks for needs no review now."""
    until = trusts.get(member_id)
    return until is not None and until > now


def _by_role(mode: ReviewMode, role_id: int) -> Review:
    return Review(mode=mode, rule=Rule.ROLE_REVIEW, values={"role": str(role_id)})
