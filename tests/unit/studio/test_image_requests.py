"""What bodies with pictures come to ask for, and what is refused of them."""

import base64
import contextlib
import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.studio.catalogue import Catalogue
from bot.studio.names import IP_ADAPTERS, V3_PREPROCESSORS
from bot.studio.parameters import parameters_text, upscaled_text
from bot.studio.refusals import Reason, Refused
from bot.studio.request import GONE, PaintRequest, UpscaleRequest
from bot.studio.sources import Source
from bot.studio.v2_img2img import V2ImageBody, parse_v2_img2img
from bot.studio.v2_upscale import V2UpscaleBody, parse_v2_upscale
from bot.studio.v3_img2img import parse_v3_img2img

CATALOGUE = Catalogue.load()
LEAST = {"model_name": "sketch-painter-v1", "prompt": "a boat"}


def picture(
    size_px: tuple[int, int] = (8, 6), kind: str = "PNG", orientation: int = 1, text: str = ""
) -> str:
    """Return a picture file as base64."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    info = PngInfo()
    if text:
        info.add_itxt("parameters", text)
    out = BytesIO()
    mode = "1" if max(size_px) > 1000 else "RGB"
    Image.new(mode, size_px).save(out, kind, exif=exif, pnginfo=info)
    return base64.b64encode(out.getvalue()).decode()


def v2(**fields: object) -> PaintRequest:
    body = LEAST | {"init_images": [picture()]} | fields
    return parse_v2_img2img(json.dumps(body).encode(), CATALOGUE)[0]


def v3(**fields: object) -> PaintRequest:
    body = {"request": LEAST | {"image_base64": picture()} | fields}
    return parse_v3_img2img(json.dumps(body).encode(), CATALOGUE)[0]


def larger(**fields: object) -> UpscaleRequest:
    body = {"image": picture()} | fields
    return parse_v2_upscale(json.dumps(body).encode(), CATALOGUE)[0]


def source_of(request: PaintRequest) -> Source:
    assert request.source is not None
    return request.source


def refusal(parse: object, **fields: object) -> Refused:
    assert callable(parse)
    with pytest.raises(Refused) as refused:
        parse(**fields)
    return refused.value


def test_null_is_the_same_as_absent() -> None:
    nulls = dict.fromkeys(V2ImageBody.model_fields.keys() - LEAST.keys() - {"init_images"})
    request = v2(**nulls)
    assert (request.width_px, request.height_px, request.steps) == (1024, 1024, 20)
    assert (source_of(request).strength, source_of(request).mask) == (0.75, None)
    assert request.effectless == ()
    assert source_of(v3(strength=None, controlnet=None, ip_adapters=None)).strength == 0.5
    nulls = dict.fromkeys(V2UpscaleBody.model_fields.keys() - {"image"})
    assert (larger(**nulls).width_px, larger(**nulls).model) == (16, "R-ESRGAN 4x+")


def test_a_mask_comes_with_all_that_belongs_to_it() -> None:
    request = v2(
        mask=picture(),
        mask_blur=7,
        inpainting_fill=2,
        inpainting_mask_invert=1,
        inpaint_full_res=1,
        inpaint_full_res_padding=9,
        denoising_strength=0.25,
        resize_mode=2,
    )
    source = source_of(request)
    assert (source.strength, source.resize_mode) == (0.25, 2)
    mask = source.mask
    assert mask is not None
    assert (mask.blur_px, mask.fill, mask.is_inverted, mask.padding_px) == (7, 2, True, 9)
    off = source_of(v2(mask=picture(), inpaint_full_res=0, inpaint_full_res_padding=9)).mask
    assert off is not None
    assert (off.padding_px, off.blur_px, off.fill, off.is_inverted) == (None, 4, 1, False)


def test_a_mask_of_another_size_is_refused_with_both_sizes() -> None:
    refused = refusal(v2, mask=picture((6, 8)))
    assert refused.reason is Reason.SIZES_DIFFER
    assert "mask: 6x8 is not the size of init_images.0, 8x6" in refused.message
    # A camera's file that lies on its side is as large as it looks.
    turned = picture((6, 8), kind="JPEG", orientation=6)
    assert source_of(v2(mask=picture(), init_images=[turned])).picture.size_text == "8x6"


def test_only_the_first_picture_is_painted_over_and_the_answer_says_so() -> None:
    request = v2(init_images=[picture(), "???"], image_cfg_scale=1.5, initial_noise_multiplier=0.5)
    assert request.effectless == (
        "init_images after the first",
        "initial_noise_multiplier",
        "image_cfg_scale",
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_three_formats_are_read_with_and_without_a_prefix(kind: str) -> None:
    text = picture(kind=kind)
    for sent in (text, f"data:image/{kind.lower()};base64,{text}"):
        assert source_of(v2(init_images=[sent])).picture.content == base64.b64decode(text)
        assert source_of(v3(image_base64=sent)).picture.size_text == "8x6"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("???", Reason.BAD_BODY),
        ("", Reason.NO_IMAGE),
        (picture(kind="GIF"), Reason.NO_IMAGE),
        (picture((64, 64))[:120], Reason.NO_IMAGE),
        (picture((64, 64), kind="JPEG")[:-400], Reason.NO_IMAGE),
        (picture((4000, 4001)), Reason.TOO_MANY_PIXELS),
        (picture((20_000, 10_000)), Reason.TOO_MANY_PIXELS),
        ("AAAA" * 3_600_000, Reason.FILE_TOO_BIG),
    ],
    ids=["text", "empty", "gif", "torn png", "torn jpeg", "large", "bomb", "big"],
)
def test_what_is_no_picture_or_too_large_is_refused_everywhere(text: str, reason: Reason) -> None:
    assert refusal(v2, init_images=[text]).reason is reason
    assert refusal(v3, image_base64=text).reason is reason
    assert refusal(larger, image=text).reason is reason
    if text:  # without a text there is no mask
        assert refusal(v2, mask=text).reason is reason


def test_sixteen_megapixels_are_taken() -> None:
    assert source_of(v3(image_base64=picture((4000, 4000)))).picture.width_px == 4000


def test_v3_checks_units_and_adapters_and_paints_without_them() -> None:
    unit = {"model_name": "control_v11p_sd15_canny", "image_base64": picture()}
    for preprocessor in sorted(V3_PREPROCESSORS):
        assert v3(controlnet={"units": [unit | {"preprocessor": preprocessor}]}).control == ()
    adapter = {"model_name": min(IP_ADAPTERS), "image_base64": picture(), "strength": 1}
    assert v3(ip_adapters=[adapter]).task_type == "IMG_TO_IMG"
    for wrong, reason in (
        ({"controlnet": {"units": [unit | {"model_name": "x"}]}}, Reason.MODEL_UNKNOWN),
        ({"controlnet": {"units": [unit | {"preprocessor": "x"}]}}, Reason.OUT_OF_RANGE),
        ({"controlnet": {"units": [unit | {"strength": 2}]}}, Reason.OUT_OF_RANGE),
        ({"controlnet": {"units": [unit | {"image_base64": "bm8="}]}}, Reason.NO_IMAGE),
        ({"ip_adapters": [adapter | {"model_name": "x"}]}, Reason.MODEL_UNKNOWN),
        ({"ip_adapters": [adapter, adapter]}, Reason.OUT_OF_RANGE),
        ({"strength": 1.01}, Reason.OUT_OF_RANGE),
    ):
        assert refusal(v3, **wrong).reason is reason


def test_refusals_of_v3_name_the_field_as_its_validator_does() -> None:
    refused = refusal(v3, prompt="ü" * 1025)
    assert refused.message.startswith("invalid Img2ImgRequest.Prompt: value length")


@pytest.mark.parametrize(
    ("fields", "size_px"),
    [
        ({}, (16, 12)),
        ({"upscaling_resize": 1.5}, (12, 9)),
        ({"upscaling_resize": 0.01}, (1, 1)),
        ({"upscaling_resize": 512}, (4096, 3072)),
        ({"resize_mode": 1, "upscaling_resize_w": 100, "upscaling_resize_h": 30}, (100, 30)),
        ({"resize_mode": 1, "upscaling_resize_w": 100}, (100, 75)),
        ({"resize_mode": 1, "upscaling_resize_h": 2}, (3, 2)),
        ({"upscaling_resize_w": 100}, (16, 12)),
    ],
)
def test_the_size_of_the_larger_picture(
    fields: dict[str, object], size_px: tuple[int, int]
) -> None:
    request = larger(**fields)
    assert (request.width_px, request.height_px) == size_px


@pytest.mark.parametrize(
    "fields",
    [
        {"upscaling_resize": 512.2},
        {"upscaling_resize": 5000},
        {"upscaling_resize": 0},
        {"resize_mode": 1},
        {"resize_mode": 2},
        {"resize_mode": 1, "upscaling_resize_w": 2049},
        {"upscaler_1": "x"},
        {"upscaler_2": "x"},
        {"codeformer_weight": 1.5},
    ],
)
def test_what_cannot_be_enlarged_so_is_out_of_range(fields: dict[str, object]) -> None:
    assert refusal(larger, **fields).reason is Reason.OUT_OF_RANGE


def test_files_say_what_was_done_to_them() -> None:
    request = v2(mask=picture(), mask_blur=6, denoising_strength=0.4, seed=3)
    assert parameters_text(request, 0).endswith(", Denoising strength: 0.4, Mask blur: 6")
    assert parameters_text(v3(strength=0.5), 0).endswith(", Denoising strength: 0.5")
    before = "a boat\nSteps: 20, Seed: 7"
    done = "Postprocess upscale to: 16x12, Postprocess upscaler: R-ESRGAN 4x+"
    assert upscaled_text(larger(image=picture(text=before))) == f"{before}, {done}"
    assert upscaled_text(larger()) == done


def test_a_finished_task_keeps_no_pictures_but_what_it_was() -> None:
    for request in (v2(mask=picture()), larger(), v3()):
        assert all(sent.content for sent in request.pictures)
        left = request.without_pictures()
        assert all(sent is GONE for sent in left.pictures)
        assert left.task_type == request.task_type


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from([*LEAST, "request", "image", "init_images"]), inner)
        ),
    )
)
def test_any_json_is_refused_and_never_breaks(content: object) -> None:
    raw = json.dumps(content).encode()
    for parse in (parse_v2_img2img, parse_v2_upscale, parse_v3_img2img):
        with pytest.raises(Refused):
            parse(raw, CATALOGUE)


@given(st.sampled_from(sorted(V2UpscaleBody.model_fields)), st.integers() | st.text() | st.floats())
def test_any_value_of_any_field_is_taken_or_refused(field: str, value: object) -> None:
    with contextlib.suppress(Refused):
        request = larger(**{field: value})
        assert min(request.width_px, request.height_px) >= 1
        assert max(request.width_px, request.height_px) <= 4096
