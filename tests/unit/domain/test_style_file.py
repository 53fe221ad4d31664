"""Styles as a file: what goes out comes back, and what is none is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.style_file import MAX_FILE_BYTES, style_file, styles_in_file
from bot.domain.styles import Style
from bot.errors import StyleError

DEFAULTS = {"model": "m"}
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60).map(str.strip)


def test_what_goes_out_comes_back() -> None:
    styles = [
        Style(name="ink wash", prompt='{prompt}, "ink"', negative_prompt="photo\nblur"),
        Style(name="grün", options={"size": "portrait", "steps": "30"}),
    ]
    assert styles_in_file(style_file(styles), DEFAULTS) == styles


@given(prompt=TEXTS.filter(lambda text: text and "<" not in text), negative=TEXTS)
def test_any_words_come_back(prompt: str, negative: str) -> None:
    style = Style(name="x", prompt=prompt, negative_prompt=negative.replace("<", ""))
    (found,) = styles_in_file(style_file([style]), DEFAULTS)
    assert (found.prompt, found.negative_prompt) == (prompt, style.negative_prompt.strip())


def test_a_file_written_on_windows_is_read() -> None:
    (style,) = styles_in_file("\ufeff[x]\r\nprompt = 'a'\r\n".encode(), DEFAULTS)
    assert style == Style(name="x", prompt="a")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe", "no file of styles"),
        (b"\x89PNG\r\n\x1a\n", "no file of styles"),
        (b"[x", "no file of styles"),
        (b"", "holds 0 styles"),
        (b"x = 1", "`x` is no style"),
        (b"[x]\ncolour = 'red'", "`x` is no style"),
        (b"[x]\nprompt = 1", "`x` is no style"),
        (b"[x]\noptions = 'a'", "`x` is no style"),
        (b"[x]\n[x.options]\nnothing = '1'", "`x` is no style"),
        (b"[x]\n[x.options]\nsteps = '99'", "`x` cannot be used: `steps` cannot be `99`"),
        (b"[x]", "`x` cannot be used: A style needs"),
        (b"['a/b']\nprompt = 'x'", "`a/b` cannot be used: A style's name"),
        (b"#" * (MAX_FILE_BYTES + 1), "64 kB is the most"),
        (b"\n".join(b"[s%d]\nprompt='x'" % n for n in range(51)), "holds 51 styles"),
        (b"x = " + b"[" * 30_000, "no file of styles"),
        (b"x." * 401 + b"y = 1", "no file of styles"),  # 32,000 would take half a minute
        (b"['x'" + b". 'x'" * 401 + b"]", "no file of styles"),
    ],
    ids=lambda value: value[:24] if isinstance(value, bytes) else "",
)
def test_what_is_no_file_of_styles_is_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(StyleError, match=words):
        styles_in_file(data, DEFAULTS)
