"""What the options of `/imagine` become, and each sentence for what they cannot be."""

from typing import Any

import pytest

from bot.domain.options import ImagineOptions, image_request_from
from bot.domain.request import ControlMode, ImageRequest, Lora, Upscaler
from bot.domain.samplers import Sampler
from bot.domain.sizes import Size
from bot.domain.sources import GivenSource, fitted_size
from bot.domain.styles import Style
from bot.errors import InvalidRequest

DEFAULTS = {
    "model": "sd_xl_base_1.0.safetensors",
    "size": "square",
    "sampler": "DPM++ 2M Karras",
    "steps": "20",
    "guidance": "7",
    "negative_prompt": "watermark",
}
SHA = "ab" * 32


def request_of(
    prompt: str = "a lighthouse",
    *,
    style: Style | None = None,
    image: str | None = None,
    source: GivenSource | None = None,
    **options: Any,
) -> ImageRequest:
    return image_request_from(
        ImagineOptions(prompt=prompt, **options),
        style=style,
        defaults=DEFAULTS,
        seed=99,
        control_image_sha256=image,
        source=source,
    )


def refusal(prompt: str = "a lighthouse", **options: Any) -> str:
    image = options.pop("image", None)
    with pytest.raises(InvalidRequest) as caught:
        request_of(prompt, image=image, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"size": "0x0"}, ("`size`", "`0x0`", "1 to 2048")),
        ({"size": "9999x9999"}, ("`size`", "`9999x9999`", "1 to 2048")),
        ({"size": "512"}, ("`size`", "`512`", "WIDTHxHEIGHT")),
        ({"size": "axb"}, ("`size`", "`axb`", "square")),
        ({"steps": 0}, ("`steps`", "`0`", "a whole number from 1 to 50")),
        ({"steps": 51}, ("`steps`", "`51`", "a whole number from 1 to 50")),
        ({"guidance": 0.0}, ("`guidance`", "`0`", "above 0 and at most 30")),
        ({"guidance": 31.0}, ("`guidance`", "`31`", "above 0 and at most 30")),
        ({"guidance": float("nan")}, ("`guidance`", "`NaN`", "above 0 and at most 30")),
        ({"images": 9}, ("`images`", "`9`", "from 1 to 8")),
        ({"images": 0}, ("`images`", "`0`", "from 1 to 8")),
        ({"images": 4, "advanced": "rounds=3"}, ("`images`", "`4 × 3`", "at most 8")),
        ({"seed": 2**32}, ("`seed`", "`4294967296`", "0 to 4294967295")),
        ({"sampler": "eular"}, ("`sampler`", "`eular`", "`Euler`", "as you type")),
        ({"loras": "detail:abc"}, ("`loras`", "`abc`", "from -2 to 2")),
        ({"loras": "detail:nan"}, ("`loras`", "`nan`", "from -2 to 2")),
        ({"loras": ":0.5"}, ("`loras`", "`:0.5`", "name:weight")),
        ({"loras": "a,b,c,d,e,f"}, ("`loras`", "`6`", "at most 5")),
        ({"hires": "3"}, ("`hires`", "`3`", "a factor from 1 to 2")),
        ({"advanced": "hires_scale=3"}, ("`hires_scale`", "`3`", "from 1 to 2")),
        ({"hires": "big"}, ("`hires`", "`big`", "`on`, `off`", "1 to 2048")),
        ({"hires": "4096x4096"}, ("`hires`", "`4096x4096`", "1 to 2048")),
        ({"model": "m" * 201}, ("`model`", "at most 200 characters")),
        ({"advanced": "colour=red"}, ("`advanced`", "`colour=red`", "`clip_skip`", "`rounds`")),
        ({"advanced": "clip_skip=13"}, ("`clip_skip`", "`13`", "1 to 12")),
        ({"advanced": "restore_faces=maybe"}, ("`restore_faces`", "`maybe`", "yes or no")),
        ({"advanced": "upscaler=best"}, ("`upscaler`", "`best`", "`Latent`")),
        ({"advanced": "hires_size=0x9"}, ("`hires_size`", "`0x9`", "1 to 2048")),
        ({"advanced": "refiner=2"}, ("`refiner`", "`2`", "from 0 to 1")),
        ({"advanced": "format=gif"}, ("`format`", "`gif`", "png, jpeg or webp")),
        ({"advanced": "lifetime=8d"}, ("`lifetime`", "`8d`", "604800")),
        ({"advanced": "nsfw_detection=3"}, ("`nsfw_detection`", "`3`", "0 to 2")),
        ({"control": "canny"}, ("`control`", "`canny`", "`control_image`")),
        ({"control": "magic", "image": SHA}, ("`control`", "`magic`", "`openpose`")),
        (
            {"advanced": "control_weight=3", "image": SHA},
            ("`control_weight`", "`3`", "0 to 2"),
        ),
        ({"advanced": "control_weight=abc"}, ("`control_weight`", "`abc`", "0 to 2")),
        ({"advanced": "control_mode=9"}, ("`control_mode`", "`9`", "`balanced`")),
        (
            {"advanced": "control_mode=all", "image": SHA},
            ("`control_mode`", "`all`", "`balanced`"),
        ),
        ({"prompt": ""}, ("`prompt`", "must not be empty")),
        ({"prompt": " \n"}, ("`prompt`", "must not be empty")),
        ({"prompt": "<lora:x:1>"}, ("`prompt`", "must not be empty")),
        ({"prompt": "p" * 6000}, ("`prompt`", "`ppp", "at most 2000 characters")),
        ({"negative_prompt": "n" * 6000}, ("`negative_prompt`", "at most 2000 characters")),
        ({"negative_prompt": "x <lora:y:1>"}, ("`negative_prompt`", "in `loras`")),
    ],
    ids=str,
)
def test_a_wrong_option_gets_a_sentence_with_field_value_and_range(
    options: dict[str, Any], words: tuple[str, ...]
) -> None:
    sentence = refusal(**options)
    assert sentence.endswith(".")
    assert len(sentence) < 400
    for word in words:
        assert word in sentence


