"""Our own two adapters against the studio: what is made from an image, over real sockets."""

import hashlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.domain.control import CONTROLS
from bot.domain.request import ControlUnit, ImageRequest, SourceImage, Upscale
from bot.errors import RequestRefused
from bot.providers.provider import Provider
from bot.settings import ProviderKind
from tests.conformance.conftest import Build
from tests.conformance.test_adapters_against_studio import a_request, end_of

SIZE_PX = (160, 128)


def file_of(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def photo() -> Image.Image:
    """Return a picture of two halves, unlike the flat colour that the painter lays over it."""
    image = Image.new("RGB", SIZE_PX, "yellow")
    image.paste("red", (0, 0, SIZE_PX[0] // 2, SIZE_PX[1]))
    return image


def right_half(size_px: tuple[int, int] = SIZE_PX) -> Image.Image:
    mask = Image.new("L", size_px)
    mask.paste(255, (size_px[0] // 2, 0, *size_px))
    return mask


class Inputs(dict[str, bytes]):
    """Pictures by their SHA-256."""

    def add(self, image: Image.Image) -> str:
        data = file_of(image)
        sha256 = hashlib.sha256(data).hexdigest()
        self[sha256] = data
        return sha256


async def painted(
    provider: Provider, request: ImageRequest, inputs: Mapping[str, bytes]
) -> list[Image.Image]:
    provider.check(request)
    task = await provider.submit(request, inputs)
    state = await end_of(provider, task.task_id)
    return [Image.open(BytesIO(await provider.download(each.url))) for each in state.images]


def distance(image: Image.Image, other: Image.Image, box: tuple[int, int, int, int]) -> float:
    """Return how far two pictures are apart within *box*, 0 to 255."""
    apart = ImageChops.difference(image.convert("RGB").crop(box), other.convert("RGB").crop(box))
    return sum(ImageStat.Stat(apart).mean) / 3


WHOLE = (0, 0, *SIZE_PX)
LEFT = (0, 0, SIZE_PX[0] // 2, SIZE_PX[1])
RIGHT = (SIZE_PX[0] // 2, 0, *SIZE_PX)


async def test_the_less_strength_the_nearer_it_comes_out(provider: Provider) -> None:
    inputs, distances = Inputs(), []
    sha256 = inputs.add(photo())
    for strength in (0, 0.3, 0.7, 1):
        source = SourceImage(image_sha256=sha256, strength=strength)
        images = await painted(provider, a_request(source=source, batch_size=2), inputs)
        assert [image.size for image in images] == [SIZE_PX] * 2
        distances.append(distance(images[0], photo(), WHOLE))
    assert distances == sorted(set(distances))
    assert distances[0] < 1


async def test_only_where_the_mask_is_white_v2_repaints(build: Build) -> None:
    inputs = Inputs()
    source = SourceImage(
        image_sha256=inputs.add(photo()), strength=1, mask_sha256=inputs.add(right_half())
    )
    (image,) = await painted(build(ProviderKind.NOVITA_V2), a_request(source=source), inputs)
    assert distance(image, photo(), LEFT) < 3
    assert distance(image, photo(), RIGHT) > 30


async def test_a_mask_of_another_size_is_the_services_refusal_too(build: Build) -> None:
    inputs = Inputs()
    source = SourceImage(
        image_sha256=inputs.add(photo()), mask_sha256=inputs.add(right_half((80, 64)))
    )
    with pytest.raises(RequestRefused):
        await painted(build(ProviderKind.NOVITA_V2), a_request(source=source), inputs)


async def test_v2_enlarges_an_image_by_the_factor(build: Build) -> None:
    inputs = Inputs()
    source = SourceImage(image_sha256=inputs.add(photo()), strength=0)
    request = a_request(source=source, upscale=Upscale(scale=2))
    (image,) = await painted(build(ProviderKind.NOVITA_V2), request, inputs)
    assert image.size == request.final_size_px == (320, 256)
    assert distance(image.resize(SIZE_PX), photo(), WHOLE) < 5


@pytest.mark.parametrize("control", ["canny", "softedge", "depth-xl", "openpose-xl"])
async def test_a_control_image_goes_with_an_image(provider: Provider, control: str) -> None:
    inputs, chosen = Inputs(), CONTROLS[control]
    fields: dict[str, Any] = {
        "source": SourceImage(image_sha256=inputs.add(photo())),
        "control_units": (
            ControlUnit(
                image_sha256=inputs.add(right_half()),
                model=chosen.model,
                preprocessor=chosen.preprocessor,
            ),
        ),
    }
    images = await painted(provider, a_request(**fields), inputs)
    assert images[0].size == SIZE_PX
