"""The final picture: the winner over the whole width, medals in their colours, and its limits."""

import io

import pytest
from PIL import Image

from bot.pictures.winners import MOST_PLACES, Place, winners_picture

GOLD, SILVER = (239, 191, 74), (196, 202, 209)


def drawn(places: list[Place]) -> Image.Image:
    return Image.open(io.BytesIO(winners_picture(places))).convert("RGB")


def a_place(number: int, medal: int | None = None, size: tuple[int, int] = (64, 64)) -> Place:
    return Place(
        number=number, picture=Image.new("RGB", size, (30, 90, 200)), caption="1", medal=medal
    )


def is_near(pixel: tuple[int, ...], colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


def pixel(picture: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    found = picture.getpixel(place)
    assert isinstance(found, tuple)
    return found


def test_the_winner_has_a_golden_frame_and_the_second_a_silver_one() -> None:
    picture = drawn([a_place(4, 1), a_place(2, 2), a_place(7)])
    middle = picture.height - 20
    assert is_near(pixel(picture, (20, 400)), GOLD)
    assert is_near(pixel(picture, (picture.width // 4, middle)), SILVER)
    assert not is_near(pixel(picture, (picture.width * 3 // 4, middle)), SILVER)


@pytest.mark.parametrize("count", range(1, MOST_PLACES + 1))
def test_every_number_of_places_has_room(count: int) -> None:
    picture = drawn([a_place(n, n if n < 4 else None) for n in range(1, count + 1)])
    assert picture.width == 1080


@pytest.mark.parametrize("size", [(1, 900), (900, 1), (2048, 2048)])
def test_a_picture_of_any_form_is_shown(size: tuple[int, int]) -> None:
    picture = drawn([a_place(1, 1, size), a_place(2, 2, size)])
    assert 400 < picture.height < 1_600


def test_a_place_without_a_picture_says_why() -> None:
    assert drawn([Place(number=1, picture=None, note="not kept any more")]).height > 400


@pytest.mark.parametrize("count", [0, MOST_PLACES + 1])
def test_none_and_too_many_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 9"):
        winners_picture([a_place(1)] * count)
