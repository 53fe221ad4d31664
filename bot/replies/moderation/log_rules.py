"""What a rule of a whole server was changed to, as the log's values tell of it."""

from collections.abc import Callable, Mapping

from bot.replies.moderation.log_figures import channel, figure, parts_of, role, share
from bot.replies.parts.words import code
from bot.texts import gettext as _
from bot.texts import listing

_MOST_ROLES = 5
_LENGTH = 60
Values = Mapping[str, str]


def _level(values: Values, _currency: str) -> str:
    level = values["level"]
    return {
        "everyone": _("the server is for everyone"),
        "off": _("no images in this server"),
    }.get(level, code(level, _LENGTH))


def _review(values: Values, _currency: str) -> str:
    mode = values["review"]
    return {
        "none": _("no review in this server"),
        "posting": _("review before posting"),
        "generating": _("review before generating"),
    }.get(mode, code(mode, _LENGTH))


def _hours(values: Values, _currency: str) -> str:
    return _("a review waits {n} h").format(n=figure(values["review_hours"]))


def _for_everyone(values: Values, _currency: str) -> str:
    found = parts_of(values["everyone"])
    if _is_never(found):
        return _("in channels for everyone, nudity is not held back")
    return _(
        "in channels for everyone, images wait from {review} on, and are refused from {refuse} on"
    ).format(review=share(found.get("review_at", "")), refuse=share(found.get("refuse_at", "")))


def _for_mature(values: Values, _currency: str) -> str:
    found = parts_of(values["mature"])
    if _is_never(found):
        return _("in mature channels, nudity is not held back")
    return _(
        "in mature channels, images wait from {review} on, and are refused from {refuse} on"
    ).format(review=share(found.get("review_at", "")), refuse=share(found.get("refuse_at", "")))


def _needs_check(values: Values, _currency: str) -> str:
    if values["needs_check"] == "True":
        return _("an image that nothing could look at waits")
    return _("an image that nothing could look at is shown")


def _moderators(values: Values, _currency: str) -> str:
    roles = [role(one) for one in values["moderator_role_ids"].split(", ") if one]
    if not roles:
        return _("no role moderates any more")
    return _("who moderates: {roles}").format(roles=listing(roles[:_MOST_ROLES]))


def _moderators_channel(values: Values, _currency: str) -> str:
    chosen = values["moderators_channel"]
    if not chosen:
        return _("no moderators' channel")
    return _("moderators' channel: {channel}").format(channel=channel(chosen))


def _sharing(values: Values, _currency: str) -> str:
    sharing = values["style_sharing"]
    return {
        "approved": _("styles are shared with approval"),
        "open": _("styles are shared at once"),
        "off": _("styles are not shared"),
    }.get(sharing, code(sharing, _LENGTH))


def _strikes(values: Values, _currency: str) -> str:
    found = parts_of(values["strikes"])
    after, at = figure(found.get("expire_days", "")), found.get("block_at", "")
    if not at:
        return _("strikes expire after {days} days and block nobody").format(days=after)
    days = found.get("block_days", "")
    if not days:
        return _("strikes expire after {days} days, and {n} at a time block for good").format(
            days=after, n=figure(at)
        )
    return _("strikes expire after {days} days, and {n} at a time block for {length} days").format(
        days=after, n=figure(at), length=figure(days)
    )


def _is_never(found: Mapping[str, str]) -> bool:
    return {found.get("review_at"), found.get("refuse_at")} == {"100.0"}


RULES: Mapping[tuple[str, ...], Callable[[Values, str], str]] = {
    ("level",): _level,
    ("review",): _review,
    ("review_hours",): _hours,
    ("everyone",): _for_everyone,
    ("mature",): _for_mature,
    ("needs_check",): _needs_check,
    ("moderator_role_ids",): _moderators,
    ("moderators_channel",): _moderators_channel,
    ("style_sharing",): _sharing,
    ("strikes",): _strikes,
}
