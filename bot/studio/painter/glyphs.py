"""Outlines and colours of the emoji set's things, as masks and pictures of any size."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bot.studio.painter.pixels import Pixels, resized, smooth, soft_mask
from bot.studio.painter.vocabulary import DATA

_FIRST_CODE = 0xF0000
_COVER_PX = 88


@dataclass(frozen=True, slots=True)
class Glyph:
    """One thing, cut to its box.

    Attributes:
        cover: 1 where the thing is, shape (height, width).
        lines: 1 on its drawn lines.
        colours: Its colours, shape (height, width, 3).
    """

    cover: Pixels
    lines: Pixels
    colours: Pixels


@dataclass(frozen=True, slots=True)
class _Tiles:
    tiles: NDArray[np.uint8]
    palette: NDArray[np.uint8]
    covers: NDArray[np.uint8]


@cache
def _tiles() -> _Tiles:
    with np.load(DATA / "colours.npz") as data:
        tiles = data["tiles"]
        covers = np.unpackbits(data["covers"]).reshape(len(tiles), _COVER_PX, _COVER_PX)
        return _Tiles(tiles, data["palette"], covers)


@cache
def _font_bytes() -> bytes:
    return (DATA / "noto-emoji.ttf").read_bytes()


def glyph(index: int, height_px: int, *, has_colours: bool) -> Glyph:
    """Return the thing at place *index* of the lexicon in an em box of *height_px* (at least 8)."""
    size = max(8, height_px)
    font = ImageFont.truetype(BytesIO(_font_bytes()), size, layout_engine=ImageFont.Layout.BASIC)
    ink = _drawn(font, chr(_FIRST_CODE + index), size)
    ink = ink.crop(ink.getbbox() or (0, 0, size, size))
    shape = (ink.height, ink.width)
    tiles = _tiles()
    tile = tiles.palette[tiles.tiles[index]].astype(np.float32) / 255
    inked = np.asarray(ink, np.float32) / 255
    inner = resized(tiles.covers[index].astype(np.float32), shape)
    cover = np.maximum(inked, smooth(0.3, 0.7, inner))
    if not has_colours:
        tile = np.full_like(tile, 0.66)
    # Wide areas of ink are colour in the drawing; only thin ones are lines.
    wide = smooth(0.8, 0.97, soft_mask(ink, size * 0.013))
    wide = np.clip(_grown(wide, size * 0.013) * 3, 0, 1)
    return Glyph(cover, inked * (1 - wide), np.clip(resized(tile, shape), 0, 1))


def _grown(mask: Pixels, radius_px: float) -> Pixels:
    return soft_mask(Image.fromarray((mask * 255).astype(np.uint8)), radius_px)


def _drawn(font: ImageFont.FreeTypeFont, character: str, size: int) -> Image.Image:
    mask = Image.new("L", (size * 3 // 2, size * 3 // 2))
    ImageDraw.Draw(mask).text(
        (size * 3 // 4, size * 3 // 4), character, font=font, fill=255, anchor="mm"
    )
    return mask
