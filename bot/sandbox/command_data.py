"""From what a person typed to the data of a command's interaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.sandbox.cdn import Upload
from bot.sandbox.member_files import MemberFiles
from bot.sandbox.option_checks import (
    ATTACHMENT,
    CHANNEL,
    MENTIONABLE,
    ROLE,
    USER,
    check_required,
    check_value,
    coerced,
)
from bot.sandbox.payloads import Payload
from bot.sandbox.places import Channel
from bot.sandbox.refusals import ClientRefusal
from bot.sandbox.resolved import add_resolved
from bot.sandbox.world import World

_NESTED = frozenset({1, 2})


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a person has typed into the client.

    Attributes:
        name: The command with its subcommands, such as ``style save``.
        options: Values by option name.
        attachments: Files by option name.
        focused: The option that is being typed, for autocompletion.
        is_checked: Check as the client does; False sends whatever it is.
    """

    name: str
    options: Mapping[str, object] = field(default_factory=dict)
    attachments: Mapping[str, Upload] = field(default_factory=dict)
    focused: str | None = None
    is_checked: bool = True

    @property
    def words(self) -> list[str]:
        """The command, then its subcommands."""
        return self.name.removeprefix("/").split()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandData:
    """Builds the key ``data`` of commands and autocompletion."""

    world: World
    files: MemberFiles

    def build(self, command: Payload, typed: Typed, channel: Channel) -> Payload:
        """Return the data.

        Raises:
            ClientRefusal: There is no such subcommand, or the client would not send this.
        """
        names = typed.words[1:]
        options = command.get("options") or []
        for name in names:
            options = _sub(options, name).get("options") or []
        _check_typed(typed, options)
        resolved: Payload = {}
        values = self._values(options, typed, channel, resolved)
        for depth in range(len(names), 0, -1):
            kind = _type_of(command, names[:depth])
            values = [{"name": names[depth - 1], "type": kind, "options": values}]
        data: Payload = {"id": command["id"], "name": command["name"], "type": command["type"]}
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        if values:
            data["options"] = values
        return {**data, "resolved": resolved} if resolved else data

    def _values(
        self, options: list[Payload], typed: Typed, channel: Channel, resolved: Payload
    ) -> list[Payload]:
        given = {*typed.options, *typed.attachments, typed.focused}
        values = [
            self._value(option, typed, channel, resolved)
            for option in options
            if option["name"] in given
        ]
        return values if typed.is_checked else [*values, *_unknown_values(options, typed)]

    def _value(self, option: Payload, typed: Typed, channel: Channel, resolved: Payload) -> Payload:
        name, kind = option["name"], option["type"]
        value: object
        if name in typed.attachments:
            value = self.files.attach(typed.attachments[name], channel, resolved)
        elif name == typed.focused:
            # While it is being typed, even a number is text.
            text = str(typed.options.get(name, ""))
            return {"name": name, "type": kind, "value": text, "focused": True}
        else:
            value = coerced(option, typed.options[name])
            if typed.is_checked and kind != ATTACHMENT and typed.focused is None:
                check_value(option, value)
        if kind in {USER, CHANNEL, ROLE, MENTIONABLE} and str(value).isdecimal():
            add_resolved(self.world, int(str(value)), resolved, channel)
        return {"name": name, "type": kind, "value": value}


def _sub(options: list[Payload], name: str) -> Payload:
    for option in options:
        if option["name"] == name and option["type"] in _NESTED:
            return option
    raise ClientRefusal(f"There is no subcommand {name}.")


def _type_of(command: Payload, names: list[str]) -> int:
    found = command
    for name in names:
        found = _sub(found.get("options") or [], name)
    return int(found["type"])


def _unknown_values(options: list[Payload], typed: Typed) -> list[Payload]:
    known = {option["name"] for option in options}
    return [
        {"name": name, "type": 3, "value": value}
        for name, value in typed.options.items()
        if name not in known
    ]


def _check_typed(typed: Typed, options: list[Payload]) -> None:
    if typed.focused is not None:
        _check_focused(options, typed.focused)
    elif typed.is_checked:
        check_required(options, {*typed.options, *typed.attachments})


def _check_focused(options: list[Payload], name: str) -> None:
    for option in options:
        if option["name"] == name and option.get("autocomplete"):
            return
    raise ClientRefusal(f"{name}: this option has no completions.")
