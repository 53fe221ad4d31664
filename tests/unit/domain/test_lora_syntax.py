"""LoRAs: out of the prompt, out of the option, and back into the prompt."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.lora_syntax import (
    loras_text,
    number_text,
    parse_loras,
    refuse_inline,
    split_inline,
)
from bot.domain.request import Lora
from bot.errors import InvalidRequest

LORAS = st.lists(
    st.builds(
        Lora,
        name=st.text("abcXYZ019_-. ", min_size=1, max_size=12)
        .map(str.strip)
        .filter(lambda name: name and not name.endswith(("safetensors", "ckpt", "pt"))),
        weight=st.floats(-2, 2),
    ),
    max_size=5,
    unique_by=lambda lora: lora.name,
).map(tuple)


@pytest.mark.parametrize(
    ("prompt", "text", "loras"),
    [
        ("a cat", "a cat", ()),
        ("a cat <lora:fur:0.7>", "a cat", (Lora(name="fur", weight=0.7),)),
        ("a <lora:fur>cat", "a cat", (Lora(name="fur"),)),
        ("<LORA: fur : -1 >, a cat", "a cat", (Lora(name="fur", weight=-1),)),
        ("a, <lora:fur:1> , cat", "a,, cat", (Lora(name="fur"),)),
        (
            "<lora:a:1> x <lora:b:2> <lora:a:0.5>",
            "x",
            (Lora(name="a", weight=0.5), Lora(name="b", weight=2)),
        ),
        ("a <lora:fur.safetensors:1>", "a", (Lora(name="fur"),)),
        ("a <lora> <b>", "a <lora> <b>", ()),
    ],
)
def test_inline_loras_are_taken_out(prompt: str, text: str, loras: tuple[Lora, ...]) -> None:
    assert split_inline(prompt) == (text, loras)


@pytest.mark.parametrize(
    "prompt",
    [
        "<lora:>",
        "<lora::1>",
        "<lora:x:abc>",
        "<lora:x:>",
        "<lora:x:9>",
        "<lora:x:1:1>",
        "<lora:x:0.5",
        f"<lora:{'x' * 201}:1>",
    ],
)
def test_a_broken_inline_lora_is_refused(prompt: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        split_inline(f"a cat {prompt}")
    assert caught.value.field == "loras"


@pytest.mark.parametrize(
    ("text", "loras"),
    [
        ("", ()),
        (" , ;", ()),
        ("fur", (Lora(name="fur"),)),
        ("fur:0.7, ink", (Lora(name="fur", weight=0.7), Lora(name="ink"))),
        ("fur:1, fur:0.2", (Lora(name="fur", weight=0.2),)),
        ("<lora:fur:0.7>, ink:.5", (Lora(name="fur", weight=0.7), Lora(name="ink", weight=0.5))),
    ],
)
def test_the_option_is_read(text: str, loras: tuple[Lora, ...]) -> None:
    assert parse_loras(text) == loras


@given(LORAS)
def test_the_option_is_read_back(loras: tuple[Lora, ...]) -> None:
    assert parse_loras(loras_text(loras)) == loras


@given(LORAS)
def test_inline_and_option_mean_the_same(loras: tuple[Lora, ...]) -> None:
    inline = "".join(f" <lora:{lora.name}:{number_text(lora.weight)}>" for lora in loras)
    assert split_inline(f"a cat{inline}") == ("a cat", loras)


@given(st.text("<>lora:,0.5 x", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InvalidRequest):
        assert "<lora:" not in split_inline(text)[0]
    with suppress(InvalidRequest):
        assert all(abs(lora.weight) <= 2 for lora in parse_loras(text))


def test_a_lora_in_the_negative_prompt_is_refused_with_the_way_out() -> None:
    assert refuse_inline("fog, text") == "fog, text"
    with pytest.raises(InvalidRequest, match="negative weight"):
        refuse_inline("fog <lora:x:1>")


@given(st.floats(-2, 2))
def test_a_number_is_written_without_an_exponent(value: float) -> None:
    assert "e" not in number_text(value)
    assert float(number_text(value)) == value
