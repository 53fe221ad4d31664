"""PyPI novita-client 0.5.7 paints over pictures and enlarges them, with the painter in earnest."""

import base64
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import requests
from novita_client import Img2ImgRequest, NovitaClient, UpscaleRequest
from novita_client.proto import Img2ImgResponseCode, UpscaleResizeMode, UpscaleResponseCode
from PIL import Image, ImageChops, ImageDraw, ImageStat

from bot.studio.faults import Fault, Place
from bot.studio.server import Studio
from bot.studio.settings import StudioSettings
from bot.studio.tasks import Status
from tests.conformance.conftest import KEY, HostedStudio

SIZE_PX = (128, 96)
HEADERS = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture(scope="module")
def hosted() -> Iterator[HostedStudio]:
    """Return a studio that paints in earnest."""
    with HostedStudio(StudioSettings(api_key=KEY, workers=2)) as running:
        yield running


def source() -> Image.Image:
    """Return a picture that one knows again: a red disc before blue and yellow."""
    image = Image.new("RGB", SIZE_PX, (40, 90, 200))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 60, 128, 96), fill=(230, 200, 60))
    pen.ellipse((44, 20, 84, 60), fill=(200, 30, 40))
    return image


def text_of(image: Image.Image, kind: str = "PNG") -> str:
    """Return *image* as base64 of a file."""
    out = BytesIO()
    image.save(out, kind)
    return base64.b64encode(out.getvalue()).decode()


def right_half() -> Image.Image:
    """Return a mask that is white from the middle on."""
    mask = Image.new("L", SIZE_PX)
    mask.paste(255, (64, 0, 128, 96))
    return mask


def wanted(**fields: Any) -> Img2ImgRequest:
    """Return a small request with *fields* in it."""
    usual = {
        "model_name": "sketch-painter-v1",
        "prompt": "a lighthouse at night",
        "init_images": [text_of(source())],
        "width": SIZE_PX[0],
        "height": SIZE_PX[1],
        "steps": 4,
        "seed": 5,
    }
    return Img2ImgRequest(**(usual | fields))


def over_v2(novita: NovitaClient, **fields: Any) -> Image.Image:
    """Paint over the source through V2."""
    done = novita.sync_img2img(wanted(**fields))
    (content,) = done.data.imgs_bytes
    return Image.open(BytesIO(content))


def over_v3(novita: NovitaClient, **fields: Any) -> Image.Image:
    """Paint over the source through V3."""
    usual = {
        "model_name": "sketch-painter-v1",
        "prompt": "a lighthouse at night",
        "input_image": text_of(source()),
        "image_num": 1,
        "width": 128,
        "height": 128,
        "steps": 4,
        "seed": 5,
        "response_image_type": "png",
    }
    result = novita.img2img_v3(**(usual | fields))
    (content,) = result.images_encoded
    return Image.open(BytesIO(base64.b64decode(content)))


def distance(image: Image.Image) -> float:
    """Return how far *image* is from the source: the mean difference of a value."""
    apart = ImageChops.difference(image.convert("RGB"), source().resize(image.size))
    return sum(ImageStat.Stat(apart).mean) / 3


@pytest.mark.parametrize("over", [over_v2, over_v3])
def test_the_stronger_the_farther_from_the_source(novita: NovitaClient, over: Any) -> None:
    field = "denoising_strength" if over is over_v2 else "strength"
    images = [over(novita, **{field: strength}) for strength in (0.2, 0.5, 0.9)]
    assert {image.size for image in images} == {SIZE_PX if over is over_v2 else (128, 128)}
    near, middle, far = (distance(image) for image in images)
    assert near < middle < far
    assert near < 12
    assert far > 3 * near


def test_a_file_says_how_much_was_painted_over(novita: NovitaClient) -> None:
    text = over_v2(novita, mask=text_of(right_half()), mask_blur=3).info["parameters"]
    assert "Denoising strength: 0.75, Mask blur: 3" in text


