"""How a card names what an image was made from."""

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.generation import Generation
from bot.domain.request import ERASED_PROMPT, SourceImage, Upscale
from bot.replies.parts.cards import failed_card, finished_card
from bot.replies.parts.rejected_card import rejected_card
from bot.replies.parts.words import alt_text, safe, safe_within, settings_line
from tests.unit.replies.samples import a_generation, an_image
from tests.unit.texts.measures import texts

SHA256 = "ab" * 32
OVER = {"source": SourceImage(image_sha256=SHA256, strength=0.6)}
PART = {"source": SourceImage(image_sha256=SHA256, strength=1, mask_sha256=SHA256)}
UPSCALE = {"source": SourceImage(image_sha256=SHA256, strength=0), "upscale": Upscale()}


def made(**fields: Any) -> Generation:
    generation = a_generation()
    return replace(generation, request=generation.request.model_copy(update=fields))


@pytest.mark.parametrize(
    ("fields", "words", "alt"),
    [
        (OVER, "made from an image, strength 0.6", "Image made from another image and the prompt"),
        (PART, "part of an image repainted, strength 1", "Image made from another image"),
        (UPSCALE, "1024×1024 · upscaled ×2 with R-ESRGAN 4x+", "Enlarged image, first made from"),
    ],
    ids=["over", "part", "upscale"],
)
def test_a_card_and_its_alt_text_name_it(fields: Any, words: str, alt: str) -> None:
    assert words in settings_line(made(**fields).request)
    text = alt_text(made(**fields), 0, 1)
    assert text.startswith(alt)
    assert text.endswith("prompt: a fox")


def test_one_of_several_is_counted() -> None:
    text = alt_text(made(**OVER, batch_size=3), 1, 3)
    assert text.startswith("Image 2 of 3 made from another image and the prompt")


def test_what_paints_nothing_names_no_steps() -> None:
    line = settings_line(made(**UPSCALE).request)
    assert "step" not in line
    assert "guidance" not in line


@pytest.mark.parametrize("text", ["fox", "*" * 200, "@everyone " * 30, "a_b " * 60])
def test_what_is_made_safe_is_no_longer_for_that(text: str) -> None:
    shown = safe_within(text, 100)
    assert len(shown) <= 100
    assert shown == safe(text) or (shown.endswith("…") and len(shown) > 90)


def test_an_erased_prompt_is_said_to_be_gone_and_its_mark_is_shown_nowhere() -> None:
    one = made(prompt=ERASED_PROMPT)
    shown = " ".join(texts(finished_card(one, [(an_image().stored, "a.png")])))
    assert shown.count("the prompt is not kept any more") == 2  # on the card, and as alt text
    assert ERASED_PROMPT not in shown
    assert alt_text(one, 0, 1).endswith("prompt: (the prompt is not kept any more)")


@pytest.mark.parametrize(
    "text",
    [
        "[a](b) [Approve here](https://evil.example)",
        "[a||b](c) || and what follows",
        "https://evil.example/||here",
        "<#123456789012345678> </mod log:1> <t:0:R> <:a:123456789012345678>",
        "> quoted # heading",
        "\\[a](https://evil.example)",
    ],
)
def test_nothing_that_a_member_wrote_ends_a_spoiler_or_hides_where_a_link_leads(text: str) -> None:
    unescaped = re.sub(r"\\[^0-9A-Za-z\s]", "", safe(text))
    assert not re.search(r"\|\||[\[\]<>]", unescaped)


@pytest.mark.parametrize("text", ["# loud", "## loud", "-# small", "- listed", "1. listed"])
def test_no_line_becomes_a_heading_or_a_list(text: str) -> None:
    assert not safe(text).startswith(text[:2])
    assert re.sub(r"\\(?=[^0-9A-Za-z\s])", "", safe(text)) == text


def test_an_address_can_still_be_opened() -> None:
    address = "https://our.example/the_rules?a=1&b=(2)"
    assert safe(f"see {address}.") == f"see {address}."
    assert safe("https://our.example/a|b*c") == "https://our.example/a%7Cb%2Ac"


@pytest.mark.parametrize("sign", ["*", "https://a.example/" + "|" * 900])
def test_a_card_holds_its_texts_however_much_of_them_must_be_escaped(sign: str) -> None:
    long = sign * (1000 // len(sign))
    one = replace(made(prompt=long, negative_prompt=long), reason=long, warning=long)
    for card in (failed_card(one, long), rejected_card(one, None, 0), finished_card(one, [])):
        assert card.content_length() <= 4_000
        assert card.content_length() < 2_600  # each text is cut to its own length
