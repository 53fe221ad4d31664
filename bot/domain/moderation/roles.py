"""What a member's roles allow, and the review that they want or spare, as pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.domain.moderation.asker import Asker
from bot.domain.moderation.policy import Access, ReviewMode, RoleRules
from bot.domain.moderation.verdicts import ALLOWED, Decision, Rule, Verdict

ROLES = "roles"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTable:
    """The rules of a server's roles, sorted once, so that a request only looks its own up."""

    allowed: frozenset[int] = frozenset()
    denied: frozenset[int] = frozenset()
    reviews: Mapping[int, ReviewMode]

    @classmethod
    def of(cls, roles: Mapping[int, RoleRules]) -> Self:
        """Sort *roles* by what they do."""
        return cls(
            allowed=frozenset(key for key, one in roles.items() if one.access is Access.ALLOWED),
            denied=frozenset(key for key, one in roles.items() if one.access is Access.DENIED),
            reviews={key: one.review for key, one in roles.items() if one.review is not None},
        )


def role_decision(table: RoleTable, asker: Asker) -> Decision:
    """Refuse who has a role that may not ask, or lacks the one that may.

    Roles that nobody tells of, as in direct messages, are as good as the wrong ones: else a
    direct message would be the way around every rule of roles.
    """
    if asker.role_ids is None:
        if not table.allowed and not table.denied:
            return ALLOWED
        return _refused(Rule.ROLE_MISSING, UNKNOWN)
    denied = asker.role_ids & table.denied
    if denied:
        return _refused(Rule.ROLE_DENIED, str(min(denied)))
    if table.allowed and not asker.role_ids & table.allowed:
        return _refused(Rule.ROLE_MISSING, "none of those allowed")
    return ALLOWED


def are_unknown(decision: Decision) -> bool:
    """Tell whether *decision* was made because nobody told of the member's roles."""
    return decision.values.get(ROLES) == UNKNOWN


def _refused(rule: Rule, roles: str) -> Decision:
    return Decision(verdict=Verdict.REFUSE, rule=rule, where="role", values={ROLES: roles})
