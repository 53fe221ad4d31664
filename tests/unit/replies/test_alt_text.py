"""Alternative text: no picture is put into any message without it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.replies.parts.cards import finished_card
from bot.replies.sending.uploads import Packer
from tests.unit.replies.samples import a_generation, an_image

ROOT = Path(__file__).resolve().parents[3]
SOURCES = sorted([*(ROOT / "bot" / "replies").rglob("*.py"), *(ROOT / "cogs").glob("*.py")])
SHOWING = frozenset({"MediaGalleryItem", "Thumbnail", "UnfurledMediaItem"})


def shown(source: Path) -> Iterator[tuple[int, bool]]:
    """Yield the line of each picture that is put into a view, and whether it is described."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        keywords = {keyword.arg for keyword in node.keywords}
        if "media" in keywords or name in SHOWING:
            yield node.lineno, "description" in keywords


def test_the_search_finds_what_there_is() -> None:
    assert sum(len(list(shown(source))) for source in SOURCES) >= 6


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_picture_that_is_put_into_a_view_is_described(source: Path) -> None:
    assert [line for line, is_described in shown(source) if not is_described] == []


async def test_each_image_of_a_card_is_told_by_its_prompt_and_number() -> None:
    generation = a_generation(images=2, prompt="a fox " + "in the snow " * 120)
    packed = await Packer().pack(generation, [an_image(0), an_image(1)], 10_000_000)
    card = finished_card(generation, packed.pairs)
    texts = [
        item.description for child in card.walk_children() for item in getattr(child, "items", ())
    ]
    assert len(texts) == 2
    assert all(text.startswith(f"Image {n} of 2") for n, text in enumerate(texts, start=1))
    assert all(len(text) <= 1024 for text in texts)
