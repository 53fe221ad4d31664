"""What can be wrong with a translation, each said so that a translator can mend it."""

import re
import string
from collections.abc import Iterator, Mapping

from babel.messages.catalog import Catalog, Message

from bot.command_words import COMMAND, MENU, OPTION, is_taken

_LIMIT = re.compile(r"At most (\d+) characters\.$")
_COMMAND = re.compile(r"/([a-z]+)(?: ([a-z]+))?")
_IN_CODE = re.compile(r"`([a-z_]+)`")
_RULED = frozenset({COMMAND, MENU, OPTION})

Names = Mapping[str, str]


def faults(catalogue: Catalog) -> list[str]:
    """Return what is wrong with a language; what is not translated yet is nothing wrong."""
    commands, options = _names(catalogue, COMMAND), _names(catalogue, OPTION)
    return [
        f"{message.id!r}: {fault}"
        for message in catalogue
        if message.id and not message.fuzzy
        for form in _forms(message)
        if form
        for fault in _faults(message, form, commands, options)
    ]


def _faults(message: Message, form: str, commands: Names, options: Names) -> Iterator[str]:
    yield from _placeholder_faults(message, form)
    limit = limit_of(message)
    if limit is not None and len(form) > limit:
        yield f"{form!r} has {len(form)} characters, and at most {limit} are allowed"
    if message.context in _RULED and not is_taken(message.context, form):
        yield f"{form!r} is no name for Discord: at most 32 small letters, no blanks"
    if not message.context:
        yield from _look_faults(_ids(message)[-1], form)
        for expected in _expected_names(_ids(message)[-1], commands, options):
            if expected not in form:
                yield f"{form!r} must say {expected}, which is what it is called in this language"


def _look_faults(said: str, form: str) -> Iterator[str]:
    for sign in ("`", "**"):
        if said.count(sign) != form.count(sign):
            yield f"{form!r} has not as many {sign} as the English"
    if (said[:1].isspace(), said[-1:].isspace()) != (form[:1].isspace(), form[-1:].isspace()):
        yield f"{form!r} does not begin or end with a blank where the English does"


def limit_of(message: Message) -> int | None:
    """Return the most characters of a message, as its comment says; None if there is no limit."""
    found = [int(match[1]) for each in message.auto_comments if (match := _LIMIT.search(each))]
    return min(found, default=None)


def placeholders(text: str) -> set[str]:
    """Return the names in braces.

    Raises:
        ValueError: A brace is missing.
    """
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def _placeholder_faults(message: Message, form: str) -> Iterator[str]:
    if message.context:
        return  # nothing is filled in there: {prompt} is an example
    wanted = set[str]().union(*(placeholders(text) for text in _ids(message)))
    try:
        given = placeholders(form)
    except ValueError:
        yield f"{form!r} has a brace without its other half"
        return
    # "One image" may do without its number.
    missing = wanted - given - ({"n"} if message.pluralizable else set())
    for name in sorted(missing):
        yield f"{form!r} lacks {{{name}}}"
    for name in sorted(given - wanted):
        yield f"{form!r} has {{{name}}}, which the English has not"


def _expected_names(said: str, commands: Names, options: Names) -> Iterator[str]:
    for match in _COMMAND.finditer(said):
        if match[1] in commands:
            yield f"/{commands[match[1]]}"
            if match[2] in commands:
                yield commands[match[2]]
    yield from (f"`{options[name]}`" for name in _IN_CODE.findall(said) if name in options)


def _names(catalogue: Catalog, context: str) -> Names:
    return {
        str(each.id): str(each.string)
        for each in catalogue
        if each.context == context and each.string and not each.fuzzy
    }


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _forms(message: Message) -> tuple[str, ...]:
    forms = message.string or ()
    return (forms,) if isinstance(forms, str) else tuple(forms)
