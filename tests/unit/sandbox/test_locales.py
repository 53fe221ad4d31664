"""Languages: of the member, of the server, and of the commands' names."""

from typing import Any

import pytest

from bot.sandbox import ClientRefusal
from bot.sandbox.locales import known_locale
from tests.unit.sandbox.raw_bot import RawBot

DRAW: dict[str, Any] = {"name": "draw", "description": "Draw"}


async def synced(bot: RawBot, **more: Any) -> tuple[int, str]:
    path = f"/applications/{bot.sandbox.application_id}/commands"
    answer = await bot.call("PUT", path, [{**DRAW, **more}])
    return answer.status, str(answer.json)


async def test_an_interaction_says_the_members_language_and_the_servers(bot: RawBot) -> None:
    bot.sandbox.set_locale("ada", "ja")
    asked = await bot.asked()
    assert (asked.data["locale"], asked.data["guild_locale"]) == ("ja", "en-US")
    assert asked.data["guild"]["locale"] == "en-US"


def test_a_client_speaks_discords_languages_only() -> None:
    assert known_locale("es-ES") == "es-ES"
    with pytest.raises(ClientRefusal, match="no language"):
        known_locale("es")


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"name_localizations": {"es": "dibujar"}}, "es is not a valid locale"),
        ({"name_localizations": {"de": "Zeichnen"}}, "Name is invalid"),
        ({"name_localizations": {"de": "mal etwas"}}, "Name is invalid"),
        ({"description_localizations": {"de": "x" * 101}}, "longer than 100|in length"),
        ({"type": 3, "description": "", "name_localizations": {"xx": "Neu"}}, "valid locale"),
    ],
)
async def test_a_translation_follows_the_rules_of_what_it_translates(
    bot: RawBot, more: dict[str, Any], refusal: str
) -> None:
    status, text = await synced(bot, **more)
    assert status == 400
    assert any(each in text for each in refusal.split("|"))


async def test_translations_are_kept_as_they_were_sent(bot: RawBot) -> None:
    names = {"de": "zeichnen", "ja": "描く", "es-ES": "dibujar"}
    option = {"type": 3, "name": "size", "description": "s", "name_localizations": {"de": "größe"}}
    choice = {"name": "Wide", "value": "w", "name_localizations": {"de": "Breit (16:9)"}}
    more = {"name_localizations": names, "options": [{**option, "choices": [choice]}]}
    assert (await synced(bot, **more))[0] == 200
    (command,) = bot.sandbox.commands
    assert command["name_localizations"] == names
    assert command["options"][0]["choices"] == [choice]


async def test_only_the_longest_translation_counts_towards_the_sum(bot: RawBot) -> None:
    choices = [{"name": f"{number:02}" + "x" * 98, "value": "y" * 60} for number in range(24)]
    long = [
        {**each, "name_localizations": {"de": each["name"], "ja": each["name"]}} for each in choices
    ]
    option = {"type": 3, "description": "s"}
    options = [{**option, "name": name, "choices": long} for name in ("one", "two")]
    assert (await synced(bot, options=options))[0] == 200
    options.append({**option, "name": "three", "choices": long})
    status, text = await synced(bot, options=options)
    assert (status, "exceed 8000" in text) == (400, True)
