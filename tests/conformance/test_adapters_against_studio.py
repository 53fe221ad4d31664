"""Our own two adapters against the studio, over real sockets."""

import asyncio
import hashlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.domain.request import (
    ControlUnit,
    HiresFix,
    ImageRequest,
    Lora,
    OutputFormat,
    Refiner,
    Upscaler,
)
from bot.errors import (
    EndpointGone,
    PromptRefused,
    ProviderAccount,
    ProviderBusy,
    ProviderError,
    ProviderUnavailable,
    RequestRefused,
    TaskLost,
)
from bot.providers.catalogue import Catalogue
from bot.providers.provider import ModelKind, Provider, TaskState, TaskStatus
from bot.settings import ProviderKind
from bot.studio.faults import Fault, Place
from bot.studio.refusals import Reason
from bot.studio.tasks import Status
from bot.timing import SystemTime
from tests.conformance.conftest import Build, HostedStudio

_DEADLINE_S = 60.0
_LOOK_INTERVAL_S = 0.02


def a_request(**fields: Any) -> ImageRequest:
    small = {
        "prompt": "a boat",
        "model": "sketch-painter-v1",
        "seed": 5,
        "steps": 2,
        "width_px": 160,
        "height_px": 128,
    }
    return ImageRequest(**(small | fields))


async def trouble(hosted: HostedStudio, place: Place, fault: Fault) -> None:
    def plan() -> None:
        hosted.studio.faults.add(place, fault)

    await asyncio.to_thread(hosted.do, plan)


async def end_of(provider: Provider, task_id: str) -> TaskState:
    async with asyncio.timeout(_DEADLINE_S):
        while True:
            state = await provider.fetch(task_id)
            if state.status in {TaskStatus.SUCCEEDED, TaskStatus.FAILED}:
                return state
            await asyncio.sleep(_LOOK_INTERVAL_S)


async def painted(
    provider: Provider, request: ImageRequest, inputs: dict[str, bytes] | None = None
) -> list[tuple[str | None, tuple[int, int]]]:
    """Return format and size of each image that comes of *request*."""
    provider.check(request)
    task = await provider.submit(request, inputs or {})
    state = await end_of(provider, task.task_id)
    assert state.status is TaskStatus.SUCCEEDED, state.reason
    found = []
    for image in state.images:
        with Image.open(BytesIO(await provider.download(image.url))) as opened:
            found.append((opened.format, opened.size))
    return found


async def test_a_request_becomes_its_images(provider: Provider) -> None:
    images = await painted(provider, a_request(batch_size=2, n_iter=2))

    assert images == [("PNG", (160, 128))] * 4


async def test_every_option_that_both_have_is_taken(provider: Provider) -> None:
    entries = {kind: await provider.entries(kind) for kind in (ModelKind.LORA, ModelKind.VAE)}
    request = a_request(
        negative_prompt="text",
        guidance_scale=7.5,
        clip_skip=2,
        restore_faces=True,
        vae=entries[ModelKind.VAE][0].api_name,
        loras=(Lora(name=entries[ModelKind.LORA][0].api_name, weight=0.7),),
        refiner=Refiner(),
        hires=HiresFix(upscaler=Upscaler.LATENT, scale=1.5),
        output_format=OutputFormat.JPEG,
        nsfw_detection_level=1,
        lifetime_s=3600,
    )

    assert await painted(provider, request) == [("JPEG", (240, 192))]


@pytest.mark.parametrize(
    ("hires", "size_px"),
    [
        (HiresFix(scale=2), (320, 256)),
        (HiresFix(scale=2, target_width_px=200, target_height_px=150), (200, 150)),
    ],
)
async def test_hires_comes_out_at_its_size(
    provider: Provider, hires: HiresFix, size_px: tuple[int, int]
) -> None:
    assert await painted(provider, a_request(hires=hires)) == [("PNG", size_px)]


async def test_v3_makes_webp(build: Build) -> None:
    request = a_request(output_format=OutputFormat.WEBP)

    assert await painted(build(ProviderKind.NOVITA_V3), request) == [("WEBP", (160, 128))]


async def test_a_control_image_adds_its_map_after_the_result(build: Build) -> None:
    file = BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "PNG")
    sha256 = hashlib.sha256(file.getvalue()).hexdigest()
    unit = ControlUnit(image_sha256=sha256, model="control_v11p_sd15_canny", preprocessor="canny")

    images = await painted(
        build(ProviderKind.NOVITA_V2),
        a_request(control_units=(unit,)),
        {sha256: file.getvalue()},
    )

    assert len(images) == 2
    assert images[0] == ("PNG", (160, 128))


