"""What the page's scripted server holds: a small server, a few commands, sample messages."""

import io
from typing import Any

from PIL import Image, ImageDraw

Json = dict[str, Any]

BOT: Json = {
    "id": "900",
    "username": "easel",
    "global_name": "Easel",
    "avatar_url": None,
    "moderator": False,
    "bot": True,
}
EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15


def user(user_id: str, name: str, *, moderator: bool = False) -> Json:
    return {
        "id": user_id,
        "username": name.lower(),
        "global_name": name,
        "avatar_url": None,
        "moderator": moderator,
        "locale": "en-US",
        "bot": False,
    }


USERS = [
    user("1", "Ada"),
    user("2", "Ben"),
    user("3", "Cleo"),
    user("4", "Mod", moderator=True),
    BOT,
]
CHANNELS: list[Json] = [
    {"id": "10", "name": "studio", "type": "text", "server_id": "5", "nsfw": False},
    {"id": "11", "name": "after-dark", "type": "text", "server_id": "5", "nsfw": True},
    {"id": "12", "name": "easel", "type": "dm", "nsfw": False, "user_id": "1"},
    {"id": "13", "name": "easel", "type": "dm", "nsfw": False, "user_id": "2"},
]
SAMPLERS = ["DPM++ 2M Karras", "Euler a", "DDIM"]


def option(name: str, kind: int, description: str, **more: Any) -> Json:
    return {"name": name, "type": kind, "description": description, **more}


COMMANDS: list[Json] = [
    {
        "type": 1,
        "name": "imagine",
        "description": "Make images from a text",
        "options": [
            option("prompt", 3, "What to draw", required=True, min_length=1, max_length=1000),
            option("negative_prompt", 3, "What to avoid", max_length=1000),
            option("style", 3, "A look", autocomplete=True),
            option("size", 3, "A format, or width x height", autocomplete=True),
            option("images", 4, "How many", min_value=1, max_value=8),
            option(
                "sampler",
                3,
                "How the noise is taken away",
                choices=[{"name": name, "value": name} for name in SAMPLERS],
            ),
            option("steps", 4, "More is finer and slower", min_value=1, max_value=50),
            option("guidance", 10, "How closely to follow", min_value=0.1, max_value=30),
            option("seed", 4, "The same gives the same", min_value=0, max_value=4294967295),
            option("control_image", 11, "A picture to follow"),
            option("private", 5, "Only you see the result"),
        ],
    },
    {
        "type": 1,
        "name": "style",
        "description": "Saved styles",
        "options": [
            option(
                "save",
                1,
                "Save a style",
                options=[option("name", 3, "Its name", required=True)],
            ),
            option("list", 1, "Show your styles", options=[]),
        ],
    },
    {"type": 1, "name": "slow", "description": "Is never answered", "options": []},
    {"type": 1, "name": "usage", "description": "What you have used", "options": []},
]


def text(content: str) -> Json:
    return {"type": 10, "content": content}


def button(label: str | None, custom_id: str, style: int = 2, **more: Any) -> Json:
    return {"type": 2, "style": style, "custom_id": custom_id, "label": label, **more}


def container(*components: Json, accent: int | None = None, spoiler: bool = False) -> Json:
    return {
        "type": 17,
        "accent_color": accent,
        "spoiler": spoiler,
        "components": list(components),
    }


def media(url: str, description: str, width_px: int, height_px: int, **more: Any) -> Json:
    return {
        "media": {"url": url, "width": width_px, "height": height_px, "content_type": "image/png"},
        "description": description,
        **more,
    }


def picture(seed: int, width_px: int, height_px: int) -> bytes:
    """Return a PNG of a sunset over hills, different for each seed."""
    image = Image.new("RGB", (width_px, height_px))
    draw = ImageDraw.Draw(image)
    for y in range(height_px):
        part = y / height_px
        colour = (40 + int(190 * part), 60 + (seed * 37) % 90, 150 - int(90 * part))
        draw.line([(0, y), (width_px, y)], fill=colour)
    radius_px = min(width_px, height_px) // 8
    left_px = (seed * 97) % max(width_px - 2 * radius_px, 1)
    top_px = height_px // 3
    draw.ellipse(
        (left_px, top_px, left_px + 2 * radius_px, top_px + 2 * radius_px), fill=(255, 225, 150)
    )
    for layer in range(3):
        base_px = height_px * (6 + layer) // 9
        points = [(0, height_px)]
        for step in range(9):
            bump_px = ((seed * 31 + layer * 17 + step * 53) % 60) * height_px // 500
            points.append((step * width_px // 8, base_px - bump_px))
        points.append((width_px, height_px))
        draw.polygon(points, fill=(30 + 12 * layer, 52 - 12 * layer, 66 - 14 * layer))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
