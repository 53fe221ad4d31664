"""Images made to fit: bounded work, one at a time, whatever the limit and the mixture."""

import asyncio
import io
import threading
from dataclasses import replace

import pytest
from PIL import Image

from bot.generation.announcer import ImageFile
from bot.replies.sending import uploads
from bot.replies.sending.uploads import Packer, reduced
from tests.unit.replies.samples import a_generation, an_image, noise


async def test_an_image_over_the_limit_becomes_a_webp_and_the_card_says_so() -> None:
    image = noise(256)
    packed = await Packer().pack(a_generation(), [image], 40_000)
    (upload,) = packed.uploads
    assert len(image.data) > 40_000 >= len(upload.data)
    assert upload.name == "easel-1-1.webp"
    with Image.open(io.BytesIO(upload.data)) as opened:
        assert opened.format == "WEBP"
    assert "the original is kept" in packed.notes[0]


async def test_of_a_mixed_batch_only_what_is_too_large_is_changed() -> None:
    small = an_image(1)
    packed = await Packer().pack(a_generation(images=2), [noise(256), small], 40_000)
    assert [upload.is_reduced for upload in packed.uploads] == [True, False]
    assert packed.uploads[1].data == small.data
    assert packed.uploads[1].name == "easel-1-2.png"


async def test_what_fits_in_no_form_is_left_out_and_the_card_says_so() -> None:
    packed = await Packer().pack(a_generation(images=2), [noise(256), an_image(1)], 20)
    assert packed.uploads == ()
    assert packed.left_out == 2
    assert "2 images are too large for Discord in any form" in packed.notes[0]


async def test_bytes_that_cannot_be_read_any_more_are_left_out() -> None:
    broken = ImageFile(stored=an_image().stored, data=b"\x89PNG" + b"x" * 100)
    packed = await Packer().pack(a_generation(), [broken], 50)
    assert packed.left_out == 1


async def test_an_extra_picture_that_does_not_fit_is_not_missed() -> None:
    extra = noise(256)
    extra = replace(extra, stored=replace(extra.stored, is_extra=True))
    assert (await Packer().pack(a_generation(), [extra], 70)).left_out == 0


@pytest.mark.parametrize("limit_bytes", [1, 70, 5_000, 40_000])
def test_an_image_is_tried_at_most_eight_times(
    limit_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []
    save = Image.Image.save

    def counted(self: Image.Image, *arguments: object, **options: object) -> None:
        tries.append(self.size)
        save(self, *arguments, **options)  # type: ignore[arg-type]  # what it was called with

    data = noise(512).data
    monkeypatch.setattr(Image.Image, "save", counted)
    made = reduced(data, limit_bytes)
    assert len(tries) <= 8
    assert made is None or len(made) <= limit_bytes
    assert (made is None) == (limit_bytes < 5_000)


def test_what_never_shrinks_enough_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = 0

    def stubborn(_self: Image.Image, file: io.BytesIO, *_arguments: object, **_o: object) -> None:
        nonlocal tries
        tries += 1
        file.write(b"x" * 1_001)

    data = noise(1_024).data
    monkeypatch.setattr(Image.Image, "save", stubborn)
    assert reduced(data, 1_000) is None
    assert tries == 8


def test_what_is_larger_than_a_webp_may_be_is_made_smaller() -> None:
    out = io.BytesIO()
    Image.effect_noise((17_000, 4), 100).save(out, "PNG")
    made = reduced(out.getvalue(), 60_000)
    assert made is not None
    with Image.open(io.BytesIO(made)) as opened:
        assert max(opened.size) <= 16_383


async def test_only_one_image_is_unpacked_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, most, lock = 0, 0, threading.Lock()
    real = reduced

    def counted(data: bytes, limit_bytes: int) -> bytes | None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        made = real(data, limit_bytes)
        with lock:
            at_once -= 1
        return made

    monkeypatch.setattr(uploads, "reduced", counted)
    packer, image = Packer(), noise(128)
    await asyncio.gather(*(packer.pack(a_generation(), [image, image], 9_000) for _ in range(3)))
    assert most == 1