async def test_the_catalogue_finds_what_the_studio_offers(provider: Provider) -> None:
    catalogue = Catalogue(provider, SystemTime())
    try:
        found = await catalogue.entries(ModelKind.MODEL, "sketch", budget_s=_DEADLINE_S)
        known = await catalogue.find(ModelKind.MODEL, "Sketch-Painter-V1", _DEADLINE_S)
        unknown = await catalogue.find(ModelKind.MODEL, "no-such-model", _DEADLINE_S)
    finally:
        await catalogue.close()

    assert found[0] == known
    assert found[0].api_name == "sketch-painter-v1"
    assert unknown is None


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        (Reason.INTERNAL, ProviderUnavailable),
        (Reason.UNAVAILABLE, ProviderError),
        (Reason.OUT_OF_RANGE, RequestRefused),
        (Reason.NO_BALANCE, ProviderAccount),
        (Reason.KEY_WRONG, ProviderAccount),
        (Reason.KEY_MISSING, ProviderAccount),
        (Reason.PROMPT_REFUSED, PromptRefused),
        (Reason.TASK_UNKNOWN, TaskLost),
    ],
)
async def test_the_studios_refusals_are_understood(
    hosted: HostedStudio, provider: Provider, reason: Reason, error: type[ProviderError]
) -> None:
    await trouble(hosted, Place.SUBMIT, Fault(refusal=reason))

    with pytest.raises(error):
        await provider.submit(a_request(), {})


@pytest.mark.parametrize(
    ("fault", "error", "surely_not_taken"),
    [
        (Fault(http_status=429, headers={"Retry-After": "2"}), ProviderBusy, True),
        (Fault(http_status=503, body=b"<html>"), ProviderBusy, True),
        (Fault(http_status=404, body=b"<html>"), EndpointGone, True),
        (Fault(http_status=502, body=b"<html>"), ProviderUnavailable, False),
        (Fault(http_status=200, body=b"<html>"), ProviderUnavailable, False),
        (Fault(drop=True), ProviderUnavailable, False),
        (Fault(drop=True, served=True), ProviderUnavailable, False),
        (Fault(hang=True), ProviderUnavailable, False),
    ],
)
async def test_a_bad_day_of_the_service_is_told_apart(
    hosted: HostedStudio,
    build: Build,
    fault: Fault,
    error: type[ProviderError],
    *,
    surely_not_taken: bool,
) -> None:
    await trouble(hosted, Place.SUBMIT, fault)

    with pytest.raises(error) as failed:
        await build(ProviderKind.NOVITA_V2, timeout_s=1).submit(a_request(), {})

    assert failed.value.surely_not_taken is surely_not_taken


async def test_looks_and_downloads_get_over_a_dropped_connection(
    hosted: HostedStudio, provider: Provider
) -> None:
    await trouble(hosted, Place.LOOK, Fault(drop=True))
    await trouble(hosted, Place.DOWNLOAD, Fault(http_status=500))

    assert await painted(provider, a_request()) == [("PNG", (160, 128))]


async def test_a_look_that_hangs_ends_in_time(hosted: HostedStudio, build: Build) -> None:
    await trouble(hosted, Place.LOOK, Fault(hang=True))

    with pytest.raises(ProviderUnavailable):
        await build(ProviderKind.NOVITA_V3, timeout_s=1).fetch("t")


async def test_how_a_task_failed_is_handed_on(hosted: HostedStudio, provider: Provider) -> None:
    await asyncio.to_thread(
        hosted.do, lambda: hosted.studio.faults.end_next_task(Status.FAILED, "out of paint")
    )

    task = await provider.submit(a_request(), {})
    state = await end_of(provider, task.task_id)

    assert (state.status, state.reason) == (TaskStatus.FAILED, "out of paint")


async def test_a_task_that_the_studio_never_had_is_lost(provider: Provider) -> None:
    with pytest.raises(TaskLost):
        await provider.fetch("2b7e0a4c-6a0f-4d0b-9a53-0f6f3d1c9e11")


async def test_the_wrong_key_is_the_owners_trouble(build: Build) -> None:
    for kind in ProviderKind:
        with pytest.raises(ProviderAccount):
            await build(kind, api_key="not-the-right-key").submit(a_request(), {})


async def test_a_studio_that_is_not_there_has_surely_taken_nothing(build: Build) -> None:
    # Port 9 (discard) is served nowhere nowadays.
    provider = build(ProviderKind.NOVITA_V2, base_url="http://127.0.0.1:9")

    with pytest.raises(ProviderUnavailable) as failed:
        await provider.submit(a_request(), {})

    assert failed.value.surely_not_taken


async def test_the_account_is_told_in_one_line(provider: Provider) -> None:
    assert (await provider.balance_text()).startswith("The key is accepted")
