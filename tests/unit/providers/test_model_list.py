"""The list of models: pages, filters, what is left out, and the account's line."""

from typing import Any

import httpx
import pytest

from bot.errors import EndpointGone, ProviderAccount
from bot.providers.provider import CatalogueEntry, ModelKind
from bot.settings import ProviderKind
from tests.unit.providers.fake_novita import FakeNovita, a_model, flat, provider_of, reply

V2 = ProviderKind.NOVITA_V2
V3 = ProviderKind.NOVITA_V3


async def listed(model: dict[str, Any], kind: ModelKind) -> list[CatalogueEntry]:
    return list(await provider_of(FakeNovita(models=[model]), V2).entries(kind))


async def test_an_entry_holds_what_a_person_wants_to_know() -> None:
    model = a_model("add_detail_44319", "lora", name="Add Detail", tags=["detail", None])

    assert await listed({**model, "base_model": "SDXL 1.0"}, ModelKind.LORA) == [
        CatalogueEntry(
            api_name="add_detail_44319",
            label="Add Detail",
            kind=ModelKind.LORA,
            base_model="SDXL 1.0",
            tags=("detail",),
            is_sdxl=True,
        )
    ]


async def test_a_vae_is_named_by_its_file() -> None:
    (entry,) = await listed(a_model("good_vae", "vae"), ModelKind.VAE)

    assert entry.api_name == "good_vae.safetensors"


async def test_a_locon_is_a_lora() -> None:
    assert await listed(a_model("m", "locon"), ModelKind.LORA)


@pytest.mark.parametrize(
    "change",
    [
        {"status": 0},
        {"status": None},
        {"sd_name": "", "sd_name_in_api": ""},
        {"type": {"name": "vae"}},
    ],
)
async def test_what_cannot_be_used_is_left_out(change: dict[str, Any]) -> None:
    assert await listed({**a_model("m", "lora"), **change}, ModelKind.LORA) == []


async def test_a_status_may_be_a_string() -> None:
    assert await listed(a_model("m", status="1"), ModelKind.MODEL)


async def test_pages_are_walked_by_the_services_own_cursor() -> None:
    service = FakeNovita(models=[a_model(f"m{i}") for i in range(25)], page_size=10)

    entries = await provider_of(service, V3).entries(ModelKind.MODEL, limit=100)

    assert [entry.api_name for entry in entries] == [f"m{i}" for i in range(25)]
    cursors = [request.url.params.get("pagination.cursor") for request in service.requests]
    assert cursors == [None, "c_10", "c_20"]


async def test_no_more_pages_than_needed_are_asked_for() -> None:
    service = FakeNovita(models=[a_model(f"m{i}") for i in range(25)], page_size=10)

    entries = await provider_of(service, V3).entries(ModelKind.MODEL, limit=15)

    assert (len(entries), len(service.requests)) == (15, 2)


async def test_the_query_names_kind_search_and_limit() -> None:
    service = FakeNovita()

    await provider_of(service, V3).entries(ModelKind.LORA, "detail", 500)

    assert dict(service.requests[0].url.params) == {
        "filter.types": "lora",
        "filter.query": "detail",
        "pagination.limit": "100",
    }


async def test_a_list_without_an_end_is_not_followed_for_ever() -> None:
    page = {"models": [a_model("m")], "pagination": {"next_cursor": "c_same"}}
    service = FakeNovita(faults=[reply(page) for _ in range(100)])

    entries = await provider_of(service, V2).entries(ModelKind.MODEL)

    assert (len(entries), len(service.requests)) == (1, 2)


async def test_ever_new_cursors_come_to_an_end_too() -> None:
    pages = [
        {"models": [a_model("m")], "pagination": {"next_cursor": f"c_{i}"}} for i in range(100)
    ]
    service = FakeNovita(faults=[reply(page) for page in pages])

    await provider_of(service, V2).entries(ModelKind.MODEL)

    assert len(service.requests) == 40


async def test_a_service_without_a_list_says_so() -> None:
    service = FakeNovita(faults=[flat(404, "API_NOT_FOUND")])

    with pytest.raises(EndpointGone):
        await provider_of(service, V2).entries(ModelKind.MODEL)


async def test_the_account_is_one_line() -> None:
    assert "12.35 USD" in await provider_of(FakeNovita(), V3).balance_text()


async def test_a_service_that_names_no_balance_is_no_failure() -> None:
    text = await provider_of(FakeNovita(has_user=False), V2).balance_text()

    assert text == "The key is accepted; the service names no balance."


async def test_a_wrong_key_is_told_from_a_missing_balance() -> None:
    with pytest.raises(ProviderAccount):
        await provider_of(FakeNovita(), V2, api_key="sk_wrong_12345").balance_text()


async def test_after_closing_nothing_can_be_asked() -> None:
    provider = provider_of(FakeNovita(), V2)

    await provider.close()

    with pytest.raises(RuntimeError, match="closed"):
        await provider.entries(ModelKind.MODEL)
    with pytest.raises(RuntimeError, match="closed"):
        await provider.download("https://images.example/0.png")


async def test_a_long_list_is_read_without_blocking() -> None:
    models = [a_model(f"m{i}", description="x" * 1000) for i in range(100)]
    service = FakeNovita(faults=[httpx.Response(200, json={"models": models})])

    assert len(await provider_of(service, V2).entries(ModelKind.MODEL)) == 100
