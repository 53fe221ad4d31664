"""The font of every picture that holds text: M PLUS 1p, cut to the scripts of our languages.

Its file holds Latin, Greek, Cyrillic, Vietnamese and Japanese (OFL 1.1, the licence lies beside
it). It is made of the files of the npm package ``@fontsource/m-plus-1p`` 5.3.0, regular weight:
their subsets merged into one with fontTools, without layout features and hints.
"""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

FONT_PATH = Path(__file__).parent / "data" / "m-plus-1p.ttf"
_MISSING = "□"


@cache
def font(size_px: int) -> ImageFont.FreeTypeFont:
    """Return the font at that size. Reads its file the first time: call it in a thread."""
    return ImageFont.truetype(FONT_PATH, size_px, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str) -> str:
    """Return *text* on one line, with a box for each run of signs that the font lacks."""
    known = _known()
    shown: list[str] = []
    for sign in " ".join(text.split()):
        if ord(sign) in known:
            shown.append(sign)
        elif not shown or shown[-1] != _MISSING:
            shown.append(_MISSING)
    return "".join(shown)


def fitted(text: str, size_px: int, width_px: float) -> str:
    """Return *text* as it can be drawn, cut with an ellipsis to *width_px* at that size."""
    shown, face = drawable(text), font(size_px)
    if face.getlength(shown) <= width_px:
        return shown
    low, high = 0, len(shown)
    while low < high:
        middle = (low + high + 1) // 2
        if face.getlength(shown[:middle].rstrip() + "…") <= width_px:
            low = middle
        else:
            high = middle - 1
    return shown[:low].rstrip() + "…"


@cache
def _known() -> frozenset[int]:
    with TTFont(FONT_PATH, lazy=True) as file:
        return frozenset(file.getBestCmap())
