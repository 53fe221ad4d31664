"""The form that edits a style gives back all that the style holds."""

from typing import Any

import discord

from bot.domain.styles import Style
from bot.filled import Filled
from bot.replies.styles.style_forms import edit_modal, filled_style

TextInput: type[discord.ui.TextInput[Any]] = discord.ui.TextInput
LORAS = ", ".join(f"{str(each) * 200}:0.75" for each in range(5))  # as many and long as can be
OPTIONS = {
    "loras": LORAS,
    "model": "m" * 200,
    "vae": "v" * 200,
    "size": "768x1152",
    "sampler": "DPM++ 2M Karras",
    "hires": "1024x1536",
    "guidance": "7.5",
}


async def test_the_longest_options_come_back_whole() -> None:
    style = Style(name="ink", prompt="ink", negative_prompt="photo", options=OPTIONS)
    fields = [item for item in edit_modal(style).walk_children() if isinstance(item, TextInput)]
    values = {field.custom_id: (field.default or "",) for field in fields}
    assert filled_style(Filled(values=values)) == style