def test_the_clients_own_size_is_1024(hosted: HostedStudio, novita: NovitaClient) -> None:
    hosted.do(lambda: hosted.studio.faults.end_next_task(Status.FAILED, "seen enough"))
    usual = Img2ImgRequest(prompt="a boat", init_images=[text_of(source())])
    novita.wait_for_task(novita.img2img(usual).data.task_id)
    body = hosted.studio.journal.entries[-1].body
    assert (body["width"], body["height"], body["denoising_strength"]) == (1024, 1024, 0.75)


@pytest.mark.parametrize("inverted", [0, 1])
def test_nothing_changes_outside_the_mask(novita: NovitaClient, inverted: int) -> None:
    image = over_v2(
        novita,
        mask=text_of(right_half()),
        mask_blur=2,
        inpainting_mask_invert=inverted,
        denoising_strength=1.0,
    )
    left, right = (0, 0, 54, 96), (74, 0, 128, 96)
    kept, changed = (right, left) if inverted else (left, right)
    assert image.crop(kept).tobytes() == source().crop(kept).tobytes()
    assert ImageChops.difference(image.crop(changed), source().crop(changed)).getbbox() is not None


@pytest.mark.parametrize(
    ("fields", "size_px"),
    [
        ({"upscaling_resize": 1.5}, (192, 144)),
        (
            {
                "resize_mode": UpscaleResizeMode.SIZE,
                "upscaling_resize_w": 200,
                "upscaling_resize_h": 201,
                "upscaling_crop": True,
            },
            (200, 201),
        ),
        ({"resize_mode": UpscaleResizeMode.SIZE, "upscaling_resize_w": 256}, (256, 192)),
    ],
)
def test_enlarging_ends_at_the_exact_size_and_shows_the_same(
    novita: NovitaClient, fields: dict[str, Any], size_px: tuple[int, int]
) -> None:
    submitted = novita.upscale(UpscaleRequest(image=text_of(source()), **fields))
    done = novita.wait_for_task(submitted.data.task_id)  # its own sync_upscale is broken
    done.download_images()
    (content,) = done.data.imgs_bytes
    image = Image.open(BytesIO(content))
    assert (image.format, image.size) == ("PNG", size_px)
    if "upscaling_crop" not in fields:
        assert distance(image) < 4


@pytest.mark.parametrize(
    ("fields", "code", "told"),
    [
        ({"init_images": None}, Img2ImgResponseCode.INVALID_JSON, "init_images"),
        ({"init_images": []}, Img2ImgResponseCode.PARAM_RANGE_ERROR, "init_images"),
        ({"init_images": ["?"]}, Img2ImgResponseCode.INVALID_JSON, "base64"),
        ({"init_images": ["bm8gcGljdHVyZQ=="]}, Img2ImgResponseCode.PARAM_RANGE_ERROR, "PNG"),
        (
            {"init_images": [text_of(source())[:400]]},
            Img2ImgResponseCode.PARAM_RANGE_ERROR,
            "damag",
        ),
        ({"denoising_strength": 1.1}, Img2ImgResponseCode.PARAM_RANGE_ERROR, "denoising_strength"),
        ({"resize_mode": 4}, Img2ImgResponseCode.PARAM_RANGE_ERROR, "resize_mode"),
        ({"width": 2049}, Img2ImgResponseCode.PARAM_RANGE_ERROR, "width"),
        ({"model_name": "nobody"}, Img2ImgResponseCode.MODEL_NOT_EXISTS, "model"),
        (
            {"mask": text_of(Image.new("L", (64, 64), 255))},
            Img2ImgResponseCode.PARAM_RANGE_ERROR,
            "64x64 is not the size of init_images.0, 128x96",
        ),
    ],
)
def test_what_is_wrong_has_its_code_and_says_where(
    studio: Studio, novita: NovitaClient, fields: dict[str, Any], code: Any, told: str
) -> None:
    before = studio.journal.entries
    answer = novita.img2img(wanted(**fields))
    assert (answer.code, answer.data) == (code, None)
    assert told in answer.msg
    assert studio.journal.entries == before


