"""`/imagine`, from its options to the row and the first answer."""

from typing import Any

import aiohttp
import pytest

from bot.client import EaselClient
from bot.errors import InvalidRequest, StyleError
from tests.fakes.interaction import FakeInteraction, FakeResponse
from tests.fakes.provider import FakeProvider
from tests.unit.cogs.imagine_rows import MODEL, only_generation, used_today
from tests.unit.cogs.invoke import invoke


async def test_the_first_answer_is_the_card_with_the_place(client: EaselClient) -> None:
    answer = await invoke(client, "imagine", prompt="a *red* fox", model=MODEL, images=2)
    assert "place **1**" in answer.text
    assert r"a \*red\* fox" in answer.text
    assert not answer.is_ephemeral
    generation = await only_generation(client)
    assert generation.request.units == 2
    assert generation.place.server_id == 10
    assert await used_today(client) == 2


async def test_a_private_answer_is_private(client: EaselClient) -> None:
    answer = await invoke(client, "imagine", prompt="a fox", model=MODEL, private=True)
    assert answer.is_ephemeral
    assert (await only_generation(client)).place.is_private


async def test_a_direct_message_counts_as_server_zero(client: EaselClient) -> None:
    await invoke(client, "imagine", FakeInteraction(guild_id=None), prompt="a fox", model=MODEL)
    assert (await only_generation(client)).place.server_id == 0


async def test_a_builtin_style_is_applied_and_recorded(client: EaselClient) -> None:
    await invoke(client, "imagine", prompt="a fox", model=MODEL, style="Neon")
    generation = await only_generation(client)
    assert generation.style == "neon"
    assert generation.request.prompt.startswith("a fox, neon lights")
    assert generation.request.guidance_scale == 8


async def test_a_saved_style_is_applied(client: EaselClient) -> None:
    await invoke(client, "style save", name="Mine", prompt="{prompt}, mine", steps=11)
    await invoke(client, "imagine", prompt="a fox", model=MODEL, style="mine")
    generation = await only_generation(client)
    assert (generation.request.prompt, generation.request.steps) == ("a fox, mine", 11)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"steps": 51}, "`steps` cannot be `51`: it must be a whole number from 1 to 50."),
        ({"size": "0x0"}, "`size` cannot be `0x0`"),
        ({"images": 9}, "`images` cannot be `9`"),
        ({"sampler": "magic"}, "`sampler` cannot be `magic`"),
        ({"model": "no such"}, "`model` cannot be `no such`"),
        ({"loras": "nobody:0.5"}, "`loras` cannot be `nobody`"),
        ({"advanced": "x=1"}, "`advanced` cannot be `x=1`"),
        ({"prompt": "p" * 6000}, "`prompt` cannot be"),
    ],
    ids=str,
)
async def test_a_refusal_costs_nothing_and_shows_nothing(
    client: EaselClient, options: dict[str, Any], words: str
) -> None:
    interaction = FakeInteraction()
    with pytest.raises(InvalidRequest) as caught:
        await invoke(
            client, "imagine", interaction, **{"prompt": "a fox", "model": MODEL, **options}
        )
    assert str(caught.value).startswith(words)
    assert interaction.response.answers == 0
    assert await used_today(client) == 0


async def test_an_unknown_style_is_refused(client: EaselClient) -> None:
    with pytest.raises(StyleError, match="`style` cannot be `nothing`"):
        await invoke(client, "imagine", prompt="a fox", style="nothing")


async def test_what_was_admitted_is_made_even_if_the_answer_failed(client: EaselClient) -> None:
    interaction = FakeInteraction(response=FakeResponse(fault=aiohttp.ClientError()))
    answer = await invoke(client, "imagine", interaction, prompt="a fox", model=MODEL)
    assert "Nothing was charged" not in answer.text  # since it was, and the images will come
    await client.services.work.step()
    provider = client.services.provider
    assert isinstance(provider, FakeProvider)
    assert provider.submit_calls == 1


async def test_a_hundred_images_are_the_last_of_the_day(client: EaselClient) -> None:
    for _ in range(12):
        await invoke(client, "imagine", prompt="a fox", model=MODEL, images=8)
    answer = await invoke(client, "usage")
    assert "**4** of 100 images left today" in answer.text
