"""Messages that show everything the page can draw, and a modal with every kind of field."""

from collections.abc import Callable
from typing import Any

from tests.wire.page_samples import COMPONENTS_V2, EPHEMERAL, Json, button, container, media, text

PictureUrl = Callable[[int, int, int], str]
MakeMessage = Callable[..., Json]

MARKDOWN = """# Heading one
## Heading two
### Heading three
-# subtext, small and quiet
**bold** *italic* _also_ __underline__ ~~struck~~ ***both*** `code` ||a secret|| snake_case_name
> a quote
> of two lines
- one
- two
  - inside
1. first
2. second
```py
print("<b>not html</b>")
```
[a link](https://example.org) https://example.org/path_x?a=1. <@1> <#10> @everyone </imagine:5>
<t:1700000000:R> <t:1700000000:D> \\*escaped\\* <script>alert(1)</script>
<img src=x onerror=alert(1)>
(word:1.3) [javascript](javascript:alert(1))"""

ROW: Json = {
    "type": 1,
    "components": [
        button("Again", "again", 1, emoji={"name": "🔁"}),
        button("Edit", "edit", 2, emoji={"name": "✏️"}),
        button("Keep", "keep", 3),
        button("Delete", "broken", 4),
        button("Off", "off", 2, disabled=True),
    ],
}
LINK_ROW: Json = {
    "type": 1,
    "components": [{"type": 2, "style": 5, "label": "Open", "url": "https://example.org"}],
}
SELECT_ROW: Json = {
    "type": 1,
    "components": [
        {
            "type": 3,
            "custom_id": "variation",
            "placeholder": "Choose a picture",
            "min_values": 1,
            "max_values": 1,
            "options": [
                {"label": "First", "value": "1", "description": "seed 7", "emoji": {"name": "🖼️"}},
                {"label": "Second", "value": "2", "description": "seed 8"},
            ],
        }
    ],
}


def _label(title: str, component: Json, **more: Any) -> Json:
    return {"type": 18, "label": title, "component": component, **more}


_TWO = [
    {"label": "Soft", "value": "soft", "description": "Like chalk"},
    {"label": "Hard", "value": "hard"},
]
MODAL: Json = {
    "custom_id": "edit-modal",
    "title": "Edit and draw again",
    "components": [
        {"type": 10, "content": "Change what you like. **Nothing** is charged before you submit."},
        _label(
            "Prompt",
            {"type": 4, "custom_id": "prompt", "style": 2, "value": "a fox", "max_length": 1000},
            description="What to draw",
        ),
        _label("Sampler", {"type": 3, "custom_id": "sampler", "options": _TWO, "required": False}),
        _label("Edge", {"type": 21, "custom_id": "edge", "options": _TWO}),
        _label("Extras", {"type": 22, "custom_id": "extras", "options": _TWO, "required": False}),
        _label("Private", {"type": 23, "custom_id": "private"}),
        _label("Picture", {"type": 19, "custom_id": "file", "required": False}),
    ],
}


def gallery(url: PictureUrl, count: int, width_px: int = 512, height_px: int = 512) -> Json:
    """Return a gallery of *count* pictures."""
    seeds = range(count * 10, count * 10 + count)
    items = [
        media(url(seed, width_px, height_px), f"A sunset, seed {seed}", width_px, height_px)
        for seed in seeds
    ]
    return {"type": 12, "items": items}


def showcase(make: MakeMessage, url: PictureUrl) -> list[Json]:
    """Return messages with every component, oldest first."""
    section = {
        "type": 9,
        "components": [text("**Painted waves**\n-# sketch-painter-v1 · 20 steps")],
        "accessory": {"type": 11, **media(url(3, 256, 256), "A small sunset", 256, 256)},
    }
    with_button = {
        "type": 9,
        "components": [text("A line with a button beside it")],
        "accessory": button("Open", "again"),
    }
    line, gap = {"type": 14, "spacing": 2}, {"type": 14, "divider": False}
    file = {"type": 13, "file": {"url": url(4, 8, 8)}, "name": "parameters.txt", "size": 1234}
    hidden = {"type": 12, "items": [media(url(5, 512, 512), "Hidden", 512, 512, spoiler=True)]}
    embed = {
        "title": "Classic embed",
        "description": "with **Markdown**",
        "color": 0x3BA55C,
        "fields": [{"name": "Seed", "value": "7", "inline": True}] * 3,
        "footer": {"text": "foot"},
        "image": {"url": url(6, 320, 160), "width": 320, "height": 160},
    }
    used = {"id": "1", "type": 2, "name": "imagine", "user": {"id": "1", "username": "ada"}}
    galleries = [
        make(flags=COMPONENTS_V2, components=[container(text(f"{n} pictures"), gallery(url, n))])
        for n in range(1, 11)
    ]
    return [
        make(content=MARKDOWN),
        *galleries,
        make(content="An embed", embeds=[embed]),
        make(flags=COMPONENTS_V2, components=[container(hidden, accent=0xDA373C)]),
        make(flags=COMPONENTS_V2, components=[container(text("hidden"), spoiler=True)]),
        make(content="Only you", flags=EPHEMERAL, _ephemeral_for="1", interaction=used),
        make(_pending=True, interaction=used),
        make(
            flags=COMPONENTS_V2,
            interaction=used,
            edited_timestamp="2026-01-01T00:00:00+00:00",
            components=[
                container(section, line, with_button, gap, file, ROW, accent=0x5865F2),
                LINK_ROW,
                SELECT_ROW,
            ],
        ),
    ]
