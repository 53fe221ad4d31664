"""Every card, panel, modal and command, in every language: all translated, and never too long."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import discord
import pytest
from babel import Locale

from bot.client import EaselClient
from bot.domain.ranges import MAX_PROMPT_LENGTH
from bot.domain.samplers import Sampler
from bot.sandbox.command_rules import check_commands
from bot.texts import reader
from bot.texts.catalogues import ENGLISH, LOCALES, Language, compiled
from tests.catalogues.files import catalogue_paths
from tests.catalogues.source import sources
from tests.unit.texts import shown
from tests.unit.texts.measures import texts, too_much
from tests.unit.texts.pseudo import LONG, PSEUDO

LANGUAGES = [
    reader.language_of(ENGLISH),
    LONG,
    *(
        Language(name=name, format=Locale.parse(name), catalogue=compiled(path))
        for name, path in catalogue_paths(LOCALES).items()
    ),
]
_INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
# Data, or what looks the same in every language: names in code, Discord's own signs, samplers.
_SAMPLERS = "|".join(re.escape(each) for each in sorted(Sampler, key=len, reverse=True))
_NO_WORDS = re.compile(
    r"`[^`]*`|<t:\d+:[tTdDfFR]>|<@\d+>|attachment://\S+|\]\(https://[^)]*\)"
    rf"|(?:{_SAMPLERS})|[Ѐ-ӿ]"
)
_LETTER = re.compile(r"[^\W\d_]")


def left_over(text: str) -> str:
    """Return what of *text* has not come from the catalogue."""
    while (inner := _INNERMOST.sub("", text)) != text:
        text = inner
    return " ".join(_NO_WORDS.sub("", text).split())


def test_every_letter_of_every_card_and_panel_comes_from_the_catalogue() -> None:
    with reader.speaking(PSEUDO):
        found = [
            (name, left_over(text))
            for name, view in shown.views()
            for text in texts(view)
            if _LETTER.search(left_over(text))
        ]
    assert found == []


def test_a_word_past_the_catalogue_is_seen() -> None:
    assert left_over("⟦made in ⟦{s} s⟧⟧ today") == "today"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
@pytest.mark.parametrize(
    "prompt",
    [shown.DATA, f"{shown.DATA} " * 400, "*" * MAX_PROMPT_LENGTH],  # each sign is escaped
    ids=["short", "long", "marked"],
)
def test_every_card_panel_and_modal_fits(
    language: Language, prompt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "PROMPT", prompt.strip())
    with reader.speaking(language):
        found = [(name, wrong) for name, view in shown.views() for wrong in too_much(view)]
    assert found == []


def parts(command: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield command
    for option in command.get("options", ()):
        yield from parts(option)


async def test_the_commands_fit_in_every_language(client: EaselClient) -> None:
    commands = await client.command_payloads()
    check_commands(commands)  # names, and the 8,000 characters of the longest of each
    for command in commands:
        for part in parts(command):
            words = part.get("description_localizations") or {}
            assert all(len(each) <= 100 for each in words.values())


async def test_what_is_too_long_is_seen() -> None:
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    row.add_item(discord.ui.Button(label="x" * 81, custom_id="a"))
    view = discord.ui.LayoutView()
    view.add_item(row)
    assert len(too_much(view)) == 1


def test_none_of_them_is_left_out_here() -> None:
    nodes = [
        node
        for samples in sources("tests/unit/texts")
        if samples.path.name.startswith("shown")
        for node in ast.walk(samples.tree)
    ]
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    used |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    made = {
        node.name
        for source in sources("bot/replies")
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.returns
        if re.search(r"Card|Panel|LayoutView|Modal", ast.unparse(node.returns))
    }
    assert made - used == set(), "yield it in tests/unit/texts/shown*.py as well"
