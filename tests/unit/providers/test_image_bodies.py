"""What both adapters send of a request that is made from an image, and what V3 refuses."""

import base64
import hashlib
from typing import Any

import pytest

from bot.domain.control import CONTROLS
from bot.domain.request import (
    ControlMode,
    ControlUnit,
    HiresFix,
    Refiner,
    SourceImage,
    Upscale,
    Upscaler,
)
from bot.errors import InvalidRequest, NotSupported, RequestRefused, UserError
from bot.settings import ProviderKind
from tests.unit.providers.fake_novita import FakeNovita, a_request, provider_of

IMAGE, MASK, EDGES = b"the bytes of an image", b"those of its mask", b"those of edges"
INPUTS = {hashlib.sha256(data).hexdigest(): data for data in (IMAGE, MASK, EDGES)}
IMAGE_SHA256, MASK_SHA256, EDGES_SHA256 = INPUTS
SOURCE = SourceImage(image_sha256=IMAGE_SHA256, strength=0.35)
MASKED = SourceImage(image_sha256=IMAGE_SHA256, strength=1, mask_sha256=MASK_SHA256)
SHRUNK = SourceImage(image_sha256=IMAGE_SHA256, strength=0)


def in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def a_unit(control: str = "canny", **fields: Any) -> ControlUnit:
    chosen = CONTROLS[control]
    return ControlUnit(
        image_sha256=EDGES_SHA256, model=chosen.model, preprocessor=chosen.preprocessor, **fields
    )


async def sent(kind: ProviderKind, **fields: Any) -> tuple[str, Any]:
    service = FakeNovita()
    provider = provider_of(service, kind)
    request = a_request(**fields)
    provider.check(request)
    await provider.submit(request, INPUTS)
    return service.requests[-1].url.path, service.body


async def test_v2_is_given_the_image_and_how_much_of_it_may_change() -> None:
    path, body = await sent(ProviderKind.NOVITA_V2, source=SOURCE, width_px=768)

    assert path == "/v2/img2img"
    assert body == {
        "prompt": "a lighthouse",
        "model_name": "sd_xl_base_1.0.safetensors",
        "sampler_name": "DPM++ 2M Karras",
        "batch_size": 1,
        "n_iter": 1,
        "steps": 20,
        "cfg_scale": 7,
        "seed": 7,
        "width": 768,
        "height": 512,
        "restore_faces": False,
        "extra": {"response_image_type": "png", "enable_progress_info": True},
        "init_images": [in_base64(IMAGE)],
        "denoising_strength": 0.35,
        "resize_mode": 1,
    }


async def test_v2_is_given_a_mask_and_control_images_too() -> None:
    path, body = await sent(ProviderKind.NOVITA_V2, source=MASKED, control_units=(a_unit(),))

    assert path == "/v2/img2img"
    assert (body["mask"], body["mask_blur"]) == (in_base64(MASK), 4)
    assert body["denoising_strength"] == 1
    assert body["controlnet_units"][0]["input_image"] == in_base64(EDGES)


async def test_v2_enlarges_and_is_told_nothing_else() -> None:
    upscale = Upscale(upscaler=Upscaler.R_ESRGAN_4X_ANIME, scale=2)
    path, body = await sent(ProviderKind.NOVITA_V2, source=SHRUNK, upscale=upscale, lifetime_s=3600)

    assert path == "/v2/upscale"
    assert body == {
        "image": in_base64(IMAGE),
        "upscaler_1": "R-ESRGAN 4x+ Anime6B",
        "resize_mode": 0,
        "upscaling_resize": 2,
        "img_expire_ttl": 3600,
    }


async def test_v3_is_given_the_image_and_how_much_of_it_may_change() -> None:
    path, body = await sent(ProviderKind.NOVITA_V3, source=SOURCE)

    assert path == "/v3/async/img2img"
    assert body == {
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
            "image_base64": in_base64(IMAGE),
            "strength": 0.35,
        },
    }


@pytest.mark.parametrize(
    ("control", "model", "preprocessor"),
    [
        ("canny", "control_v11p_sd15_canny", "canny"),
        ("softedge", "control_v11p_sd15_softedge", "softedge_pidinet"),
        ("depth-xl", "controlnet-depth-sdxl-1.0", "depth_midas"),
    ],
)
async def test_v3_follows_a_control_image_over_an_image_by_names_of_its_own(
    control: str, model: str, preprocessor: str
) -> None:
    unit = a_unit(control, weight=0.5)
    _path, body = await sent(ProviderKind.NOVITA_V3, source=SOURCE, control_units=(unit,))

    assert body["request"]["controlnet"] == {
        "units": [
            {
                "model_name": model,
                "image_base64": in_base64(EDGES),
                "strength": 0.5,
                "preprocessor": preprocessor,
            }
        ]
    }


@pytest.mark.parametrize("kind", list(ProviderKind))
async def test_an_image_that_is_gone_is_refused_before_anything_is_sent(
    kind: ProviderKind,
) -> None:
    service = FakeNovita()

    with pytest.raises(RequestRefused, match="source image"):
        await provider_of(service, kind).submit(a_request(source=SOURCE), {})

    assert service.requests == []


@pytest.mark.parametrize("kind", list(ProviderKind))
def test_no_hires_fix_goes_over_an_image(kind: ProviderKind) -> None:
    with pytest.raises(NotSupported, match=r"`hires` cannot go together with `image`.*`size`"):
        provider_of(FakeNovita(), kind).check(a_request(source=SOURCE, hires=HiresFix()))


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({"source": MASKED}, NotSupported, ["`mask`", "only the whole"]),
        ({"source": SHRUNK, "upscale": Upscale()}, NotSupported, ["enlarge"]),
        ({"source": SOURCE, "refiner": Refiner()}, NotSupported, ["`refiner`", "`image`"]),
        ({"source": SOURCE, "restore_faces": True}, NotSupported, ["`restore_faces`"]),
        ({"control_units": (a_unit(),)}, NotSupported, ["`control_image`", "without `image`"]),
        (
            {"source": SOURCE, "control_units": (a_unit("tile"),)},
            NotSupported,
            ["`control`", "`tile`", "`canny`"],
        ),
        (
            {"source": SOURCE, "control_units": (a_unit(mode=ControlMode.PROMPT),)},
            NotSupported,
            ["`control_mode`", "`balanced`"],
        ),
        (
            {"source": SOURCE, "control_units": (a_unit(weight=1.5),)},
            InvalidRequest,
            ["`control_weight`", "1.5", "0 to 1"],
        ),
        ({"source": SOURCE, "width_px": 64}, InvalidRequest, ["`size`", "128 to 2048"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_v3_cannot_do_with_an_image_is_refused_by_name(
    fields: dict[str, Any], error: type[UserError], words: list[str]
) -> None:
    with pytest.raises(error) as refused:
        provider_of(FakeNovita(), ProviderKind.NOVITA_V3).check(a_request(**fields))

    assert [word for word in words if word not in str(refused.value)] == []
