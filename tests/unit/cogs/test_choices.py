"""What autocomplete offers, within Discord's limits."""

from typing import Any

import pytest

from bot.client import EaselClient
from bot.providers.provider import CatalogueEntry, ModelKind
from bot.replies.requesting.choices import Choices, choices
from tests.fakes.interaction import FakeInteraction
from tests.fakes.provider import FakeProvider
from tests.unit.cogs.invoke import invoke


async def offered(client: EaselClient, option: str, text: str) -> list[str]:
    services = client.services
    answers = Choices(services.catalogue, services.shelf)
    data: dict[str, Any] = {
        "name": "style",
        "options": [
            {
                "name": "save",
                "options": [
                    {"name": "name", "value": "x"},
                    {"name": option, "value": text, "focused": True},
                ],
            }
        ],
    }
    interaction: Any = FakeInteraction(data=data)
    found = await answers.offered(interaction, text)
    assert len(found) <= 25
    for choice in found:
        assert 1 <= len(choice.name) <= 100
        assert 1 <= len(choice.value) <= 100
    return [choice.value for choice in found]


@pytest.mark.parametrize(
    ("option", "text", "first"),
    [
        ("size", "lands", "landscape"),
        ("size", "640x640", "640x640"),
        ("sampler", "euler a", "Euler a"),
        ("hires", "1.5", "1.5"),
        ("control", "pose", "openpose"),
        ("advanced", "clip", "clip_skip=1"),
        ("style", "neo", "neon"),
        ("name", "ink", "ink"),
        ("model", "dream", "dream.safetensors"),
        ("vae", "no", "none"),
        ("loras", "fur:", "fur:1"),
        ("loras", "a:1, fur:0.25", "a:1, fur:0.25"),
    ],
)
async def test_an_option_is_completed(
    client: EaselClient, option: str, text: str, first: str
) -> None:
    assert (await offered(client, option, text))[0] == first


async def test_thirty_samplers_are_cut_to_what_discord_takes(client: EaselClient) -> None:
    assert len(await offered(client, "sampler", "")) == 25


async def test_the_last_lora_of_a_list_is_completed(client: EaselClient) -> None:
    provider = client.services.provider
    assert isinstance(provider, FakeProvider)
    provider.offered = [CatalogueEntry(api_name="fur_1", label="fur", kind=ModelKind.LORA)]
    assert await offered(client, "loras", "ink:0.5, f") == ["ink:0.5, fur_1"]


async def test_ones_own_styles_come_first(client: EaselClient) -> None:
    await invoke(client, "style save", name="neon mine", prompt="x")
    assert await offered(client, "style", "neon") == ["neon mine", "neon"]


def test_a_value_too_long_to_be_sent_is_not_offered() -> None:
    found = choices([("long", "v" * 101), ("l" * 200, "short"), ("", "bare"), ("x", "")])
    assert [(choice.name, choice.value) for choice in found] == [
        ("l" * 99 + "…", "short"),
        ("bare", "bare"),
    ]
