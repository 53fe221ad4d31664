"""Painting over a picture: by strength, within a mask, at the exact size, the same each time."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from bot.studio.painter import Mask, Painting, Source, enlarged, paint, repaint

SIZE_PX = (128, 96)
FOX = Painting(
    prompt="a fox in a meadow",
    negative_prompt="",
    width_px=SIZE_PX[0],
    height_px=SIZE_PX[1],
    steps=6,
    guidance_scale=7.0,
    sampler="Euler a",
    seed=7,
)


def house() -> Image.Image:
    """Return a red house before a blue sky on brown ground."""
    image = Image.new("RGB", SIZE_PX, (60, 110, 220))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 66, 128, 96), fill=(120, 80, 40))
    pen.rectangle((46, 32, 80, 76), fill=(200, 40, 40))
    return image


def disc() -> Image.Image:
    """Return a mask: a white disc on the right."""
    mask = Image.new("L", SIZE_PX)
    ImageDraw.Draw(mask).ellipse((70, 20, 124, 84), fill=255)
    return mask


def over(strength: float, mask: Mask | None = None, **fields: object) -> Image.Image:
    """Paint over the house."""
    source = Source(image=house(), strength=strength, mask=mask)
    wanted: Painting = replace(FOX, source=source, **fields)  # type: ignore[arg-type]
    return paint(wanted)


def apart(first: Image.Image, second: Image.Image) -> float:
    """Return the mean difference of a value, 0 to 255."""
    pair = [np.asarray(image.convert("RGB"), np.float64) for image in (first, second)]
    return float(np.abs(pair[0] - pair[1]).mean())


def test_the_stronger_the_farther_from_the_source_and_the_nearer_to_the_prompt() -> None:
    pictures = [over(strength) for strength in (0.0, 0.2, 0.5, 0.75, 1.0)]
    far = [apart(picture, house()) for picture in pictures]
    fox = paint(FOX)
    near = [apart(picture, fox) for picture in pictures[1:]]
    assert far == sorted(far)
    assert near == sorted(near, reverse=True)
    assert far[0] == 0
    assert 0 < far[1] < 8
    assert near[-1] == 0


def test_half_way_the_subject_is_there() -> None:
    middle = (40, 30, 90, 76)
    meadow = over(0.5, prompt="a meadow")
    assert apart(over(0.5).crop(middle), meadow.crop(middle)) > 20


@pytest.mark.parametrize("strength", [0.5, 0.7])
def test_a_new_place_comes_in_the_sources_colours(strength: float) -> None:
    green = Image.new("RGB", SIZE_PX, (60, 190, 90))
    picture = paint(replace(FOX, source=Source(image=green, strength=strength)))
    sky = np.asarray(picture.crop((0, 0, 128, 20)), np.float64).mean(axis=(0, 1))
    assert sky[1] > 1.3 * sky[2]
    assert np.asarray(picture, np.float64)[..., 1].std() > 10  # and it is no more one colour


def test_the_same_request_gives_the_same_bytes_and_another_seed_others() -> None:
    first, again, other = over(0.6), over(0.6), over(0.6, seed=8)
    assert first.tobytes() == again.tobytes() != other.tobytes()


def test_a_style_is_a_real_filter_here_too() -> None:
    plain, ink = over(0.5), over(0.5, prompt="a fox in a meadow, ink drawing")
    grey = np.asarray(ink, np.float64)
    assert apart(plain, ink) > 20
    assert np.abs(grey[..., 0] - grey[..., 2]).mean() < 40


@pytest.mark.parametrize("padding_px", [None, 8])
@pytest.mark.parametrize("fill", [0, 1, 2, 3])
def test_nothing_changes_outside_the_mask(fill: int, padding_px: int | None) -> None:
    mask = Mask(image=disc(), blur_px=2, fill=fill, padding_px=padding_px)
    picture = over(1.0, mask)
    kept, inside = (0, 0, 60, 96), (85, 35, 110, 70)
    assert picture.crop(kept).tobytes() == house().crop(kept).tobytes()
    assert apart(picture.crop(inside), house().crop(inside)) > 10


def test_an_inverted_mask_keeps_the_white_place() -> None:
    picture = over(1.0, Mask(image=disc(), blur_px=2, is_inverted=True))
    inside = (85, 35, 110, 70)
    assert picture.crop(inside).tobytes() == house().crop(inside).tobytes()
    assert apart(picture.crop((0, 0, 40, 40)), house().crop((0, 0, 40, 40))) > 10


def test_the_subject_is_painted_into_the_mask() -> None:
    with_fox, without = (
        over(1.0, Mask(image=disc(), blur_px=0), prompt=prompt)
        for prompt in ("a fox in a meadow", "a meadow")
    )
    inside = (82, 30, 112, 76)
    assert apart(with_fox.crop(inside), without.crop(inside)) > 20


def test_the_edge_of_a_mask_is_as_soft_as_asked_for() -> None:
    white = Mask(image=disc(), blur_px=0)
    hard, soft = over(1.0, white), over(1.0, replace(white, blur_px=6))
    before = (60, 40, 68, 64)
    assert apart(hard.crop(before), house().crop(before)) == 0
    assert apart(soft.crop(before), house().crop(before)) > 0


@pytest.mark.parametrize("color", [0, 255])
def test_a_mask_of_one_colour_is_all_or_nothing(color: int) -> None:
    picture = over(0.9, Mask(image=Image.new("L", SIZE_PX, color), blur_px=3))
    assert (apart(picture, house()) > 10) is bool(color)


@pytest.mark.parametrize("resize_mode", [0, 1, 2, 3])
@pytest.mark.parametrize("size_px", [(1, 1), (64, 200), (97, 65)])
def test_sizes_are_exact_whatever_the_source(size_px: tuple[int, int], resize_mode: int) -> None:
    for image in (house(), Image.new("RGBA", (1, 3))):
        mask = Mask(image=Image.new("L", image.size, 255))
        source = Source(image=image, strength=0.4, resize_mode=resize_mode, mask=mask)
        wanted = replace(FOX, width_px=size_px[0], height_px=size_px[1], steps=2, source=source)
        assert paint(wanted).size == size_px


@pytest.mark.parametrize(("resize_mode", "width_px"), [(0, 17), (1, 46), (2, 17)])
def test_cropping_keeps_proportions_and_filling_keeps_all(resize_mode: int, width_px: int) -> None:
    source = Source(image=house(), strength=0.0, resize_mode=resize_mode)
    picture = paint(replace(FOX, width_px=64, height_px=128, source=source))
    middle = np.asarray(picture, np.float64)[64]
    red = (middle[:, 0] > 150) & (middle[:, 1] < 90)
    assert red.sum() == pytest.approx(width_px, abs=2)


def test_a_picture_larger_than_the_canvas_keeps_its_fine_detail_at_low_strength(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(repaint, "MOST_PIXELS", SIZE_PX[0] * SIZE_PX[1] // 2)
    lines = np.zeros((SIZE_PX[1], SIZE_PX[0], 3), np.uint8)
    lines[:, ::2] = 255  # finer than the canvas can hold
    source = Source(image=Image.fromarray(lines), strength=0.1)
    picture = paint(replace(FOX, prompt="hope", source=source))
    assert np.asarray(picture, np.float64).std() > 0.6 * lines.std()


@pytest.mark.parametrize("steps", [1, 4, 40])
def test_few_steps_spoil_no_source_that_shall_hardly_change(steps: int) -> None:
    fields = np.indices((SIZE_PX[1], SIZE_PX[0])).sum(axis=0) // 4 % 2 * 200 + 20
    board = Image.fromarray(fields.astype(np.uint8)).convert("RGB")
    picture = paint(replace(FOX, steps=steps, source=Source(image=board, strength=0.15)))
    assert 0 < apart(picture, board) < 6


def test_a_style_alone_keeps_what_catches_the_eye() -> None:
    striped = house()
    pen = ImageDraw.Draw(striped)
    for top in range(36, 72, 8):
        pen.rectangle((46, top, 80, top + 3), fill=(250, 240, 230))
    source = Source(image=striped, strength=0.65)
    picture = paint(replace(FOX, prompt="vintage", source=source))
    inside = (54, 38, 72, 70)
    stripes = [
        np.asarray(image.convert("L").crop(inside), np.float64).mean(axis=1).std()
        for image in (picture, striped)
    ]
    assert stripes[0] > 0.6 * stripes[1]


def test_fewer_steps_are_painted_and_told_at_low_strength() -> None:
    told: list[tuple[int, int]] = []
    source = Source(image=house(), strength=0.3)
    paint(
        replace(FOX, steps=10, source=source),
        lambda step, steps, _: told.append((step, steps)),
    )
    assert told == [(1, 3), (2, 3), (3, 3)]  # of ten


@pytest.mark.parametrize("mode", ["RGBA", "L", "P", "1", "LA", "CMYK", "I"])
def test_pictures_of_every_kind_are_painted_over(mode: str) -> None:
    image = house().convert("L").convert(mode) if mode == "I" else house().convert(mode)
    source = Source(image=image, strength=0.2)
    assert paint(replace(FOX, steps=2, source=source)).mode == "RGB"


def test_what_is_clear_becomes_white() -> None:
    clear = Image.new("RGBA", SIZE_PX, (0, 0, 0, 0))
    picture = paint(replace(FOX, source=Source(image=clear, strength=0.0)))
    assert picture.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("crops", [True, False])
@pytest.mark.parametrize("size_px", [(1, 1), (300, 31), (256, 192), (40, 300)])
def test_enlarging_is_exact_whatever_the_source(size_px: tuple[int, int], *, crops: bool) -> None:
    for image in (house(), Image.new("1", (1, 1)), Image.new("RGBA", (2, 900))):
        assert enlarged(image, *size_px, crops=crops).size == size_px


def test_enlarging_gives_back_more_than_smoothing_does() -> None:
    sharp = house().resize((512, 384), Image.Resampling.NEAREST)
    ImageDraw.Draw(sharp).ellipse((30, 40, 130, 140), fill=(250, 230, 90))
    small = sharp.resize(SIZE_PX, Image.Resampling.BOX)
    smooth = small.resize((512, 384), Image.Resampling.LANCZOS)
    large = enlarged(small, 512, 384, crops=False)
    assert apart(large, sharp) < 0.92 * apart(smooth, sharp)


def test_the_same_seed_over_its_own_picture_varies_it() -> None:
    own = paint(FOX)
    varied = [paint(replace(FOX, source=Source(image=own, strength=s))) for s in (0.3, 0.48, 0.62)]
    assert apart(varied[0], own) < 6
    assert all(apart(each, own) > 6 for each in varied[1:])
    assert apart(paint(replace(FOX, source=Source(image=own, strength=1.0))), own) == 0
