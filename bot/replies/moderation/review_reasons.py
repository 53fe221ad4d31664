"""Why something waits, in words for moderators; a member never reads which term it was."""

from collections.abc import Mapping

from bot.domain.moderation.reviews import Review
from bot.domain.moderation.verdicts import Rule
from bot.replies.parts.words import code
from bot.texts import gettext as _
from bot.texts import number, percent


def why(review: Review) -> str:
    """Return the rule by which it waits, and what that rule has found."""
    role = review.values.get("role", "")
    if review.rule is Rule.ROLE_REVIEW and role.isdecimal():
        return _("What members with the role {role} ask for is looked at first").format(
            role=f"<@&{role}>"
        )
    line = _in_words().get((review.rule, review.where)) or _rule(review)
    return " · ".join([line, *_found(review)])


def _found(review: Review) -> list[str]:
    values, found = review.values, []
    if term := values.get("term"):
        found.append(code(term))
    sure = [fraction for name in ("classifier", "service") if (fraction := _fraction(values, name))]
    if sure:
        found.append(_("{percent} sure").format(percent=percent(max(sure))))
    if values.get("number", "").isdecimal():
        found.append(_("image {n}").format(n=number(int(values["number"]))))
    return found


def _fraction(values: Mapping[str, str], name: str) -> float:
    try:
        return float(values.get(name, "")) / 100
    except ValueError:
        return 0.0  # nobody has looked, or it is no figure


def _rule(review: Review) -> str:
    return {
        Rule.CHANNEL_REVIEW: _("Everything asked for in this channel is looked at first"),
        Rule.ROLE_REVIEW: _("What members with this role ask for is looked at first"),
        Rule.TERM: _("A term of your list was found"),
        Rule.PATTERN: _("A pattern of your list was found"),
        Rule.INPUT_NSFW: _("The attached picture may not be for everyone"),
        Rule.INPUT_KNOWN: _("The attached picture is on your list of blocked images"),
        Rule.IMAGE_NSFW: _("The image may not be for everyone"),
        Rule.IMAGE_UNCHECKED: _("Nothing could look at the image"),
        Rule.IMAGE_KNOWN: _("The image looks like one on your list of blocked images"),
        Rule.SESSION: _("Entries of this session are looked at first"),
    }.get(review.rule, _("A rule of this server"))


def _in_words() -> dict[tuple[Rule, str], str]:
    """Say by which list and in which text, in one sentence each."""
    return {
        (Rule.TERM, "prompt"): _("A term of your list was found in the prompt"),
        (Rule.TERM, "negative_prompt"): _("A term of your list was found in the negative prompt"),
        (Rule.TERM, "style"): _("A term of your list was found in the style"),
        (Rule.TERM, "model"): _("A term of your list was found in the name of the model"),
        (Rule.TERM, "lora"): _("A term of your list was found in the name of a LoRA"),
        (Rule.PATTERN, "prompt"): _("A pattern of your list was found in the prompt"),
        (Rule.PATTERN, "negative_prompt"): _(
            "A pattern of your list was found in the negative prompt"
        ),
        (Rule.PATTERN, "style"): _("A pattern of your list was found in the style"),
        (Rule.PATTERN, "model"): _("A pattern of your list was found in the name of the model"),
        (Rule.PATTERN, "lora"): _("A pattern of your list was found in the name of a LoRA"),
    }
