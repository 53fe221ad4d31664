"""`/style`, `/usage`, `/models` and `/help`: what they answer, and to whom."""

from typing import Any

import discord
import pytest
from discord import app_commands

from bot.client import EaselClient
from bot.errors import InvalidRequest, NotAllowed, StyleError
from bot.providers.provider import CatalogueEntry, ModelKind
from tests.fakes.interaction import FakeAttachment, FakeInteraction, FakeUser
from tests.fakes.provider import FakeProvider
from tests.unit.cogs.invoke import invoke


async def test_a_style_is_saved_shown_listed_and_deleted(client: EaselClient) -> None:
    saved = await invoke(
        client,
        "style save",
        name="Ink Wash",
        prompt="{prompt}, ink",
        negative_prompt="photo",
        size="768x512",
        advanced="clip_skip=2",
    )
    assert saved.is_ephemeral
    shown = await invoke(client, "style show", name="INK wash")
    for words in ("ink wash", "ink", "photo", "size: `768x512`", "clip_skip: `2`"):
        assert words in shown.text
    assert "`ink wash`" in (await invoke(client, "style list")).text
    assert "`neon`" in (await invoke(client, "style list")).text
    await invoke(client, "style delete", name="ink wash")
    with pytest.raises(StyleError):
        await invoke(client, "style show", name="ink wash")


async def test_a_file_of_styles_is_answered_before_it_is_fetched(client: EaselClient) -> None:
    interaction = FakeInteraction()

    class Slow(FakeAttachment):
        async def read(self) -> bytes:
            assert interaction.response.is_done()
            return await super().read()

    file = Slow("styles.toml", b'[ink]\nprompt = "ink"')
    brought = await invoke(client, "style import", interaction, file=file)
    assert brought.is_ephemeral
    assert "`ink`" in brought.text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"steps": 51}, "1 to 50"),
        ({"size": "axb"}, "`size`"),
        ({"loras": "x:abc"}, "`loras`"),
        ({"advanced": "nothing=1"}, "`advanced`"),
        ({"prompt": "p" * 2000}, "at most 2000"),
        ({"negative_prompt": "<lora:x:1>"}, "`negative_prompt`"),
        ({"control": "magic"}, "`control`"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
async def test_a_style_that_no_request_could_use_is_refused(
    client: EaselClient, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidRequest, match=words):
        await invoke(client, "style save", name="bad", **options)


async def test_an_empty_or_misnamed_style_is_refused(client: EaselClient) -> None:
    with pytest.raises(StyleError, match="at least"):
        await invoke(client, "style save", name="empty")
    with pytest.raises(StyleError, match="1 to 32"):
        await invoke(client, "style save", name="a/b", prompt="x")


async def test_a_style_is_its_members_own(client: EaselClient) -> None:
    await invoke(client, "style save", name="mine", prompt="x")
    stranger = FakeInteraction(user=FakeUser(id=8))
    with pytest.raises(StyleError):
        await invoke(client, "style show", stranger, name="mine")


async def test_usage_is_private_and_complete(client: EaselClient) -> None:
    await invoke(client, "imagine", prompt="a fox", model="dream.safetensors", images=3)
    answer = await invoke(client, "usage")
    assert answer.is_ephemeral
    for words in ("**97** of 100", "Today **3**", "`dream.safetensors`: 3 images", "12 h"):
        assert words in answer.text


async def test_a_moderator_sees_the_servers_usage(client: EaselClient) -> None:
    await invoke(client, "imagine", prompt="a fox", model="dream.safetensors")
    moderator = FakeInteraction(permissions=discord.Permissions(manage_guild=True))
    answer = await invoke(client, "usage", moderator, server=True)
    assert answer.is_ephemeral
    assert "<@7>: 1 image" in answer.text


async def test_others_do_not_see_the_servers_usage(client: EaselClient) -> None:
    member = FakeInteraction(permissions=discord.Permissions(manage_messages=True))
    with pytest.raises(NotAllowed, match="Manage Server"):
        await invoke(client, "usage", member, server=True)
    with pytest.raises(NotAllowed, match="no server here"):
        await invoke(client, "usage", FakeInteraction(guild_id=None), server=True)


async def test_models_are_searched_by_word_type_and_base_model(client: EaselClient) -> None:
    provider = client.services.provider
    assert isinstance(provider, FakeProvider)
    provider.offered = [
        CatalogueEntry(
            api_name=f"{name}.safetensors", label=name, kind=ModelKind.LORA, base_model=base
        )
        for name, base in (("fur", "SD 1.5"), ("fur xl", "SDXL 1.0"), ("ink", "SD 1.5"))
    ]
    answer = await invoke(client, "models", search="fur", kind="lora", base_model="sdxl")
    assert "`fur xl.safetensors`" in answer.text
    assert "`fur.safetensors`" not in answer.text
    assert "ink" not in answer.text
    assert "Nothing found" in (await invoke(client, "models", search="zzz")).text
    with pytest.raises(InvalidRequest, match="`type`"):
        await invoke(client, "models", kind="sound")


async def test_help_names_every_command(client: EaselClient) -> None:
    answer = await invoke(client, "help")
    assert answer.is_ephemeral
    for command in client.tree.get_commands():
        if isinstance(command, app_commands.ContextMenu):
            assert f"*{command.name}*" in answer.text
        elif command.name != "help":
            assert f"/{command.name}" in answer.text
