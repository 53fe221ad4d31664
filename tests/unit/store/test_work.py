"""What a request weighs in the queue: pixels, steps and images, as far as they are painted."""

import pytest

from bot.domain.request import HiresFix, ImageRequest, SourceImage, Upscale
from bot.store.turns import work_of

SHA256 = "ab" * 32


def work(strength: float | None = None, **fields: object) -> float:
    source = None if strength is None else SourceImage(image_sha256=SHA256, strength=strength)
    given = {"prompt": "a cat", "model": "m", "seed": 1, "source": source}
    return work_of(ImageRequest.model_validate(given | fields))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (work(), 1),
        (work(batch_size=2, steps=40, width_px=1024), 8),
        (work(hires=HiresFix(scale=2)), 4),
        (work(strength=1), 1),
        (work(strength=0.25), 0.25),
        (work(strength=0), 0.05),  # a step at the least
        (work(strength=0, upscale=Upscale(scale=2)), 1),  # 4 times the pixels, 5 steps of 20
    ],
)
def test_it_counts_what_is_painted(made: float, expected: float) -> None:
    assert made == pytest.approx(expected, rel=1e-5)