@pytest.mark.parametrize(
    ("options", "field", "value"),
    [
        ({"steps": 1}, "steps", 1),
        ({"steps": 50}, "steps", 50),
        ({"guidance": 0.1}, "guidance_scale", 0.1),
        ({"guidance": 30.0}, "guidance_scale", 30),
        ({"images": 8}, "units", 8),
        ({"images": 2, "advanced": "rounds=4"}, "n_iter", 4),
        ({"seed": 2**32 - 1}, "seed", 2**32 - 1),
        ({"seed": -1}, "seed", 99),
        ({}, "seed", 99),
        ({"size": "2048×1"}, "width_px", 2048),
        ({"size": " 640 x 384 "}, "height_px", 384),
        ({"size": "Portrait"}, "height_px", 768),
        ({"sampler": "dpm++ 2m karras"}, "sampler", Sampler.DPMPP_2M_KARRAS),
        ({"hires": "1.5"}, "final_size_px", (768, 768)),
        ({"hires": "1"}, "final_size_px", (512, 512)),
        ({"hires": "True"}, "final_size_px", (1024, 1024)),
        ({"hires": "1024x1536"}, "final_size_px", (1024, 1536)),
        ({"hires": "off", "advanced": "hires_scale=2"}, "hires", None),
        ({"advanced": "hires_scale=1.5"}, "final_size_px", (768, 768)),
        ({"vae": "none"}, "vae", None),
        ({"advanced": "restore_faces=yes"}, "restore_faces", True),
        ({"advanced": "lifetime=7d"}, "lifetime_s", 604_800),
        ({"advanced": "format=JPG"}, "output_format", "jpeg"),
        ({"advanced": "nsfw_detection=off"}, "nsfw_detection_level", None),
        ({"negative_prompt": "None"}, "negative_prompt", ""),
        ({}, "negative_prompt", "watermark"),
        ({"negative_prompt": "fog"}, "negative_prompt", "fog"),
    ],
    ids=str,
)
def test_an_option_at_its_edge_is_taken(options: dict[str, Any], field: str, value: object) -> None:
    assert getattr(request_of(**options), field) == value


def test_a_style_wins_over_defaults_and_the_member_over_the_style() -> None:
    style = Style(
        name="poster",
        prompt="poster of {prompt}, <lora:ink:0.5> bold",
        negative_prompt="photo",
        options={"steps": "40", "size": "tall", "loras": "grain:0.3", "clip_skip": "2"},
    )
    made = request_of(style=style, steps=10, loras="ink:0.9", negative_prompt="fog")
    assert made.prompt == "poster of a lighthouse, bold"
    assert made.negative_prompt == "fog, photo"
    assert (made.steps, made.width_px, made.height_px, made.clip_skip) == (10, 576, 1024, 2)
    assert made.guidance_scale == 7
    assert made.loras == (Lora(name="ink", weight=0.9), Lora(name="grain", weight=0.3))


