"""What a log entry's values say, in the reader's language; a name nobody knows is told as it is."""

from collections.abc import Callable, Iterator, Mapping

from bot.domain.moderation.blocks import FOR_GOOD
from bot.domain.moderation.command_permissions import SET_FOR
from bot.domain.moderation.log import LogEntry
from bot.domain.moderation.reviewing import TRUSTED_UNTIL
from bot.domain.moderation.roles import UNKNOWN
from bot.replies.moderation.log_changes import CHANGES
from bot.replies.moderation.log_figures import channel, figure, member, role, share, when
from bot.replies.parts.words import code
from bot.texts import gettext as _
from bot.texts import money, number

_MOST = 4  # sentences of one entry
_LENGTH = 60  # of what somebody wrote
Values = Mapping[str, str]


def value_words(entry: LogEntry, currency: str) -> list[str]:
    """Say what the values of *entry* mean, one short line each."""
    return list(_told(dict(entry.values), currency))[:_MOST]


def _told(left: dict[str, str], currency: str) -> Iterator[str]:
    if "counted" in left:
        yield _limit(left, currency)
        left.clear()
    for names, tell in (*CHANGES.items(), *_DECISIONS.items()):
        if all(name in left for name in names):
            yield tell({name: left.pop(name) for name in names}, currency)
    for name, value in left.items():  # of an older or a newer version
        yield f"{code(name, _LENGTH)} {code(value, _LENGTH)}"


def _limit(values: Values, currency: str) -> str:
    is_money = values["counted"] == "money"
    text = {
        (True, "day"): _("wanted {wanted}, with {left} of {quota} left for the day"),
        (True, "month"): _("wanted {wanted}, with {left} of {quota} left for the month"),
        (False, "day"): _("wanted {wanted} images, with {left} of {quota} left for the day"),
        (False, "month"): _("wanted {wanted} images, with {left} of {quota} left for the month"),
    }[is_money, values.get("period", "day")]

    def written(name: str) -> str:
        value = values.get(name, "")
        if not value.isdecimal():
            return code(value, _LENGTH)
        return money(int(value), currency) if is_money else number(int(value))

    return text.format(**{name: written(name) for name in ("wanted", "left", "quota")})


def _found(values: Values, _currency: str) -> str:
    term = code(values["term"], _LENGTH)
    text = {
        "word": _("found {term} as a whole word"),
        "disguise": _("found {term} in disguise"),
        "mask": _("found {term} with signs for letters"),
        "pattern": _("found by the pattern {term}"),
    }.get(values["found"], _("found {term}"))
    return text.format(term=term)


def _term(values: Values, _currency: str) -> str:
    return _("found {term}").format(term=code(values["term"], _LENGTH))


def _category(values: Values, _currency: str) -> str:
    return _("from the list {list}").format(list=code(values["category"], _LENGTH))


def _characters(values: Values, _currency: str) -> str:
    return _("{n} characters long").format(n=figure(values["characters"]))


def _distance(values: Values, _currency: str) -> str:
    return _("{n} of 256 bits differ from a blocked image").format(n=figure(values["distance"]))


def _classifier(values: Values, _currency: str) -> str:
    return _("the bot's own look is {percent} sure").format(percent=share(values["classifier"]))


def _service(values: Values, _currency: str) -> str:
    return _("the image service is {percent} sure").format(percent=share(values["service"]))


def _image_number(values: Values, _currency: str) -> str:
    return _("image {n}").format(n=figure(values["number"]))


def _roles(values: Values, _currency: str) -> str:
    roles = values["roles"]
    if roles == UNKNOWN:
        return _("nobody told the member's roles")
    if roles.isdecimal():
        return _("because of the role {role}").format(role=role(roles))
    return _("none of the roles that may ask")


def _role(values: Values, _currency: str) -> str:
    return _("because of the role {role}").format(role=role(values["role"]))


def _channel(values: Values, _currency: str) -> str:
    return _("in the channel {channel}").format(channel=channel(values["channel"]))


def _set_for(values: Values, _currency: str) -> str:
    id_ = values["id"]
    return {
        "member": _("set for the member {who}").format(who=member(id_)),
        "role": _("set for the role {who}").format(who=role(id_)),
        "channel": _("set for the channel {who}").format(who=channel(id_)),
    }.get(values[SET_FOR], code(id_, _LENGTH))


def _trusted(values: Values, _currency: str) -> str:
    return _("trusted until {when}").format(when=when(values[TRUSTED_UNTIL]))


def _until(values: Values, _currency: str) -> str:
    if values["until"] == FOR_GOOD:
        return _("for good")
    return _("until {time}").format(time=when(values["until"]))


def _own(_values: Values, _currency: str) -> str:
    return _("decided by who had asked for it")


def _waiting(values: Values, _currency: str) -> str:
    return _("{waiting} were waiting, and {most} is the most").format(
        waiting=figure(values["waiting"]), most=figure(values["most"])
    )


def _refusal(values: Values, _currency: str) -> str:
    refusal = values["refusal"]
    return {
        "paused": _("the session was paused"),
        "over": _("the session was over"),
        "round_over": _("the round was over"),
        "no_role": _("without a role of the session"),
        "kicked": _("taken out of the session before"),
        "entries": _("had entered as much as one may"),
        "budget": _("the images of the session were used up"),
        "required": _("without a required word"),
        "forbidden": _("with a forbidden word"),
    }.get(refusal, code(refusal, _LENGTH))


# By the names of the values that one line tells of, the longest first.
_DECISIONS: Mapping[tuple[str, ...], Callable[[Values, str], str]] = {
    ("term", "found"): _found,
    ("term",): _term,
    ("category",): _category,
    ("characters",): _characters,
    ("distance",): _distance,
    ("classifier",): _classifier,
    ("service",): _service,
    ("number",): _image_number,
    ("roles",): _roles,
    ("role",): _role,
    ("channel",): _channel,
    (SET_FOR, "id"): _set_for,
    (TRUSTED_UNTIL,): _trusted,
    ("until",): _until,
    ("own",): _own,
    ("waiting", "most"): _waiting,
    ("refusal",): _refusal,
}
