"""The README names every command and option; every module in cogs/ is loaded."""

from pathlib import Path

import discord
import typer.main
from discord import app_commands

from bot.cli.app import app
from bot.client import COGS, EaselClient

ROOT = Path(__file__).resolve().parents[3]
README = (ROOT / "README.md").read_text("utf-8")


async def test_every_slash_command_and_its_options_stand_in_the_readme(client: EaselClient) -> None:
    for command in client.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            assert f"`/{command.qualified_name}`" in README
            assert command.description not in {"", "…"}
    imagine = client.tree.get_command("imagine")
    assert isinstance(imagine, app_commands.Command)
    for parameter in imagine.parameters:
        assert f"| `{parameter.name}` |" in README


async def test_every_menu_of_messages_stands_in_the_readme(client: EaselClient) -> None:
    for menu in client.tree.walk_commands(type=discord.AppCommandType.message):
        assert f"| *{menu.name}*" in README


def test_every_command_of_the_program_stands_in_the_readme() -> None:
    program = typer.main.get_command(app)
    for name in program.commands:  # type: ignore[attr-defined]  # a group has them
        assert f"`easel {name}" in README


def test_every_cog_is_loaded() -> None:
    modules = {f"cogs.{path.stem}" for path in (ROOT / "cogs").glob("[!_]*.py")}
    assert set(COGS) == modules


def test_every_folder_that_the_readme_draws_is_there() -> None:
    drawn = README.partition("## How it is built")[2].split("```")[1]
    way: list[str] = []
    found = []
    for line in drawn.strip().splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        way = [*way[:depth], line.split()[0]]
        found.append("".join(way))
    assert "bot/domain/moderation/" in found
    assert [folder for folder in found if not (ROOT / folder).is_dir()] == []