def test_a_members_hires_replaces_the_styles_as_a_whole() -> None:
    style = Style(name="big", options={"hires": "1024x1024", "upscaler": "Latent"})
    made = request_of(style=style, hires="1.5")
    assert made.final_size_px == (768, 768)
    assert made.hires is not None
    assert made.hires.upscaler is Upscaler.LATENT
    assert request_of(style=style, hires="off").hires is None


def test_a_weight_of_zero_takes_a_lora_of_the_style_away() -> None:
    style = Style(name="inked", options={"loras": "ink:0.8"})
    assert request_of(style=style, loras="ink:0").loras == ()


def test_a_style_without_a_place_stands_behind_the_prompt() -> None:
    assert request_of("a cat,", style=Style(name="s", prompt="in fog")).prompt == "a cat, in fog"


def test_a_control_image_alone_means_canny() -> None:
    (unit,) = request_of(image=SHA).control_units
    assert (unit.model, unit.preprocessor) == ("control_v11p_sd15_canny", "canny")
    assert (unit.weight, unit.mode) == (1, ControlMode.BALANCED)


def test_a_styles_control_waits_for_a_picture() -> None:
    style = Style(name="s", options={"control": "depth"})
    assert request_of(style=style).control_units == ()
    assert request_of(style=style, image=SHA).control_units[0].preprocessor == "depth"


def test_control_weight_and_mode_reach_the_unit() -> None:
    made = request_of(image=SHA, control="depth", advanced="control_weight=0.5 control_mode=prompt")
    (unit,) = made.control_units
    assert (unit.preprocessor, unit.weight, unit.mode) == ("depth", 0.5, ControlMode.PROMPT)


def test_without_a_model_in_any_layer_the_sentence_names_it() -> None:
    with pytest.raises(InvalidRequest, match="`model`"):
        image_request_from(ImagineOptions(prompt="x"), defaults={}, seed=1)


def test_a_control_weight_without_a_picture_leaves_no_unit() -> None:
    assert request_of(advanced="control_weight=0.7").control_units == ()


PHOTO = GivenSource(image_sha256=SHA, size=Size(4032, 3024))


def test_an_image_alone_is_painted_over_by_the_usual_strength_at_its_own_proportions() -> None:
    made = request_of(source=PHOTO)
    assert made.source is not None
    assert (made.source.image_sha256, made.source.strength) == (SHA, 0.6)
    assert (made.width_px, made.height_px) == (2048, 1536)


def test_a_size_that_the_member_or_the_style_gives_wins_over_the_images() -> None:
    style = Style(name="s", options={"size": "portrait", "strength": "0.3"})
    styled = request_of(source=PHOTO, style=style)
    own = request_of(source=PHOTO, style=style, size="64x96", strength=0.9)
    assert (styled.width_px, styled.height_px) == (512, 768)
    assert styled.source is not None
    assert styled.source.strength == 0.3
    assert (own.width_px, own.height_px) == (64, 96)
    assert own.source is not None
    assert own.source.strength == 0.9


def test_a_mask_comes_with_its_image() -> None:
    made = request_of(source=GivenSource(image_sha256=SHA, size=Size(8, 8), mask_sha256="cd" * 32))
    assert made.source is not None
    assert made.source.mask_sha256 == "cd" * 32


def test_a_styles_strength_waits_for_an_image_but_is_checked_at_once() -> None:
    assert request_of(style=Style(name="s", options={"strength": "0.3"})).source is None
    with pytest.raises(InvalidRequest, match=r"`strength` cannot be `2`.*0 \(keep.*1 \(ignore"):
        request_of(style=Style(name="s", options={"strength": "2"}))


def test_a_strength_without_an_image_says_what_is_missing() -> None:
    assert "attach a picture as `image`" in refusal(strength=0.5)


def test_a_strength_out_of_range_names_the_range() -> None:
    assert "`strength` cannot be `1.5`" in refusal(strength=1.5, source=PHOTO)


@pytest.mark.parametrize(
    ("size", "fitted"),
    [
        (Size(512, 512), Size(512, 512)),
        (Size(300, 200), Size(304, 200)),
        (Size(1, 1), Size(128, 128)),
        (Size(64, 48), Size(168, 128)),
        (Size(4096, 100), Size(2048, 128)),
        (Size(20, 15_000), Size(128, 2048)),
    ],
    ids=str,
)
def test_a_size_is_fitted_to_what_services_paint(size: Size, fitted: Size) -> None:
    assert fitted_size(size) == fitted
