"""The real process: each member reads their own language; Discord is told of all of them once."""

from pathlib import Path

from bot.cli.seen import text_of
from tests.wire.town import Town, open_town

COMMANDS = "/applications/{application_id}/commands"


def times_told(town: Town) -> int:
    """Return how often the commands were sent."""
    sent = [(seen.method, seen.route) for seen in town.sandbox.requests]
    return sent.count(("PUT", COMMANDS))


async def test_each_member_reads_their_own_language(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        for name, locale in (("ada", "de"), ("ben", "ja"), ("cleo", "fr")):
            town.sandbox.set_locale(name, locale)
        async with town.bot():
            cards = {name: text_of(await town.ask(name)) for name in ("ada", "ben", "cleo")}
            assert "gemacht in" in cards["ada"]
            assert "所要時間" in cards["ben"]
            assert "made in" in cards["cleo"]
            refused = text_of(await town.ask("ada", size="riesig"))
            assert "größe kann nicht riesig sein: nimm ein Format wie Quadrat" in refused
        imagine = next(each for each in town.sandbox.commands if each["name"] == "imagine")
        assert imagine["name_localizations"]["de"] == "bild"
        assert imagine["options"][0]["description_localizations"]["ja"].startswith("描くもの")
        assert times_told(town) == 1
        async with town.bot():
            assert times_told(town) == 1
