"""Preprocessor pictures and image files, as the painting processes make them."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from bot.studio.detect import detect
from bot.studio.encode import preview_bytes, write_image
from bot.studio.messages import DetectJob, PaintJob
from bot.studio.names import V2_PREPROCESSORS
from bot.studio.worker import Worker
from tests.unit.studio import plain_painter


def picture(size_px: tuple[int, int] = (60, 30), mode: str = "RGB") -> bytes:
    """Return a PNG: a black bar on white."""
    image = Image.new("RGB", size_px, "white")
    ImageDraw.Draw(image).rectangle((20, 0, 30, 30), fill="black")
    out = BytesIO()
    image = image.convert("L").convert("I") if mode.startswith("I") else image
    image.convert(mode).save(out, "PNG")
    return out.getvalue()


def job(module: str, *, resize_mode: int = 0, image: bytes = b"") -> DetectJob:
    """Return a job for a picture of 48 x 48."""
    return DetectJob(
        module=module,
        image=image or picture(),
        resize_mode=resize_mode,
        width_px=48,
        height_px=48,
        path=Path("unused.png"),
        image_type="png",
    )


@pytest.mark.parametrize("module", sorted(V2_PREPROCESSORS))
def test_every_preprocessor_draws_at_the_size_of_the_results(module: str) -> None:
    assert detect(job(module)).size == (48, 48)


@pytest.mark.parametrize("mode", ["RGBA", "L", "P", "1", "LA", "I;16"])
def test_pictures_of_every_kind_are_read(mode: str) -> None:
    assert detect(job("depth", image=picture(mode=mode))).size == (48, 48)


def test_filling_keeps_all_of_a_picture_and_cropping_its_middle() -> None:
    def column(resize_mode: int) -> int:
        image = detect(job("none", resize_mode=resize_mode)).convert("L")
        return sum(value < 128 for value in image.crop((0, 24, 48, 25)).tobytes())

    stretched, cropped, filled = (column(mode) for mode in (0, 1, 2))
    assert filled == stretched  # both show the whole width of the picture in 48 columns
    assert cropped > stretched  # only its middle half


@pytest.mark.parametrize("image_type", ["png", "jpeg", "webp"])
def test_files_have_the_format_asked_for_and_say_that_a_program_drew_them(
    tmp_path: Path, image_type: str
) -> None:
    path = tmp_path / f"a.{image_type}"
    size_bytes = write_image(Image.new("RGB", (20, 10)), path, image_type, "a boat\nSteps: 2")
    content = path.read_bytes()
    image = Image.open(BytesIO(content))
    assert (image.format, image.size) == (image_type.upper(), (20, 10))
    assert b"digitalsourcetype/algorithmicMedia" in content
    assert size_bytes == len(content)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_preview_is_small_whatever_it_is_made_from() -> None:
    preview = Image.open(BytesIO(preview_bytes(Image.new("RGBA", (2048, 1024)))))
    assert (preview.format, preview.size) == ("WEBP", (384, 192))


def test_a_picture_of_the_wrong_size_is_mended(tmp_path: Path) -> None:
    class Stubborn:
        MODEL_NAME = "stubborn"
        Painting = plain_painter.Painting
        Hires = plain_painter.Hires
        Source = plain_painter.Source
        Mask = plain_painter.Mask
        enlarged = plain_painter.enlarged

        @staticmethod
        def paint(*_: object) -> Image.Image:
            return Image.new("RGB", (64, 64))

    stubborn: Any = Stubborn()
    said: list[object] = []
    paint_job = PaintJob(
        prompt="a boat",
        negative_prompt="",
        width_px=50,
        height_px=51,
        steps=1,
        guidance_scale=7,
        sampler="Euler a",
        seed=1,
        hires=None,
        source=None,
        path=tmp_path / "a.png",
        image_type="png",
        parameters="",
        previews=False,
    )
    Worker(stubborn, said.append).run(paint_job)
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (50, 51)
    assert len(said) == 1
