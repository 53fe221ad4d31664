"""Perceptual hashes: which changes of an image they see through, and which they do not."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageFilter, ImageOps

from bot.domain.moderation.image_rules import HASH_BITS, KNOWN_WITHIN
from bot.generation.moderation.known_images import hash_table, nearest
from bot.pictures.fingerprints import Fingerprint, fingerprint
from tests.fakes.classifier import textured

SIDE_PX = 512
Change = Callable[[Image.Image], Image.Image]


def original(seed: int = 1, side_px: int = SIDE_PX) -> Image.Image:
    return Image.open(io.BytesIO(textured(seed, side_px=side_px))).convert("RGB")


def jpeg(quality: int) -> Change:
    def change(image: Image.Image) -> Image.Image:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality)
        return Image.open(file).convert("RGB")

    return change


def resized(width_px: int, height_px: int) -> Change:
    return lambda image: image.resize((width_px, height_px), Image.Resampling.LANCZOS)


def cropped(share: float) -> Change:
    edge = round(SIDE_PX * share)
    return lambda image: image.crop((edge, edge, SIDE_PX - edge, SIDE_PX - edge))


def hashed(image: Image.Image) -> Fingerprint:
    found = fingerprint(image)
    assert found is not None
    return found


def distance(change: Change) -> int:
    return nearest(hash_table([hashed(original()).pdq]), hashed(change(original())).variants)


def greyscale(image: Image.Image) -> Image.Image:
    return image.convert("L").convert("RGB")


SEEN_THROUGH: dict[str, Change] = {
    "nothing": lambda image: image,
    "JPEG of quality 40": jpeg(40),
    "300 pixels": resized(300, 300),
    "2048 pixels": resized(2048, 2048),
    "another shape": resized(640, 400),
    "JPEG, then smaller": lambda image: resized(200, 200)(jpeg(40)(image)),
    "greyscale": greyscale,
    "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(3)),
    "mirrored": ImageOps.mirror,
    "upside down": ImageOps.flip,
    "a quarter turned": lambda image: image.transpose(Image.Transpose.ROTATE_90),
}
NOT_SEEN_THROUGH: dict[str, Change] = {
    "5 % cut off at each side": cropped(0.05),
    "turned by 20 degrees": lambda image: image.rotate(20),
    "half of it covered": lambda image: ImageOps.pad(
        image.crop((0, 0, SIDE_PX // 2, SIDE_PX)), (SIDE_PX, SIDE_PX)
    ),
}


@pytest.mark.parametrize("change", SEEN_THROUGH.values(), ids=SEEN_THROUGH.keys())
def test_a_blocked_image_is_known_again(change: Change) -> None:
    assert distance(change) <= KNOWN_WITHIN


@pytest.mark.parametrize("change", NOT_SEEN_THROUGH.values(), ids=NOT_SEEN_THROUGH.keys())
def test_these_changes_hide_it(change: Change) -> None:
    assert distance(change) > KNOWN_WITHIN  # as the README says; better would be welcome


def test_no_two_of_many_images_are_taken_for_one_another() -> None:
    known = hash_table([hashed(original(seed, 128)).pdq for seed in range(100)])
    others = [nearest(known, hashed(original(seed, 128)).variants) for seed in range(100, 150)]
    assert min(others) > KNOWN_WITHIN


def test_a_flat_surface_has_no_hash() -> None:
    assert fingerprint(Image.new("RGB", (64, 64), "teal")) is None


def test_the_nearest_is_counted_in_bits() -> None:
    known = hash_table([bytes(32), b"\xff" * 32])
    assert nearest(known, [bytes(32)]) == 0
    assert nearest(known, [b"\x01" + bytes(31)]) == 1
    assert nearest(known, [b"\xff" * 16 + bytes(16)]) == HASH_BITS // 2
    assert nearest(known, [b"\xff" * 16 + bytes(16), b"\xff" * 31 + b"\xfe"]) == 1
    assert known.dtype == np.uint64
