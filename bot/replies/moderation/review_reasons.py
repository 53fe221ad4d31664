"""Why something waits, in words for moderators; a member never reads which term it was."""

from bot.domain.moderation.reviews import Review
from bot.domain.moderation.verdicts import Rule
from bot.replies.parts.words import code
from bot.texts import gettext as _


def why(review: Review) -> str:
    """Return the rule by which it waits, and what that rule has found."""
    line = _rule(review)
    place = _places().get(review.where)
    if place is not None:
        line = _("{rule}, in the {place}").format(rule=line, place=place)
    role = review.values.get("role", "")
    if review.rule is Rule.ROLE_REVIEW and role.isdecimal():
        return f"{line} (<@&{role}>)"
    found = [value for name, value in review.values.items() if name not in {"role", "channel"}]
    return " · ".join([line, *(code(value) for value in found[:4])])


def _rule(review: Review) -> str:
    return {
        Rule.CHANNEL_REVIEW: _("Everything asked for in this channel is looked at first"),
        Rule.ROLE_REVIEW: _("What members with this role ask for is looked at first"),
        Rule.TERM: _("A term of your list was found"),
        Rule.PATTERN: _("A pattern of your list was found"),
        Rule.INPUT_NSFW: _("The attached picture may not be for everyone"),
        Rule.INPUT_KNOWN: _("The attached picture is on your list of blocked images"),
        Rule.IMAGE_NSFW: _("The image may not be for everyone"),
        Rule.IMAGE_KNOWN: _("The image looks like one on your list of blocked images"),
        Rule.SESSION: _("Entries of this session are looked at first"),
    }.get(review.rule, _("A rule of this server"))


def _places() -> dict[str, str]:
    return {
        "prompt": _("prompt"),
        "negative_prompt": _("negative prompt"),
        "style": _("style"),
        "model": _("name of the model"),
        "lora": _("name of a LoRA"),
    }
