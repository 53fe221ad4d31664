"""The whole way once, with the painter that members will see."""

import hashlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import requests
from novita_client import NovitaClient, Txt2ImgRequest
from PIL import Image

from bot.studio.settings import StudioSettings
from tests.conformance.conftest import KEY, HostedStudio


@pytest.fixture(scope="module")
def hosted() -> Iterator[HostedStudio]:
    """Return a studio that paints in earnest."""
    with HostedStudio(StudioSettings(api_key=KEY, workers=1)) as running:
        yield running


def made(novita: NovitaClient, **fields: Any) -> tuple[Image.Image, list[str]]:
    """Return an image of a small request, and the previews that were offered on the way."""
    previews: list[str] = []

    def look(progress: Any) -> None:
        for url in progress.data.current_images or []:
            if url and not previews:
                answer = requests.get(url, timeout=10)
                if answer.ok:  # it may have been finished just now
                    previews.append(Image.open(BytesIO(answer.content)).format or "")

    wanted = {"prompt": "a red lighthouse at dusk", "width": 192, "height": 128, "seed": 4}
    request = Txt2ImgRequest(model_name="sketch-painter-v1", **(wanted | fields))
    done = novita.sync_txt2img(request, callback=look)
    assert done.data.failed_reason == ""
    return Image.open(BytesIO(done.data.imgs_bytes[0])), previews


def digest(image: Image.Image) -> str:
    """Return what tells two pictures apart."""
    return hashlib.sha256(image.convert("RGB").tobytes()).hexdigest()


def test_a_painting_shows_itself_before_it_is_done(novita: NovitaClient) -> None:
    image, previews = made(novita, width=512, height=512, steps=40)
    assert image.size == (512, 512)
    assert len(image.getcolors(1 << 20) or []) > 1000
    assert previews == ["WEBP"]


def test_the_same_request_gives_the_same_picture_and_another_seed_another(
    novita: NovitaClient,
) -> None:
    first, again, other = (digest(made(novita, seed=seed)[0]) for seed in (4, 4, 5))
    assert first == again != other


def test_hires_and_odd_sizes_are_exact(novita: NovitaClient) -> None:
    hires, _ = made(novita, steps=2, enable_hr=True, hr_resize_x=301, hr_resize_y=203)
    tiny, _ = made(novita, steps=1, width=1, height=9)
    assert (hires.size, tiny.size) == ((301, 203), (1, 9))
