"""Decisions about what members ask for: what was decided, by which rule, and about what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Verdict(IntEnum):
    """What happens to a request or an image; the greater, the stricter."""

    ALLOW = 0
    REVIEW = 1  # a moderator decides
    REFUSE = 2


class Rule(StrEnum):
    """Which rule has decided; stored in the log, so a word never changes its meaning.

    They are in the order in which a request meets them.
    """

    NONE = "none"  # nothing stood against it
    BLOCKED = "blocked"  # the member is blocked here
    COMMAND = "command"  # Discord's own command permissions do not let the member ask here
    CHANNEL_OFF = "channel_off"
    ROLE_DENIED = "role_denied"
    ROLE_MISSING = "role_missing"
    CHANNEL_REVIEW = "channel_review"  # everything asked for there waits for a moderator
    ROLE_REVIEW = "role_review"
    TERM = "term"
    PATTERN = "pattern"  # an admin's regular expression
    LENGTH = "length"  # too long to be looked through
    INPUT_KNOWN = "input_known"  # an attached picture is on the list of blocked images
    INPUT_NSFW = "input_nsfw"
    IMAGE_KNOWN = "image_known"
    IMAGE_NSFW = "image_nsfw"
    IMAGE_UNCHECKED = "image_unchecked"  # the server wants a look at each, and nothing could
    QUOTA = "quota"
    BUDGET = "budget"
    WAITING = "waiting"  # as much waits already as may, of the member or of the server
    SESSION = "session"  # the rules of a group session
    PROVIDER = "provider"  # the image service's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One rule's answer.

    ``where`` names what was looked at (``prompt``, ``negative_prompt``, ``style``, ``model``,
    ``lora``, ``image`` …). ``values`` are for moderators and the log alone (the term, the
    channel, the confidence): a member who read them would learn how to evade the rule.
    """

    verdict: Verdict
    rule: Rule
    where: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_allowed(self) -> bool:
        """Whether nothing stands against it."""
        return self.verdict is Verdict.ALLOW


ALLOWED = Decision(verdict=Verdict.ALLOW, rule=Rule.NONE)


def strictest(decisions: Iterable[Decision]) -> Decision:
    """Return the strictest of *decisions*, the first of equals; ``ALLOWED`` if there are none."""
    return max(decisions, key=lambda decision: decision.verdict, default=ALLOWED)
