"""The log in plain words: what was done, by which rule, and to what."""

from bot.domain.moderation.log import Action
from bot.domain.moderation.verdicts import Rule
from bot.texts import gettext as _


def action_words(action: Action) -> str:
    """Say what was done, with nobody named."""
    return {
        Action.ALLOWED: _("Allowed"),
        Action.SENT_TO_REVIEW: _("Sent to review"),
        Action.REFUSED: _("Refused"),
        Action.APPROVED: _("Approved"),
        Action.EDITED: _("Edited and approved"),
        Action.REJECTED: _("Rejected"),
        Action.EXPIRED: _("Nobody decided in time"),
        Action.TRUSTED: _("Trusted for a time"),
        Action.BLOCKED: _("Blocked"),
        Action.UNBLOCKED: _("Unblocked"),
        Action.REPORTED: _("Reported"),
        Action.KEPT: _("Kept"),
        Action.REOPENED: _("Opened again"),
        Action.REMOVED: _("Removed"),
        Action.CANCELLED: _("Cancelled by a moderator"),
        Action.WARNED: _("Warned"),
        Action.STRUCK: _("Strike given"),
        Action.STRIKE_LIFTED: _("Strike lifted"),
        Action.APPEALED: _("Appealed"),
        Action.APPEAL_GRANTED: _("Appeal granted"),
        Action.APPEAL_DENIED: _("Appeal denied"),
        Action.WORDS_CHANGED: _("Words changed"),
        Action.RULES_CHANGED: _("Rules changed"),
        Action.QUOTA_CHANGED: _("Quota changed"),
        Action.BUDGET_CHANGED: _("Budget changed"),
        Action.BUDGET_REACHED: _("Budget reached"),
        Action.IMAGE_BLOCKED: _("Image blocked"),
        Action.IMAGE_UNBLOCKED: _("Image unblocked"),
        Action.STYLE_DECIDED: _("Style decided"),
        Action.SESSION_CHANGED: _("Session changed"),
    }.get(action, str(action))


def rule_words(rule: Rule) -> str:
    """Say which rule it was."""
    return {
        Rule.NONE: _("no rule"),
        Rule.BLOCKED: _("the member is blocked"),
        Rule.COMMAND: _("Discord's own settings for the command"),
        Rule.CHANNEL_OFF: _("the channel is off"),
        Rule.ROLE_DENIED: _("a role that may not ask"),
        Rule.ROLE_MISSING: _("no role that may ask"),
        Rule.CHANNEL_REVIEW: _("everything in the channel is reviewed"),
        Rule.ROLE_REVIEW: _("everything of a role is reviewed"),
        Rule.TERM: _("a word of the list"),
        Rule.PATTERN: _("a pattern of the list"),
        Rule.LENGTH: _("too long to be looked through"),
        Rule.INPUT_KNOWN: _("a blocked picture was attached"),
        Rule.INPUT_NSFW: _("what the attached picture shows"),
        Rule.IMAGE_KNOWN: _("the image is blocked"),
        Rule.IMAGE_NSFW: _("what the image shows"),
        Rule.IMAGE_UNCHECKED: _("nothing could look at the image"),
        Rule.QUOTA: _("the quota"),
        Rule.BUDGET: _("the budget"),
        Rule.WAITING: _("too much waits already"),
        Rule.SESSION: _("the rules of a session"),
        Rule.PROVIDER: _("the image service's own rule"),
    }.get(rule, str(rule))


def where_words(where: str) -> str:
    """Say in what it was found; names that nobody has words for stay as they are."""
    return {
        "prompt": _("prompt"),
        "negative_prompt": _("negative prompt"),
        "style": _("style"),
        "model": _("model"),
        "lora": _("LoRA"),
        "loras": _("LoRA"),
        "image": _("image"),
        "member": _("member"),
        "role": _("role"),
        "channel": _("channel"),
        "session": _("group session"),
        "queue": _("queue of the server"),
        "everyone": _("quota of every member"),
        "server": _("budget of the server"),
        "operator": _("budget of all servers"),
    }.get(where, where)
