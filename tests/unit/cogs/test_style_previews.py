"""A style's preview is made once, also when several want it in the same moment."""

import asyncio
from typing import Any

from bot.client import EaselClient
from bot.errors import NotAllowed
from bot.providers.provider import CatalogueEntry, ModelKind
from tests.fakes.interaction import FakeInteraction, FakeUser
from tests.fakes.provider import FakeProvider


async def wish(client: EaselClient, member_id: int) -> None:
    """Press *Preview* of a built-in style as that member."""
    services = client.services
    style = await services.shelf.find("neon", member_id=member_id, server_id=10)
    press: Any = FakeInteraction(id=1_300_000_000_000_000_000 + member_id, user=FakeUser(member_id))
    await services.style_pictures.ask(press, style, begun_at_s=services.time.monotonic())


async def test_of_two_who_want_it_at_once_one_pays(client: EaselClient) -> None:
    provider = client.services.provider
    assert isinstance(provider, FakeProvider)
    model = "sd_xl_base_1.0.safetensors"
    provider.offered = [CatalogueEntry(api_name=model, label=model, kind=ModelKind.MODEL)]
    ended = await asyncio.gather(wish(client, 1), wish(client, 2), return_exceptions=True)
    (refused,) = [error for error in ended if error is not None]
    assert isinstance(refused, NotAllowed)
    assert "is being made" in str(refused)
    assert await client.services.generations.get(2) is None
