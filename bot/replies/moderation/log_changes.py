"""What a change of rules, words or quotas was, as the log's values tell of it."""

from collections.abc import Callable, Mapping

from bot.domain.quota_amounts import Word
from bot.domain.quotas import Scope
from bot.domain.sessions.session import TAKEN_OUT
from bot.replies.moderation.log_figures import channel, cost, figure, role, share
from bot.replies.moderation.log_rules import RULES
from bot.replies.parts.amounts import whose_text
from bot.replies.parts.words import code
from bot.texts import gettext as _
from bot.texts import ngettext, number

_LENGTH = 60
Values = Mapping[str, str]


def _strike(values: Values, _currency: str) -> str:
    text = {
        "warning": _("warning no. {n}"),
        "strike": _("strike no. {n}"),
        "block": _("block no. {n}"),
    }.get(values["kind"], _("no. {n}"))
    return text.format(n=figure(values["strike"]))


def _reported_as(values: Values, _currency: str) -> str:
    kind = values["kind"]
    return {
        "rules": _("as something against the server's rules"),
        "illegal": _("as something illegal"),
        "consent": _("as somebody shown without consent"),
        "other": _("for another reason"),
    }.get(kind, code(kind, _LENGTH))


def _block_length(values: Values, _currency: str) -> str:
    length = values["length"]
    return {
        "10m": _("for 10 minutes"),
        "day": _("for one day"),
        "good": _("for good"),
    }.get(length, code(length, _LENGTH))


def _mark(values: Values, _currency: str) -> str:
    text = {
        "day": _("{percent} of the budget of the day"),
        "month": _("{percent} of the budget of the month"),
    }.get(values["period"], "{percent}")
    return text.format(percent=share(values["percent"]))


def _session(values: Values, _currency: str) -> str:
    text = {
        "started": _("session no. {n} was started"),
        "paused": _("session no. {n} was paused"),
        "resumed": _("session no. {n} was resumed"),
        "ended": _("session no. {n} was ended early"),
        "cancelled": _("session no. {n} was cancelled"),
        TAKEN_OUT: _("the member was taken out of session no. {n}"),
    }.get(values["change"], _("session no. {n}"))
    return text.format(n=figure(values["session"]))


def _style_decided(values: Values, _currency: str) -> str:
    text = {
        "let_in": _("the style {name} was let in"),
        "refused": _("the style {name} was turned down"),
        "taken_back": _("the style {name} is not shared any more"),
    }.get(values["decision"], _("the style {name}"))
    return text.format(name=code(values["style"], _LENGTH))


def _style(values: Values, _currency: str) -> str:
    return _("the style {name}").format(name=code(values["style"], _LENGTH))


def _added(values: Values, _currency: str) -> str:
    is_pattern, term = values["kind"] == "pattern", code(values["added"], _LENGTH)
    if values["kind"] == "exception":
        return _("{term} is allowed now").format(term=term)
    if values["action"] == "review":
        text = _("{term} waits now (a pattern)") if is_pattern else _("{term} waits now")
    else:
        text = _("{term} is refused now (a pattern)") if is_pattern else _("{term} is refused now")
    return text.format(term=term)


def _removed(values: Values, _currency: str) -> str:
    return _("{term} is off the list").format(term=code(values["removed"], _LENGTH))


def _imported(values: Values, _currency: str) -> str:
    count = int(values["imported"]) if values["imported"].isdecimal() else 0
    return ngettext("{n} line of a file", "{n} lines of a file", count).format(n=number(count))


def _category(values: Values, _currency: str) -> str:
    is_on = values["on"] == "yes"
    text = _("the list {list} is on") if is_on else _("the list {list} is off")
    return text.format(list=code(values["category"], _LENGTH))


def _image(values: Values, _currency: str) -> str:
    return _("the image {n}").format(n=code(values["image"], _LENGTH))


def _quota_of(values: Values, _currency: str) -> str:
    id_ = int(values["id"]) if values["id"].isdecimal() else 0
    try:
        whose = whose_text(Scope(values["whose"]), id_)
    except ValueError:
        whose = code(values["whose"], _LENGTH)
    text = _("{whose}, a month") if values["period"] == "month" else _("{whose}, a day")
    return text.format(whose=whose)


def _everyones(values: Values, currency: str) -> str:
    whose = {"whose": Scope.EVERYONE, "id": "0", "period": values["everyone"]}
    return f"{_quota_of(whose, currency)} · {_images(values, currency)}"


def _images(values: Values, _currency: str) -> str:
    given = values["images"]
    if given.isdecimal():
        return ngettext("{n} image", "{n} images", int(given)).format(n=number(int(given)))
    return _no_figure(given)


def _money(values: Values, currency: str) -> str:
    given = values["cost_micros"]
    return cost(given, currency) if given.isdecimal() else _no_figure(given)


def _ask_above(values: Values, currency: str) -> str:
    given = values["ask_above_micros"]
    if given.isdecimal():
        return _("members are asked above {sum}").format(sum=cost(given, currency))
    return _("members are not asked before costs")


def _no_figure(given: str) -> str:
    if given == Word.UNLIMITED:
        return _("without a limit")
    return _("nothing is set any more") if given in {Word.NONE, ""} else code(given, _LENGTH)


def _access(values: Values, _currency: str) -> str:
    text = {
        "allowed": _("{role} may ask"),
        "denied": _("{role} may not ask"),
        "neutral": _("nothing is said about {role} any more"),
    }.get(values["access"], "{role}")
    return text.format(role=role(values["role"]))


def _role_review(values: Values, _currency: str) -> str:
    text = {
        "none": _("{role} needs no review"),
        "": _("{role} is reviewed as others are"),
    }.get(values["review"], _("{role} is reviewed"))
    return text.format(role=role(values["role"]))


def _channel_level(values: Values, _currency: str) -> str:
    text = {
        "everyone": _("{channel} is for everyone"),
        "mature": _("{channel} is for mature images"),
        "off": _("no images in {channel}"),
    }.get(values["level"], _("{channel} has the level of the server"))
    return text.format(channel=channel(values["channel"]))


def _channel_review(values: Values, _currency: str) -> str:
    text = {
        "none": _("no review in {channel}"),
        "posting": _("review before posting in {channel}"),
        "generating": _("review before generating in {channel}"),
    }.get(values["review"], _("{channel} has the review of the server"))
    return text.format(channel=channel(values["channel"]))


# By the names of the values that one line tells of, the longest first.
CHANGES: Mapping[tuple[str, ...], Callable[[Values, str], str]] = {
    ("added", "kind", "action"): _added,
    ("removed", "kind"): _removed,
    ("strike", "kind"): _strike,
    ("kind",): _reported_as,
    ("length",): _block_length,
    ("percent", "period"): _mark,
    ("session", "change"): _session,
    ("style", "decision"): _style_decided,
    ("style",): _style,
    ("imported",): _imported,
    ("category", "on"): _category,
    ("image",): _image,
    ("whose", "id", "period"): _quota_of,
    ("everyone", "images"): _everyones,
    ("images",): _images,
    ("cost_micros",): _money,
    ("ask_above_micros",): _ask_above,
    ("role", "access"): _access,
    ("role", "review"): _role_review,
    ("channel", "level"): _channel_level,
    ("channel", "review"): _channel_review,
    **RULES,
}
