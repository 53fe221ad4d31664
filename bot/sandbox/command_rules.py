"""The rules for commands that no schema says: names, order of options, sums."""

import re
from collections import Counter

from bot.sandbox.localization_rules import check_localizations, longest_text
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import invalid_form

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
_NESTED = frozenset({SUBCOMMAND, GROUP})
_MOST = {SLASH: 100, USER_MENU: 15, MESSAGE_MENU: 15}
_MOST_CHARACTERS = 8000
_MOST_OPTIONS = 25
_LONGEST_CHOICE = 100
_NAME = re.compile(r"^[-_'\w]{1,32}$")


def check_commands(commands: list[Payload]) -> None:
    """Check all commands of one scope together.

    Raises:
        DiscordRefusal: 50035.
    """
    kinds = Counter(kind_of(command) for command in commands)
    for kind, count in kinds.items():
        if count > _MOST[kind]:
            raise invalid_form("", f"At most {_MOST[kind]} commands of type {kind} in one scope.")
    names = Counter((kind_of(command), command["name"]) for command in commands)
    for index, command in enumerate(commands):
        where = f"[{index}]"
        if names[kind_of(command), command["name"]] > 1:
            raise invalid_form(f"{where}.name", "Application command names must be unique.")
        check_command(where, command)
    for kind in kinds:
        _check_names_of_languages("", [each for each in commands if kind_of(each) == kind])


def kind_of(command: Payload) -> int:
    """Return the command's type; slash commands need not say it."""
    return int(command.get("type") or SLASH)


def check_command(where: str, command: Payload) -> None:
    """Check one command.

    Raises:
        DiscordRefusal: 50035.
    """
    if kind_of(command) != SLASH:
        if command.get("description") or command.get("options"):
            raise invalid_form(where, "A context menu has neither description nor options.")
        if command.get("description_localizations"):
            raise invalid_form(where, "A context menu has no description to translate.")
        check_localizations(where, command, "name", _is_menu_name)
        return
    _check_named(where, command)
    if _characters(command) > _MOST_CHARACTERS:
        raise invalid_form(where, f"Names, descriptions and values exceed {_MOST_CHARACTERS}.")
    _check_options(where, command.get("options") or [])


def _check_named(where: str, thing: Payload) -> None:
    if not _is_name(thing["name"]):
        raise invalid_form(f"{where}.name", "Name is invalid: small letters, digits, - and _.")
    if not thing.get("description"):
        raise invalid_form(f"{where}.description", "This field is required")
    check_localizations(where, thing, "name", _is_name)
    check_localizations(where, thing, "description", bool)


def _is_name(text: str) -> bool:
    return _NAME.match(text) is not None and text == text.lower()


def _is_menu_name(text: str) -> bool:
    return text.strip() == text


def _check_options(where: str, options: list[Payload]) -> None:
    if len(options) > _MOST_OPTIONS:
        raise invalid_form(f"{where}.options", f"Must be {_MOST_OPTIONS} or fewer in length.")
    names = [option["name"] for option in options]
    if len(set(names)) < len(names):
        raise invalid_form(f"{where}.options", "Option names must be unique.")
    _check_names_of_languages(f"{where}.options", options)
    nested = [option["type"] in _NESTED for option in options]
    if any(nested) and not all(nested):
        raise invalid_form(f"{where}.options", "Subcommands and options cannot be mixed.")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        raise invalid_form(f"{where}.options", "Required options must come before optional ones.")
    for index, option in enumerate(options):
        _check_option(f"{where}.options[{index}]", option)


def _check_names_of_languages(where: str, things: list[Payload]) -> None:
    for locale in {each for thing in things for each in thing.get("name_localizations") or {}}:
        names = [(thing.get("name_localizations") or {}).get(locale) for thing in things]
        given = [name or thing["name"] for name, thing in zip(names, things, strict=True)]
        if len(set(given)) < len(given):
            raise invalid_form(where, f"Names must be unique in {locale}.")


def _check_option(where: str, option: Payload) -> None:
    _check_named(where, option)
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        raise invalid_form(f"{where}.autocomplete", "Choices and autocomplete exclude each other.")
    names = [choice["name"] for choice in choices]
    if len(set(names)) < len(names):
        raise invalid_form(f"{where}.choices", "Choice names must be unique.")
    for index, choice in enumerate(choices):
        at = f"{where}.choices[{index}]"
        check_localizations(at, choice, "name", bool, longest=_LONGEST_CHOICE)
    for least, most in (("min_value", "max_value"), ("min_length", "max_length")):
        low, high = option.get(least), option.get(most)
        if low is not None and high is not None and low > high:
            raise invalid_form(f"{where}.{least}", f"Must not be greater than {most}.")
    if option["type"] in _NESTED:
        _check_options(where, option.get("options") or [])


def _characters(thing: Payload) -> int:
    total = longest_text(thing, "name") + longest_text(thing, "description")
    for choice in thing.get("choices") or []:
        total += longest_text(choice, "name")
        total += len(choice["value"]) if isinstance(choice["value"], str) else 0
    return total + sum(_characters(option) for option in thing.get("options") or [])
