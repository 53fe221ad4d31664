"""What the V3 adapter sends, field by field, and what it refuses to send."""

from typing import Any

import pytest

from bot.domain.request import ControlUnit, HiresFix, Lora, OutputFormat, Refiner, Upscaler
from bot.domain.samplers import Sampler
from bot.errors import InvalidRequest, NotSupported, UserError
from bot.settings import ProviderKind
from tests.unit.providers.fake_novita import FakeNovita, a_request, provider_of

V3_SAMPLERS = """Euler a, Euler, LMS, Heun, DPM2, DPM2 a, DPM++ 2S a, DPM++ 2M, DPM++ SDE, DPM fast,
DPM adaptive, LMS Karras, DPM2 Karras, DPM2 a Karras, DPM++ 2S a Karras, DPM++ 2M Karras,
DPM++ SDE Karras, DDIM, PLMS, UniPC"""


async def sent(**fields: Any) -> Any:
    service = FakeNovita()
    provider = provider_of(service, ProviderKind.NOVITA_V3)
    request = a_request(**fields)
    provider.check(request)
    await provider.submit(request, {})
    return service.body


async def test_a_plain_request_sends_nothing_that_was_not_asked_for() -> None:
    assert await sent() == {
        "extra": {"response_image_type": "png"},
        "request": {
            "model_name": "sd_xl_base_1.0.safetensors",
            "prompt": "a lighthouse",
            "width": 512,
            "height": 512,
            "image_num": 1,
            "steps": 20,
            "guidance_scale": 7,
            "sampler_name": "DPM++ 2M Karras",
            "seed": 7,
        },
    }


@pytest.mark.parametrize(
    ("fields", "wire_name", "wire_value"),
    [
        ({"negative_prompt": "text"}, "negative_prompt", "text"),
        ({"batch_size": 2, "n_iter": 4}, "image_num", 8),
        ({"guidance_scale": 6.5}, "guidance_scale", 6.5),
        ({"vae": "good.vae.pt"}, "sd_vae", "good.vae.pt"),
        ({"clip_skip": 2}, "clip_skip", 2),
        ({"restore_faces": True}, "restore_faces", True),
        ({"refiner": Refiner(switch_at=0.6)}, "refiner", {"switch_at": 0.6}),
        (
            {"loras": (Lora(name="more_details", weight=0.6),)},
            "loras",
            [{"model_name": "more_details", "strength": 0.6}],
        ),
        (
            {"hires": HiresFix(upscaler=Upscaler.R_ESRGAN_4X_ANIME, scale=1.5)},
            "hires_fix",
            {
                "target_width": 768,
                "target_height": 768,
                "strength": 0.5,
                "upscaler": "RealESRGAN_x4plus_anime_6B",
            },
        ),
        (
            {"hires": HiresFix(target_width_px=800, target_height_px=600)},
            "hires_fix",
            {
                "target_width": 800,
                "target_height": 600,
                "strength": 0.5,
                "upscaler": "RealESRNet_x4plus",
            },
        ),
    ],
)
async def test_each_field_has_its_wire_name(
    fields: dict[str, Any], wire_name: str, wire_value: Any
) -> None:
    body = await sent(**fields)

    assert body["request"][wire_name] == wire_value


async def test_loras_leave_the_prompt_alone() -> None:
    body = await sent(loras=(Lora(name="more_details"),))

    assert body["request"]["prompt"] == "a lighthouse"


async def test_nsfw_detection_and_format_go_to_extra() -> None:
    body = await sent(nsfw_detection_level=1, output_format=OutputFormat.WEBP)

    assert body["extra"] == {
        "response_image_type": "webp",
        "enable_nsfw_detection": True,
        "nsfw_detection_level": 1,
    }


@pytest.mark.parametrize(("lifetime_s", "warns"), [(None, False), (3600, False), (60, True)])
async def test_a_lifetime_is_dropped_with_a_warning(lifetime_s: int | None, warns: bool) -> None:  # noqa: FBT001 - a table's column
    provider = provider_of(FakeNovita(), ProviderKind.NOVITA_V3)

    task = await provider.submit(a_request(lifetime_s=lifetime_s), {})

    assert ("lifetime" in (task.warning or "")) is warns


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({"prompt": "é" * 1025}, InvalidRequest, ["`prompt`", "1024", "1025"]),
        ({"negative_prompt": "x" * 1025}, InvalidRequest, ["`negative_prompt`", "1024"]),
        ({"width_px": 127}, InvalidRequest, ["`size`", "127x512", "128 to 2048"]),
        ({"height_px": 64}, InvalidRequest, ["`size`", "512x64"]),
        ({"guidance_scale": 0.5}, InvalidRequest, ["`guidance`", "0.5", "at least 1"]),
        ({"loras": (Lora(name="n", weight=1.1),)}, InvalidRequest, ["n:1.1", "0 to 1"]),
        ({"loras": (Lora(name="n", weight=-0.1),)}, InvalidRequest, ["`loras`", "n:-0.1"]),
        (
            {"hires": HiresFix(target_width_px=64, target_height_px=512)},
            InvalidRequest,
            ["`hires`", "64x512", "128 to 4096"],
        ),
        (
            {"hires": HiresFix(upscaler=Upscaler.ESRGAN_4X)},
            NotSupported,
            ["`upscaler`", "ESRGAN_4x", "Latent"],
        ),
        ({"sampler": Sampler.RESTART}, NotSupported, ["`sampler`", "Restart", "Euler a"]),
        ({"refiner": Refiner(model="mine")}, NotSupported, ["`refiner`"]),
        (
            {"control_units": (ControlUnit(image_sha256="0" * 64, model="m", preprocessor="p"),)},
            NotSupported,
            ["`control_image`", "ControlNet"],
        ),
    ],
)
def test_what_v3_cannot_do_is_refused_by_name(
    fields: dict[str, Any], error: type[UserError], words: list[str]
) -> None:
    provider = provider_of(FakeNovita(), ProviderKind.NOVITA_V3)

    with pytest.raises(error) as refused:
        provider.check(a_request(**fields))

    assert [word for word in words if word not in str(refused.value)] == []


@pytest.mark.parametrize(
    "fields",
    [
        {"prompt": "é" * 1024, "negative_prompt": "x" * 1024},
        {"width_px": 128, "height_px": 2048},
        {"guidance_scale": 1},
        {"loras": tuple(Lora(name=f"n{i}", weight=i % 2) for i in range(5))},
        {"width_px": 2048, "height_px": 2048, "hires": HiresFix(scale=2)},
    ],
)
def test_the_edges_of_its_ranges_are_taken(fields: dict[str, Any]) -> None:
    provider_of(FakeNovita(), ProviderKind.NOVITA_V3).check(a_request(**fields))


@pytest.mark.parametrize("sampler", list(Sampler))
def test_of_the_samplers_exactly_its_twenty_are_taken(sampler: Sampler) -> None:
    provider = provider_of(FakeNovita(), ProviderKind.NOVITA_V3)
    names = {name.strip() for name in V3_SAMPLERS.replace("\n", " ").split(",")}

    if sampler in names:
        provider.check(a_request(sampler=sampler))
    else:
        with pytest.raises(NotSupported):
            provider.check(a_request(sampler=sampler))
