"""The provider's key reaches its own host, and nothing else: no host, no text, no log."""

import logging

import httpx
import pytest

from bot.errors import ProviderError, SettingsError
from bot.providers.provider import ModelKind
from bot.settings import ProviderKind
from tests.unit.providers.fake_novita import (
    API_HOST,
    IMAGE_URL,
    KEY,
    FakeNovita,
    a_model,
    a_request,
    coded,
    flat,
    picture,
    provider_of,
)

V2 = ProviderKind.NOVITA_V2
V3 = ProviderKind.NOVITA_V3


@pytest.mark.parametrize("kind", [V2, V3])
async def test_calls_carry_the_key_and_downloads_do_not(kind: ProviderKind) -> None:
    task = {"status": 0, "task": {"status": "TASK_STATUS_QUEUED"}}
    service = FakeNovita(task=task, models=[a_model("m")])
    service.files[IMAGE_URL] = [httpx.Response(302, headers={"Location": "https://b.example/1"})]
    service.files["https://b.example/1"] = [httpx.Response(200, content=picture())]
    provider = provider_of(service, kind)

    await provider.submit(a_request(), {})
    await provider.fetch("t")
    await provider.entries(ModelKind.MODEL)
    await provider.download(IMAGE_URL)

    for request in service.requests:
        is_own = request.headers["Host"] == API_HOST
        assert (request.headers.get("Authorization") == f"Bearer {KEY}") is is_own
        assert (KEY in str(request.headers.raw)) is is_own
        assert KEY not in str(request.url)


async def test_even_the_own_host_gets_no_key_for_a_download() -> None:
    base_url = "http://127.0.0.1:7860"
    service = FakeNovita(files={f"{base_url}/0": [httpx.Response(200, content=picture())]})

    await provider_of(service, V2, base_url=base_url).download(f"{base_url}/0")

    assert "Authorization" not in service.requests[0].headers


async def test_a_redirect_of_the_api_is_not_followed() -> None:
    service = FakeNovita(faults=[httpx.Response(307, headers={"Location": "https://e.example"})])

    with pytest.raises(ProviderError):
        await provider_of(service, V2).submit(a_request(), {})

    assert len(service.requests) == 1


@pytest.mark.parametrize(
    "fault",
    [
        coded(6, f"bad header Authorization: Bearer {KEY}"),
        coded(4, f"{KEY} is no key"),
        flat(400, "VALIDATOR", f"{KEY} and sk_other_98765432 are wrong"),
        flat(403, "INVALID_API_KEY", f"key={KEY}"),
        httpx.ConnectError(f"cannot send Bearer {KEY}"),
    ],
)
@pytest.mark.parametrize("kind", [V2, V3])
async def test_a_key_that_the_service_repeats_reaches_no_text_and_no_log(
    kind: ProviderKind, fault: httpx.Response | Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service = FakeNovita(faults=[fault] * 3)
    provider = provider_of(service, kind)

    with pytest.raises(ProviderError) as failed:
        await provider.submit(a_request(), {})

    told = f"{failed.value} {failed.value!r} {failed.value.detail} {caplog.text} {vars(provider)}"
    assert KEY not in told
    assert "98765432" not in told
    assert failed.value.__cause__ is None


@pytest.mark.parametrize("key", ["sk_line\n", "schlüssel"])
def test_a_key_that_no_header_can_carry_is_named_and_not_shown(key: str) -> None:
    with pytest.raises(SettingsError) as refused:
        provider_of(FakeNovita(), V2, api_key=key)

    assert "api_key" in str(refused.value)
    assert key not in str(refused.value)


@pytest.mark.parametrize("kind", [V2, V3])
async def test_a_key_that_is_part_of_a_name_leaves_the_name_as_it_is(kind: ProviderKind) -> None:
    service = FakeNovita(models=[a_model(f"{KEY}_v5.safetensors")])
    (entry,) = await provider_of(service, kind).entries(ModelKind.MODEL)
    assert entry.api_name == f"{KEY}_v5.safetensors"
