"""`--option NAME=VALUE` becomes what Discord's client would send, or one clear line."""

from pathlib import Path

import pytest

from bot.cli.console import Stop
from bot.cli.options import split_options

COMMAND = {
    "options": [
        {"name": "prompt", "type": 3},
        {"name": "steps", "type": 4},
        {"name": "private", "type": 5},
        {"name": "guidance", "type": 10},
        {"name": "control_image", "type": 11},
    ]
}


async def test_each_value_gets_the_kind_of_its_option() -> None:
    pairs = ["steps=20", "private=yes", "guidance=7.5", "prompt=a=b"]
    values, files = await split_options(COMMAND, pairs)
    assert values == {"steps": 20, "private": True, "guidance": 7.5, "prompt": "a=b"}
    assert files == {}


async def test_an_attachment_is_read_from_its_file(tmp_path: Path) -> None:
    _values, files = await split_options(COMMAND, [f"control_image={__file__}"])
    assert files["control_image"].filename == "test_options.py"
    assert files["control_image"].data.startswith(b'"""`--option')


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ("steps", "write NAME=VALUE"),
        ("nothing=1", "one of prompt, steps"),
        ("steps=many", "steps takes a whole number"),
        ("guidance=much", "guidance takes a number"),
        ("private=perhaps", "private takes true or false"),
        ("control_image=/nowhere.png", "/nowhere.png cannot be read"),
    ],
)
async def test_a_wrong_pair_is_one_line(pair: str, sentence: str) -> None:
    with pytest.raises(Stop) as caught:
        await split_options(COMMAND, [pair])
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
