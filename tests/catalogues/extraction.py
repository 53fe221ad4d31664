"""What there is to translate: the messages in the code, and the words of the commands."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file

from bot.client import EaselClient
from bot.command_words import CHOICE, COMMAND, DESCRIPTION, MENU, OPTION
from bot.services import build_services, open_foundation
from bot.settings import ProviderSettings, Settings
from tests.catalogues.source import limited_messages, sources
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime

FOLDERS = ("bot", "cogs")
_KEYWORDS: Mapping[str, Any] = {  # Babel's own form: which arguments, with what meaning
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_SLASH, _SUBCOMMAND, _GROUP = 1, 1, 2
_NAME_RULE = "At most 32 characters, small letters, no blanks; one word that nothing else has."
_KINDS = {
    COMMAND: f"The name of a command. {_NAME_RULE}",
    OPTION: f"The name of an option. {_NAME_RULE}",
    MENU: "In the menu of a message or a person. At most 32 characters.",
    CHOICE: "At most 100 characters.",
    DESCRIPTION: "At most 100 characters.",
}


@asynccontextmanager
async def loaded_client(folder: Path) -> AsyncIterator[EaselClient]:
    """Open a client with all its commands, on an empty data folder; it is never logged in."""
    settings = Settings(data_dir=folder, providers=(ProviderSettings(name="fake"),))
    time = FakeTime()
    async with open_foundation(settings, time, FakeProvider(time)) as foundation:
        client = EaselClient(lambda self: build_services(foundation, self))
        await client.load_cogs()
        yield client
        await client.close()


def command_words(commands: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield context and words of every name and description that Discord is told."""
    for command in commands:
        if command.get("type", _SLASH) != _SLASH:
            yield MENU, command["name"]
            continue
        yield COMMAND, command["name"]
        yield DESCRIPTION, command["description"]
        yield from _option_words(command.get("options", ()))


def _option_words(options: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for option in options:
        yield COMMAND if option["type"] in {_SUBCOMMAND, _GROUP} else OPTION, option["name"]
        yield DESCRIPTION, option["description"]
        yield from ((CHOICE, choice["name"]) for choice in option.get("choices", ()))
        yield from _option_words(option.get("options", ()))


def extracted(commands: list[dict[str, Any]]) -> Catalog:
    """Return the catalogue of all that there is to translate, in a fixed order."""
    found = Catalog(project="Easel", charset="utf-8")
    for source in sources(*FOLDERS):
        for _line, message, _comments, context in extract_from_file(
            "python", source.path, keywords=_KEYWORDS
        ):
            found.add(message, locations=[(source.name, 0)], context=context)
        for message, limit in limited_messages(source.tree):
            known = found.get(message)
            if known is not None:
                known.auto_comments = [f"At most {limit} characters."]
    for context, words in command_words(commands):
        found.add(words, context=context, auto_comments=[_KINDS[context]])
    return in_order(found)


def _place(message: Message) -> tuple[str, tuple[str, ...]]:
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    return message.context or "", ids


def in_order(catalogue: Catalog) -> Catalog:
    """Return the same with its messages in the order of the alphabet, and nothing that ages."""
    ordered = Catalog(locale=catalogue.locale, project="Easel", charset="utf-8", fuzzy=False)
    for each in sorted(catalogue, key=_place):
        if each.id:
            ordered.add(
                each.id,
                each.string,
                locations=sorted(set(each.locations)),
                flags=each.flags,
                auto_comments=sorted(set(each.auto_comments)),
                user_comments=each.user_comments,
                context=each.context,
            )
    return ordered
