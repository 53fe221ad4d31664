"""What a person sees of a message, read from its JSON."""

from bot.cli.seen import images_of, is_delivered, is_refused, text_of
from bot.replies.parts.cards import Colour


def card(colour: Colour, *parts: dict[str, object]) -> dict[str, object]:
    return {
        "content": "",
        "components": [{"type": 17, "accent_color": colour, "components": parts}],
    }


TEXT = {"type": 10, "content": "<@1>\n> a \\*red\\* fox\n-# `model` · **512×512**"}
GALLERY = {"type": 12, "items": [{"media": {"url": "a.png"}}, {"media": {"url": "b.png"}}]}


def test_text_is_one_line_without_markdown() -> None:
    assert text_of(card(Colour.RUNNING, TEXT)) == "a *red* fox · model · 512×512"


def test_images_come_in_order() -> None:
    assert images_of(card(Colour.DONE, TEXT, GALLERY)) == ["a.png", "b.png"]


def test_a_card_tells_how_it_stands_by_its_colour() -> None:
    assert is_delivered(card(Colour.DONE))
    assert is_refused(card(Colour.FAILED))
    assert is_refused(card(Colour.CANCELLED))
    assert not is_refused(card(Colour.WAITING))
    assert is_refused({"content": "⚠️ no", "components": []})
