"""What bodies of both wires come to ask for."""

import base64
import contextlib
import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.studio.catalogue import Catalogue
from bot.studio.names import V2_SAMPLERS
from bot.studio.refusals import Reason, Refused
from bot.studio.request import PaintRequest
from bot.studio.v2_request import V2Body, parse_v2
from bot.studio.v3_request import parse_v3

CATALOGUE = Catalogue.load()
LEAST = {"model_name": "sketch-painter-v1", "prompt": "a boat"}


def v2(**fields: object) -> PaintRequest:
    return parse_v2(json.dumps(LEAST | fields).encode(), CATALOGUE)[0]


def v3(**fields: object) -> PaintRequest:
    return parse_v3(json.dumps({"request": LEAST | fields}).encode(), CATALOGUE)[0]


def refusal(**fields: object) -> Reason:
    with pytest.raises(Refused) as refused:
        v2(**fields)
    return refused.value.reason


def image_text(size_px: tuple[int, int] = (8, 8), kind: str = "PNG") -> str:
    out = BytesIO()
    Image.new("1", size_px).save(out, kind)
    return base64.b64encode(out.getvalue()).decode()


def unit(**fields: object) -> dict[str, object]:
    return {"model": "control_v11p_sd15_canny", "input_image": image_text()} | fields


def test_null_is_the_same_as_absent() -> None:
    nulls = dict.fromkeys(V2Body.model_fields.keys() - LEAST.keys())
    plain = v2(**nulls)
    assert (plain.width_px, plain.steps, plain.images, plain.sampler) == (512, 20, 1, "Euler a")
    assert (plain.image_type, plain.link_ttl_s) == ("png", 604_800)
    assert v2(extra=dict.fromkeys(("enable_progress_info", "response_image_type"))).previews


def test_what_no_page_lists_is_ignored() -> None:
    assert v2(adetailer={"prompt": "x"}, restore_faces_model="", x=[1], extra={"y": 1}).images == 1


@pytest.mark.parametrize(
    ("fields", "size_px"),
    [
        ({}, (600, 400)),
        ({"hr_scale": 1.5}, (450, 300)),
        ({"hr_resize_x": 900, "hr_resize_y": 1000}, (900, 1000)),
        ({"hr_resize_x": 900, "hr_scale": 1}, (900, 600)),
        ({"hr_resize_y": 300, "hr_scale": None}, (450, 300)),
        ({"hr_resize_x": 0, "hr_resize_y": 0}, (600, 400)),
    ],
)
def test_a_target_size_wins_over_the_scale(
    fields: dict[str, object], size_px: tuple[int, int]
) -> None:
    request = v2(width=300, height=200, enable_hr=True, **fields)
    assert request.final_size_px == size_px
    off = v2(width=300, height=200, enable_hr=False, hr_upscaler="anything", **fields)
    assert off.final_size_px == (300, 200)


def test_the_second_pass_has_its_share_of_the_time() -> None:
    assert v2().first_pass_share == 1
    assert v2(enable_hr=True, hr_scale=2).first_pass_share == pytest.approx(1 / 3)
    assert v2(enable_hr=True, hr_scale=2).work > v2().work > v2(steps=1).work


def test_zero_images_and_no_lifetime_mean_the_default() -> None:
    request = v2(batch_size=0, n_iter=0, img_expire_ttl=0)
    assert (request.images, request.link_ttl_s) == (1, 604_800)
    assert v2(batch_size=8, n_iter=8).images == 64


def test_seeds_follow_each_other_and_minus_one_is_drawn() -> None:
    assert [v2(seed=2**32 - 1).seed_of(index) for index in (0, 1)] == [2**32 - 1, 0]
    assert len({v2(seed=-1).seed for _ in range(8)}) > 1
    assert v3(seed=5).seed_of(3) == 8


def test_numbers_may_be_texts_and_whole_floats() -> None:
    request = v2(steps="30", width=300.0, cfg_scale="7.5")
    assert (request.steps, request.width_px, request.guidance_scale) == (30, 300, 7.5)
    assert refusal(steps=2.5) is Reason.BAD_BODY


@pytest.mark.parametrize("sampler", sorted(V2_SAMPLERS))
def test_all_thirty_samplers_are_taken(sampler: str) -> None:
    assert v2(sampler_name=sampler).sampler == sampler
    assert len(V2_SAMPLERS) == 30


def test_only_one_sampler_fits_the_flow_model() -> None:
    flow = {"model_name": "sd3_base_medium.safetensors"}
    assert v3(**flow, sampler_name="FlowMatchEuler").sampler == "FlowMatchEuler"
    for fields in (flow, {"sampler_name": "FlowMatchEuler"}):
        with pytest.raises(Refused):
            v3(**fields)


def test_a_control_picture_is_looked_at_before_it_is_taken() -> None:
    text = image_text()
    request = v2(controlnet_units=[unit(), unit(input_image="data:image/png;base64," + text)])
    assert [each.picture.content for each in request.control] == [base64.b64decode(text)] * 2
    assert refusal(controlnet_units=[unit(input_image="???")]) is Reason.BAD_BODY
    assert refusal(controlnet_units=[unit(input_image="")]) is Reason.NO_IMAGE
    gif = unit(input_image=image_text(kind="GIF"))
    assert refusal(controlnet_units=[gif]) is Reason.NO_IMAGE
    assert refusal(controlnet_units=[unit(module="telepathy")]) is Reason.OUT_OF_RANGE
    assert refusal(controlnet_units=[unit(model="sdxl_vae.safetensors")]) is Reason.MODEL_UNKNOWN
    assert refusal(controlnet_units=[{"model": "control_v11p_sd15_canny"}]) is Reason.BAD_BODY


def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused() -> None:
    bomb = unit(input_image=image_text((10_000, 10_000)))
    assert refusal(controlnet_units=[bomb]) is Reason.TOO_MANY_PIXELS


def test_what_changes_nothing_is_named() -> None:
    assert v2().effectless == ()
    request = v2(prompt="a <lora:add_detail_44319:1>", clip_skip=2, restore_faces=True)
    assert request.effectless == ("loras", "restore_faces", "clip_skip")
    assert request.painted_prompt == "a"


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(sorted(LEAST)), inner),
    )
)
def test_any_json_is_taken_or_refused_and_never_breaks(content: object) -> None:
    raw = json.dumps(content).encode()
    for parse in (parse_v2, parse_v3):
        with pytest.raises(Refused):
            parse(raw, CATALOGUE)


@given(st.sampled_from(sorted(V2Body.model_fields)), st.integers() | st.text() | st.floats())
def test_any_value_of_any_field_is_taken_or_refused(field: str, value: object) -> None:
    with contextlib.suppress(Refused):
        request = v2(**{field: value})
        assert 1 <= request.images <= 64
        assert max(request.final_size_px) <= 4096
