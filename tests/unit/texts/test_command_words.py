"""Commands in the member's language: what Discord is told, and when it is told anew."""

import gettext
import logging
from typing import Any

import pytest
from babel import Locale

from bot.client import EaselClient
from bot.command_sync import changed_commands
from bot.command_words import is_taken
from bot.sandbox.command_rules import check_commands
from bot.sandbox.commands import without_languages
from bot.texts import reader
from bot.texts.catalogues import Language

WORDS = {
    ("command", "imagine"): "bild",
    ("command", "style"): "stil",
    ("command", "save"): "sichern",
    ("option", "prompt"): "motiv",
    ("option", "size"): "Größe",  # Discord takes no capital letter in a name
    ("description", "Make images from a text."): "Macht Bilder aus einem Text.",
}


class GivenWords(gettext.NullTranslations):
    """A catalogue with the words of ``WORDS``."""

    def pgettext(self, context: str, message: str) -> str:
        return WORDS.get((context, message), message)


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    language = Language(name="de", format=Locale.parse("de"), catalogue=GivenWords())
    english = reader.language_of("en")
    monkeypatch.setattr(reader, "_LANGUAGES", {"en": english, "de": language})


async def payloads(client: EaselClient) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in await client.command_payloads()}


async def test_discord_is_told_names_options_and_descriptions_of_each_language(
    client: EaselClient,
) -> None:
    found = await payloads(client)
    imagine, style = found["imagine"], found["style"]
    prompt = imagine["options"][0]
    assert imagine["name_localizations"] == {"de": "bild"}
    assert imagine["description_localizations"] == {"de": "Macht Bilder aus einem Text."}
    assert (prompt["name"], prompt["name_localizations"]) == ("prompt", {"de": "motiv"})
    assert style["name_localizations"] == {"de": "stil"}
    saves = [each for each in style["options"] if each["name"] == "save"]
    assert saves[0]["name_localizations"] == {"de": "sichern"}


async def test_a_name_that_discord_would_not_take_stays_english(
    client: EaselClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    found = await payloads(client)
    size = next(each for each in found["imagine"]["options"] if each["name"] == "size")
    assert "name_localizations" not in size
    assert "Größe" in caplog.text


async def test_what_discord_has_is_not_sent_again(client: EaselClient) -> None:
    wanted = await client.command_payloads()
    check_commands(wanted)
    assert changed_commands(wanted, wanted) == []
    untranslated = [without_languages(each) for each in wanted]
    assert changed_commands(untranslated, wanted) == ["again", "imagine", "style"]


@pytest.mark.parametrize(
    ("context", "message", "changed"),
    [
        ("command", "save", ["style"]),
        ("option", "guidance", ["again", "imagine", "style"]),
        ("description", "Make images from a text.", ["imagine"]),
    ],
)
async def test_a_changed_translation_is_sent(
    client: EaselClient,
    monkeypatch: pytest.MonkeyPatch,
    context: str,
    message: str,
    changed: list[str],
) -> None:
    before = await client.command_payloads()
    monkeypatch.setitem(WORDS, (context, message), "neu")
    after = await client.command_payloads()
    assert changed_commands(before, after) == changed


@pytest.mark.parametrize(
    ("kind", "words", "is_good"),
    [
        ("command", "bild", True),
        ("command", "イメージ", True),
        ("option", "größe", True),
        ("option", "Größe", False),
        ("command", "neues bild", False),
        ("command", "x" * 33, False),
        ("command", "", False),
        ("menu", "Noch ein Bild", True),
        ("menu", "x" * 33, False),
        ("description", "x" * 100, True),
        ("description", "x" * 101, False),
        ("choice", "Für mich allein", True),
    ],
)
def test_discords_rule_for_names(kind: str, words: str, *, is_good: bool) -> None:
    assert is_taken(kind, words) is is_good
