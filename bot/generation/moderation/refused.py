"""A request that a rule refuses: one sentence for the member, which teaches no evasion."""

from bot.domain.moderation.blocks import blocked_text, blocked_until
from bot.domain.moderation.roles import are_unknown
from bot.domain.moderation.verdicts import Decision, Rule
from bot.errors import UserError
from bot.texts import gettext as _

_FOUND = ("term", "characters")  # of a decision's values; the others are of no use here


class Refused(UserError):
    """A rule of the server stands against it; nothing was taken.

    Attributes:
        decision: Which rule, for the log; a member never reads its values.
    """

    def __init__(self, decision: Decision) -> None:
        super().__init__(_sentence(decision))
        self.decision = decision


def found_words(decision: Decision) -> str:
    """Return what a rule has found, for a moderator: it is their server's own list."""
    found = [decision.values[name] for name in _FOUND if name in decision.values]
    return ", ".join(f"`{one}`" for one in found) or str(decision.rule)


def _sentence(decision: Decision) -> str:
    if decision.rule is Rule.BLOCKED:
        return blocked_text(blocked_until(decision))
    if are_unknown(decision):
        return _(
            "This server lets only some roles ask for images, and I cannot see yours from here. "
            "Please ask on the server itself."
        )
    return refusal_text(decision.rule)


def refusal_text(rule: Rule) -> str:
    """Return what the member reads."""
    channel = _("Images cannot be asked for in this channel.")
    roles = _("Your roles do not let you ask for images on this server.")
    picture = _("The rules of this server do not allow that picture.")
    image = _("The rules of this server do not allow the image that was made.")
    nobody = _(
        "A moderator has to look at this first, but this server has not said where its moderators "
        "read. Please tell one of them."
    )
    return {
        Rule.BLOCKED: blocked_text(None),
        Rule.COMMAND: _("The settings of this server do not let you ask for images here."),
        Rule.CHANNEL_OFF: channel,
        Rule.ROLE_DENIED: roles,
        Rule.ROLE_MISSING: roles,
        Rule.TERM: _("The rules of this server do not allow that prompt."),
        Rule.PATTERN: _("The rules of this server do not allow that prompt."),
        Rule.LENGTH: _("That text is too long for the rules of this server to be applied."),
        Rule.INPUT_KNOWN: picture,
        Rule.INPUT_NSFW: picture,
        Rule.IMAGE_KNOWN: image,
        Rule.IMAGE_NSFW: image,
        Rule.IMAGE_UNCHECKED: image,
        Rule.CHANNEL_REVIEW: nobody,
        Rule.ROLE_REVIEW: nobody,
        Rule.SESSION: nobody,
    }.get(rule, _("The rules of this server do not allow that."))
