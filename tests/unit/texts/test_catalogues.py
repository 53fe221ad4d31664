"""The catalogues: each text is translated, fits, and says what the English says."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from bot.client import EaselClient
from tests.catalogues.checks import faults
from tests.catalogues.extraction import extracted
from tests.catalogues.files import (
    TEMPLATE,
    brought_up,
    catalogue_paths,
    is_done,
    read,
    written,
)

COMPLETE: Sequence[str] = ("de", "es", "ja")  # the languages in which nothing may be missing


@pytest.mark.parametrize("language", COMPLETE)
async def test_the_files_are_up_to_date(client: EaselClient, language: str) -> None:
    commands = [each.to_dict(client.tree) for each in client.tree.get_commands()]
    stale = await asyncio.to_thread(stale_files, commands, language)
    assert stale == [], "run python -m tests.catalogues"


def stale_files(commands: list[dict[str, Any]], language: str) -> list[str]:
    newest, path = extracted(commands), catalogue_paths()[language]
    wanted = {TEMPLATE: newest, path: brought_up(read(path, language), newest)}
    return [file.name for file, said in wanted.items() if file.read_bytes() != written(said)]


@pytest.mark.parametrize("language", COMPLETE)
def test_every_text_is_translated(language: str) -> None:
    catalogue = read(catalogue_paths()[language], language)
    assert [each.id for each in catalogue if each.id and not is_done(each)] == []


@pytest.mark.parametrize("language", catalogue_paths())
def test_no_translation_is_wrong(language: str) -> None:
    assert faults(read(catalogue_paths()[language], language)) == []


def catalogue(locale: str = "de") -> Catalog:
    made = Catalog(locale=locale)
    made.add("history", "verlauf", context="command")
    made.add("size", "format", context="option")
    return made


@pytest.mark.parametrize(
    ("said", "translated", "word"),
    [
        ("made in {time}", "gemacht in {zeit}", "lacks {time}"),
        ("made in {time}", "gemacht in {time", "brace"),
        ("see `/history`", "siehe `/history`", "/verlauf"),
        ("`size` is wrong", "`size` ist falsch", "`format`"),
        ("**{n}** left", "{n} übrig", "**"),
        ("left: ", "übrig:", "blank"),
    ],
)
def test_what_says_something_else_than_the_english_is_found(
    said: str, translated: str, word: str
) -> None:
    made = catalogue()
    made.add(said, translated)
    (fault, *_more) = faults(made)
    assert word in fault


def test_a_plural_form_needs_its_placeholders_but_one_may_do_without_its_number() -> None:
    made = catalogue()
    made.add(("{n} image by {who}", "{n} images by {who}"), ("ein Bild von {who}", "{n} Bilder"))
    (fault,) = faults(made)
    assert "lacks {who}" in fault


@pytest.mark.parametrize(
    ("context", "translated", "is_good"),
    [
        ("command", "bild", True),
        ("command", "Bild", False),
        ("option", "zwei wörter", False),
        ("menu", "Zwei Wörter", True),
        (None, "x" * 46, False),
    ],
)
def test_what_discord_does_not_take_is_found(
    context: str | None, translated: str, *, is_good: bool
) -> None:
    made = catalogue()
    comments = ["At most 45 characters."] if context is None else []
    made.add("imagine", translated, context=context, auto_comments=comments)
    assert (faults(made) == []) is is_good


def test_a_changed_text_keeps_its_translation_until_somebody_looks_at_it() -> None:
    before, newest = catalogue(), Catalog()
    before.add("Your images are ready", "Deine Bilder sind fertig")
    newest.add("Your images are ready now")
    (only,) = [each for each in brought_up(before, newest) if each.id]
    assert (only.string, is_done(only)) == ("Deine Bilder sind fertig", False)


def test_a_file_has_nothing_that_changes_by_itself() -> None:
    made = catalogue()
    made.add("b", locations=[("bot/b.py", 7)])
    once, again = written(made), written(made)
    assert once == again
    assert b"Date" not in once
    assert b":7" not in once
    assert b'"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in once
