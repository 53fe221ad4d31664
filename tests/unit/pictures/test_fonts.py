"""Text in pictures: what the font has is drawn, what it lacks is a box, what is long is cut."""

import pytest

from bot.pictures.fonts import drawable, fitted, font


@pytest.mark.parametrize("text", ["Größe → 30", "imágenes", "画像を生成する", "Ωжщ", "a · b × c …"])
def test_the_signs_of_our_languages_are_all_drawn(text: str) -> None:
    assert drawable(text) == text


def test_signs_that_the_font_lacks_become_one_box_a_run() -> None:
    assert drawable("a 🦊🦊\n fox") == "a □ fox"


@pytest.mark.parametrize("width_px", [60, 200, 500])
def test_long_text_is_cut_to_the_width(width_px: int) -> None:
    shown = fitted("a lighthouse at dusk over the sea, oil painting", 24, width_px)
    assert shown.endswith("…")
    assert font(24).getlength(shown) <= width_px


def test_text_that_fits_stays_whole() -> None:
    assert fitted("a fox", 24, 500) == "a fox"
