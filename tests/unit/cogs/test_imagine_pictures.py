"""The pictures that `/imagine` takes: fetched in time, checked, and kept for the provider."""

import asyncio
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot.client import EaselClient
from bot.errors import InvalidRequest
from tests.fakes.interaction import FakeAttachment
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.cogs.imagine_rows import MODEL, only_generation, png, used_today
from tests.unit.cogs.invoke import invoke


async def test_a_control_image_is_kept_for_the_provider(client: EaselClient) -> None:
    picture = FakeAttachment("edges.png", png(), 8, 8)
    await invoke(
        client, "imagine", prompt="a fox", model=MODEL, control_image=picture, control="depth"
    )
    (unit,) = (await only_generation(client)).request.control_units
    assert unit.preprocessor == "depth"
    assert await client.services.image_files.read_input(unit.image_sha256) == picture.data


async def test_a_text_called_png_is_refused(client: EaselClient) -> None:
    with pytest.raises(InvalidRequest, match=r"`control_image` cannot be `a\.png`.*PNG, JPEG"):
        await invoke(
            client, "imagine", prompt="a fox", control_image=FakeAttachment("a.png", b"words")
        )


async def test_too_many_pixels_are_refused_without_fetching_them(client: EaselClient) -> None:
    bomb = FakeAttachment("a.png", b"x", 10_000, 10_000)
    with pytest.raises(InvalidRequest, match="16 megapixels"):
        await invoke(client, "imagine", prompt="a fox", control_image=bomb)
    assert bomb.reads == 0


@dataclass
class SlowAttachment(FakeAttachment):
    """Takes all the time there is before the first answer."""

    time: FakeTime = field(default_factory=FakeTime)

    async def read(self) -> bytes:
        self.time.advance(1.5)
        return await super().read()


async def test_a_slow_control_image_leaves_no_time_for_a_slow_catalogue(
    client: EaselClient,
) -> None:
    provider, time = client.services.provider, client.services.time
    assert isinstance(provider, FakeProvider)
    assert isinstance(time, FakeTime)
    provider.entries_gate = asyncio.Event()
    picture = SlowAttachment("edges.png", png(), 8, 8, time=time)
    async with asyncio.timeout(1.2):  # and not the 1.5 s that the catalogue alone might take
        answer = await invoke(
            client, "imagine", prompt="a fox", model="?", control_image=picture, control="depth"
        )
    assert "place **1**" in answer.text
    assert (await only_generation(client)).request.model == "?"  # the provider decides


@pytest.mark.parametrize("fault", [TimeoutError(), aiohttp.ClientError()])
async def test_a_control_image_that_cannot_be_fetched_is_a_sentence(
    client: EaselClient, fault: Exception
) -> None:
    lost = FakeAttachment("a.png", png(), 8, 8, fault=fault)
    with pytest.raises(InvalidRequest, match="attach it again"):
        await invoke(client, "imagine", prompt="a fox", control_image=lost)


def painting(size: tuple[int, int] = (320, 200), kind: str = "PNG", **options: Any) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind, **options)
    return buffer.getvalue()


async def test_an_image_and_its_mask_are_kept_for_the_provider(client: EaselClient) -> None:
    image, mask = FakeAttachment("cat.png", painting()), FakeAttachment("hat.png", painting())
    edges = FakeAttachment("edges.png", png())
    await invoke(
        client,
        "imagine",
        prompt="a fox",
        model=MODEL,
        image=image,
        mask=mask,
        strength=0.8,
        control_image=edges,
    )
    request = (await only_generation(client)).request
    assert request.source is not None
    assert request.source.strength == 0.8
    assert (request.width_px, request.height_px) == (320, 200)
    assert len(request.control_units) == 1
    files = client.services.image_files
    assert await files.read_input(request.source.image_sha256) == image.data
    assert await files.read_input(request.source.mask_sha256 or "") == mask.data


async def test_a_saved_styles_strength_applies_where_the_member_gives_none(
    client: EaselClient,
) -> None:
    await invoke(client, "style save", name="gentle", strength=0.25)
    photo = FakeAttachment("cat.png", painting())
    await invoke(client, "imagine", prompt="a fox", model=MODEL, style="gentle", image=photo)
    source = (await only_generation(client)).request.source
    assert source is not None
    assert source.strength == 0.25


async def test_a_photo_of_a_camera_held_sideways_is_turned_upright(client: EaselClient) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = FakeAttachment("photo.jpg", painting((400, 304), "JPEG", exif=exif))
    mask = FakeAttachment("mask.png", painting((304, 400)))
    await invoke(client, "imagine", prompt="a fox", model=MODEL, image=photo, mask=mask)
    request = (await only_generation(client)).request
    assert (request.width_px, request.height_px) == (304, 400)
    assert request.source is not None
    kept = await client.services.image_files.read_input(request.source.image_sha256)
    with Image.open(BytesIO(kept)) as image:
        assert image.size == (304, 400)
        assert image.getexif().get(0x0112) is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"strength": 0.5}, "`strength` cannot be `0.5`: attach a picture as `image` with it"),
        (
            {"mask": FakeAttachment("m.png", painting())},
            "`mask` cannot be `m.png`: attach the picture as `image` with it",
        ),
        (
            {
                "image": FakeAttachment("i.png", painting()),
                "mask": FakeAttachment("m.png", painting((320, 201))),
            },
            "`mask` cannot be `m.png`: it is 320×201 pixels and the image 320×200: they must",
        ),
        ({"image": FakeAttachment("i.png", b"words")}, "`image` cannot be `i.png`: it must be a"),
        (
            {"image": FakeAttachment("i.png", b"x", 9_000, 2_000)},
            "`image` cannot be `9000x2000`: a picture has at most 16 megapixels",
        ),
        (
            {
                "image": FakeAttachment("i.png", painting()),
                "mask": FakeAttachment("m.png", bytes(10 * 1024 * 1024 + 1)),
            },
            "`mask` cannot be `m.png`: a picture is at most 10 MB large",
        ),
    ],
    ids=["strength alone", "mask alone", "two sizes", "no image", "too many pixels", "too large"],
)
async def test_pictures_that_do_not_go_together_are_sentences(
    client: EaselClient, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        await invoke(client, "imagine", prompt="a fox", model=MODEL, **options)
    assert str(caught.value).startswith(words)
    assert await used_today(client) == 0


@dataclass
class MeetingAttachment(FakeAttachment):
    """Handed out only once so many others are being fetched."""

    meeting: asyncio.Barrier = field(default_factory=lambda: asyncio.Barrier(1))

    async def read(self) -> bytes:
        await self.meeting.wait()
        return await super().read()


async def test_all_pictures_are_fetched_together(client: EaselClient) -> None:
    meeting = asyncio.Barrier(3)
    pictures = {
        name: MeetingAttachment(f"{name}.png", painting(), meeting=meeting)
        for name in ("image", "mask", "control_image")
    }
    answer = await invoke(client, "imagine", prompt="a fox", model=MODEL, **pictures)
    assert "place **1**" in answer.text


async def test_a_picture_that_never_comes_stops_the_others_too(client: EaselClient) -> None:
    image = FakeAttachment("i.png", painting())
    never = MeetingAttachment("m.png", painting(), meeting=asyncio.Barrier(2))
    with pytest.raises(InvalidRequest, match=r"`mask` cannot be `m\.png`.*attach it again"):
        await invoke(client, "imagine", prompt="a fox", model=MODEL, image=image, mask=never)
