"""What the V2 adapter sends, field by field."""

import base64
import hashlib
from typing import Any

import pytest

from bot.domain.request import (
    ControlMode,
    ControlUnit,
    HiresFix,
    Lora,
    OutputFormat,
    Refiner,
    Upscaler,
)
from bot.domain.samplers import Sampler
from bot.errors import NotSupported, RequestRefused
from bot.settings import ProviderKind
from tests.unit.providers.fake_novita import FakeNovita, a_request, provider_of

IMAGE = b"the bytes of a control image"
SHA256 = hashlib.sha256(IMAGE).hexdigest()


async def sent(inputs: dict[str, bytes] | None = None, **fields: Any) -> Any:
    service = FakeNovita()
    provider = provider_of(service, ProviderKind.NOVITA_V2)
    request = a_request(**fields)
    provider.check(request)
    await provider.submit(request, inputs or {})
    assert service.requests[-1].method == "POST"
    assert service.requests[-1].headers["Content-Type"] == "application/json"
    return service.body


async def test_a_plain_request_sends_nothing_that_was_not_asked_for() -> None:
    assert await sent() == {
        "prompt": "a lighthouse",
        "model_name": "sd_xl_base_1.0.safetensors",
        "sampler_name": "DPM++ 2M Karras",
        "batch_size": 1,
        "n_iter": 1,
        "steps": 20,
        "cfg_scale": 7,
        "seed": 7,
        "width": 512,
        "height": 512,
        "restore_faces": False,
        "extra": {"response_image_type": "png", "enable_progress_info": True},
    }


@pytest.mark.parametrize(
    ("field", "value", "wire_name", "wire_value"),
    [
        ("negative_prompt", "text", "negative_prompt", "text"),
        ("model", "other.safetensors", "model_name", "other.safetensors"),
        ("sampler", Sampler.RESTART, "sampler_name", "Restart"),
        ("batch_size", 8, "batch_size", 8),
        ("n_iter", 3, "n_iter", 3),
        ("steps", 50, "steps", 50),
        ("guidance_scale", 7.5, "cfg_scale", 7.5),
        ("seed", 2**32 - 1, "seed", 2**32 - 1),
        ("width_px", 768, "width", 768),
        ("height_px", 640, "height", 640),
        ("restore_faces", True, "restore_faces", True),
        ("vae", "good.vae.pt", "sd_vae", "good.vae.pt"),
        ("clip_skip", 2, "clip_skip", 2),
        ("lifetime_s", 0, "img_expire_ttl", 0),
        (
            "refiner",
            Refiner(switch_at=0.6),
            "sd_refiner",
            {"checkpoint": "sd_xl_refiner_1.0.safetensors", "switch_at": 0.6},
        ),
    ],
)
async def test_each_field_has_its_wire_name(
    field: str, value: Any, wire_name: str, wire_value: Any
) -> None:
    body = await sent(**{field: value})

    assert body[wire_name] == wire_value


async def test_loras_go_inline_to_the_end_of_the_prompt() -> None:
    loras = (Lora(name="add_detail_44319", weight=0.7), Lora(name="b", weight=-1))

    assert (await sent(loras=loras))["prompt"] == (
        "a lighthouse <lora:add_detail_44319:0.7> <lora:b:-1>"
    )


async def test_nsfw_detection_and_format_go_to_extra() -> None:
    body = await sent(nsfw_detection_level=0, output_format=OutputFormat.JPEG)

    assert body["extra"] == {
        "response_image_type": "jpeg",
        "enable_progress_info": True,
        "enable_nsfw_detection": True,
        "nsfw_detection_level": 0,
    }


@pytest.mark.parametrize(
    ("hires", "wire"),
    [
        (HiresFix(scale=2), {"hr_scale": 2}),
        (HiresFix(scale=1.5), {"hr_scale": 1, "hr_resize_x": 768, "hr_resize_y": 768}),
        (
            HiresFix(scale=2, target_width_px=800, target_height_px=600),
            {"hr_scale": 1, "hr_resize_x": 800, "hr_resize_y": 600},
        ),
    ],
)
async def test_hires_goes_by_scale_or_by_target_size(hires: HiresFix, wire: dict[str, Any]) -> None:
    body = await sent(hires=hires)

    assert {name: value for name, value in body.items() if name.startswith("hr_")} == {
        "hr_upscaler": "R-ESRGAN 4x+",
        **wire,
    }
    assert body["enable_hr"] is True


async def test_the_upscaler_keeps_its_v2_name() -> None:
    body = await sent(hires=HiresFix(upscaler=Upscaler.R_ESRGAN_4X_ANIME))

    assert body["hr_upscaler"] == "R-ESRGAN 4x+ Anime6B"


async def test_a_control_image_travels_as_base64() -> None:
    unit = ControlUnit(
        image_sha256=SHA256,
        model="control_v11p_sd15_canny",
        preprocessor="canny",
        weight=0.5,
        mode=ControlMode.CONTROL,
    )

    body = await sent({SHA256: IMAGE}, control_units=(unit,))

    assert body["controlnet_units"] == [
        {
            "model": "control_v11p_sd15_canny",
            "weight": 0.5,
            "input_image": base64.b64encode(IMAGE).decode(),
            "module": "canny",
            "control_mode": 2,
        }
    ]


async def test_a_control_image_that_is_gone_is_refused_before_anything_is_sent() -> None:
    service = FakeNovita()
    provider = provider_of(service, ProviderKind.NOVITA_V2)
    unit = ControlUnit(image_sha256=SHA256, model="m", preprocessor="canny")

    with pytest.raises(RequestRefused, match="control image"):
        await provider.submit(a_request(control_units=(unit,)), {})

    assert service.requests == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"output_format": OutputFormat.WEBP}, ["format", "webp", "png and jpeg"]),
        ({"refiner": Refiner(model="mine")}, ["refiner", "sd_xl_refiner_1.0.safetensors"]),
    ],
)
def test_what_v2_cannot_do_is_refused_by_name(fields: dict[str, Any], words: list[str]) -> None:
    provider = provider_of(FakeNovita(), ProviderKind.NOVITA_V2)

    with pytest.raises(NotSupported) as refused:
        provider.check(a_request(**fields))

    assert all(word in str(refused.value) for word in words)
