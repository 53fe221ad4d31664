"""A classifier that reads its score off the image: the red of the upper left corner."""

import io

import numpy as np
from PIL import Image

from bot.domain.moderation.image_checks import ClassifierMode
from bot.pictures.classifier import Classifier

_SIDE_PX = 64
_MOST = 255


class FakeClassifier(Classifier):
    """Scores what ``textured`` has painted; a score of None is a look that failed."""

    def __init__(self, *, is_usable: bool = True) -> None:
        super().__init__(ClassifierMode.OFF)
        self._is_usable = is_usable
        self.looks = 0

    def score(self, image: Image.Image) -> float | None:
        if not self._is_usable:
            return None
        self.looks += 1
        red = image.getpixel((0, 0))
        assert isinstance(red, tuple)
        return red[0] / _MOST


def textured(seed: int, *, score: float = 0.0, side_px: int = _SIDE_PX) -> bytes:
    """Return a PNG that differs from every other seed's, and scores as told."""
    chance = np.random.default_rng(seed)
    coarse = Image.fromarray(chance.integers(0, 256, (8, 8, 3), dtype=np.uint8))
    image = coarse.resize((side_px, side_px), Image.Resampling.BICUBIC)
    image.putpixel((0, 0), (round(score * _MOST), 0, 0))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