@pytest.mark.parametrize(
    "fields",
    [
        {"upscaler_1": "nobody"},
        {"upscaling_resize": 100.0},
        {"upscaling_resize": 0.0},
        {"resize_mode": UpscaleResizeMode.SIZE},
        {"resize_mode": UpscaleResizeMode.SIZE, "upscaling_resize_w": 2049},
        {"gfpgan_visibility": 2.0},
    ],
)
def test_an_upscale_that_cannot_be_has_code_6(novita: NovitaClient, fields: dict[str, Any]) -> None:
    answer = novita.upscale(UpscaleRequest(image=text_of(source()), **fields))
    assert answer.code is UpscaleResponseCode.PARAM_RANGE_ERROR


def submit_v3(studio: Studio, **fields: Any) -> tuple[int, str]:
    """Submit to V3 without the client and return the status and the reason."""
    request = {"model_name": "sketch-painter-v1", "prompt": "a boat"} | fields
    answer = requests.post(
        f"{studio.base_url}/v3/async/img2img",
        json={"request": request},
        headers=HEADERS,
        timeout=10,
    )
    return answer.status_code, answer.json().get("reason", "")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "INVALID_REQUEST_BODY"),
        ({"image_base64": "bm8gcGljdHVyZQ=="}, "INVALID_IMAGE_FORMAT"),
        ({"image_base64": text_of(Image.new("1", (4001, 4000)))}, "IMAGE_EXCEEDS_MAX_RESOLUTION"),
        ({"image_base64": "AAAA" * 3_600_000}, "IMAGE_FILE_EXCEEDS_MAX_SIZE"),
        ({"image_base64": text_of(source()), "strength": -0.1}, "VALIDATOR"),
        ({"image_base64": text_of(source()), "width": 127}, "VALIDATOR"),
        (
            {"image_base64": text_of(source()), "ip_adapters": [{"model_name": "x"}] * 2},
            "INVALID_REQUEST_BODY",
        ),
    ],
)
def test_v3_refuses_with_its_own_reasons(
    studio: Studio, fields: dict[str, Any], reason: str
) -> None:
    assert submit_v3(studio, **fields) == (400, reason)


def test_v3_takes_a_null_strength_and_control_units(studio: Studio, novita: NovitaClient) -> None:
    unit = {
        "model_name": "controlnet-canny-sdxl-1.0",
        "image_base64": text_of(source()),
        "strength": 1,
        "preprocessor": "canny",
    }
    fields: dict[str, Any] = {"image_base64": text_of(source(), "JPEG"), "steps": 1}
    status, _ = submit_v3(studio, **fields, strength=None, controlnet={"units": [unit]})
    assert status == 200
    result = novita.wait_for_task_v3(studio.journal.entries[-1].task_id)
    assert len(result.images) == 1
    raw = requests.get(
        f"{studio.base_url}/v3/async/task-result",
        params={"task_id": result.task.task_id},
        headers=HEADERS,
        timeout=10,
    ).json()
    assert raw["task"]["task_type"] == "IMG_TO_IMG"
    unit["preprocessor"] = "telepathy"
    assert submit_v3(studio, **fields, controlnet={"units": [unit]}) == (400, "VALIDATOR")


@pytest.mark.parametrize("path", ["/v3/async/inpainting", "/v3/async/upscale"])
def test_what_v3_has_retired_is_404(studio: Studio, path: str) -> None:
    answer = requests.post(studio.base_url + path, json={}, headers=HEADERS, timeout=10)
    assert (answer.status_code, answer.json()["reason"]) == (404, "API_NOT_FOUND")


def test_faults_reach_the_new_submits_too(studio: Studio, novita: NovitaClient) -> None:
    paths = ("/v2/img2img", "/v2/upscale", "/v3/async/img2img")
    studio.faults.add(Place.SUBMIT, Fault(http_status=503), times=len(paths))
    for path in paths:
        answer = requests.post(studio.base_url + path, json={}, headers=HEADERS, timeout=10)
        assert answer.status_code == 503
