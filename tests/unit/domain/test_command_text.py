"""The one line that makes a request again."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.command_text import as_command, attached_options, command_options
from bot.domain.control import CONTROLS
from bot.domain.options import image_request_from
from bot.domain.request import (
    ControlMode,
    ControlUnit,
    HiresFix,
    ImageRequest,
    Lora,
    OutputFormat,
    Refiner,
    SourceImage,
    Upscale,
    Upscaler,
)
from bot.domain.samplers import Sampler
from bot.domain.sources import GivenSource

SHA, MASK = "cd" * 32, "ef" * 32
WORDS = st.text("abc defg,.()\n'", min_size=1, max_size=30).filter(lambda text: text.strip())
NAMES = st.text("abcdef_019", min_size=1, max_size=20).filter(lambda name: name != "none")
SIDES = st.integers(1, 2048)
HIRES = st.builds(HiresFix, upscaler=st.sampled_from(Upscaler), scale=st.floats(1, 2)) | st.builds(
    HiresFix,
    upscaler=st.sampled_from(Upscaler),
    target_width_px=SIDES,
    target_height_px=SIDES,
)
UNITS = st.builds(
    lambda control, weight, mode: ControlUnit(
        image_sha256=SHA,
        model=control.model,
        preprocessor=control.preprocessor,
        weight=weight,
        mode=mode,
    ),
    st.sampled_from(list(CONTROLS.values())),
    st.floats(0, 2).map(lambda weight: round(weight, 3)),
    st.sampled_from(ControlMode),
)
REQUESTS = st.builds(
    ImageRequest,
    prompt=WORDS,
    negative_prompt=st.just("") | WORDS,
    model=NAMES,
    sampler=st.sampled_from(Sampler),
    batch_size=st.integers(1, 4),
    n_iter=st.integers(1, 2),
    steps=st.integers(1, 50),
    guidance_scale=st.floats(0.01, 30),
    seed=st.integers(0, 2**32 - 1),
    width_px=SIDES,
    height_px=SIDES,
    loras=st.lists(
        st.builds(Lora, name=NAMES, weight=st.sampled_from([-2.0, -0.5, 0.25, 1.0])),
        max_size=3,
        unique_by=lambda lora: lora.name,
    ).map(tuple),
    vae=st.none() | NAMES,
    clip_skip=st.none() | st.integers(1, 12),
    restore_faces=st.booleans(),
    hires=st.none() | HIRES,
    refiner=st.none() | st.builds(Refiner, switch_at=st.sampled_from([0.0, 0.8, 1.0])),
    control_units=st.just(()) | st.tuples(UNITS),
    source=st.none()
    | st.builds(
        SourceImage,
        image_sha256=st.just(SHA),
        strength=st.floats(0, 1),
        mask_sha256=st.none() | st.just(MASK),
    ),
    output_format=st.sampled_from(OutputFormat),
    lifetime_s=st.none() | st.integers(0, 604_800),
    nsfw_detection_level=st.none() | st.integers(0, 2),
)


@given(REQUESTS)
def test_its_options_make_the_same_request(request: ImageRequest) -> None:
    again = image_request_from(
        command_options(request),
        defaults={"model": "other", "negative_prompt": "default words", "steps": "3"},
        seed=0,
        control_image_sha256=SHA if request.control_units else None,
        source=GivenSource(image_sha256=SHA, mask_sha256=request.source.mask_sha256)
        if request.source
        else None,
    )
    assert again == request


def test_the_line_reads_like_the_command() -> None:
    request = ImageRequest(
        prompt="a fox in snow",
        model="m.safetensors",
        seed=7,
        guidance_scale=6.5,
        loras=(Lora(name="ink", weight=0.7),),
        hires=HiresFix(),
    )
    assert as_command(request) == (
        "/imagine prompt:a fox in snow negative_prompt:none size:512x512 model:m.safetensors "
        "images:1 sampler:DPM++ 2M Karras steps:20 guidance:6.5 seed:7 loras:ink:0.7 hires:2 "
        'advanced:upscaler="R-ESRGAN 4x+" format=png style:none'
    )


def test_what_a_line_cannot_hold_is_named_to_be_attached_anew() -> None:
    unit = ControlUnit(image_sha256=SHA, model="control_v11p_sd15_canny", preprocessor="canny")
    source = SourceImage(image_sha256=SHA, strength=0.25, mask_sha256=MASK)
    request = ImageRequest(prompt="a fox", model="m", seed=7, source=source, control_units=(unit,))
    assert attached_options(request) == ("image", "mask", "control_image")
    assert "strength:0.25" in as_command(request)
    assert attached_options(ImageRequest(prompt="a fox", model="m", seed=7)) == ()


def test_the_line_of_an_upscale_makes_what_was_enlarged() -> None:
    source = SourceImage(image_sha256=SHA, strength=0)
    request = ImageRequest(prompt="a fox", model="m", seed=7, source=source, upscale=Upscale())
    assert attached_options(request) == ()
    assert "strength" not in as_command(request)
