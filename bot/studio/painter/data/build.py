# ruff: noqa: PLR2004 - the thresholds are looked up nowhere else, and named by what they cut
"""Make the painter's data (font, colours, lexicon) from three npm packages; not used at run time.

Unpack ``@fontsource/noto-emoji`` 5, ``emojibase-data`` 17 and ``emoji-datasource-google`` 16 (each
with ``npm pack``) into three folders and run, with fonttools, brotli, numpy and Pillow at hand:

    python build.py FONT_FOLDER EMOJIBASE_FOLDER IMAGES_FOLDER

The font is cut to the nouns that matter, and sequences (astronaut) move to private code points,
so that no shaping engine is needed. The colours are small thumbnails of the colour emoji with one
palette for all: they tint the outlines and are never shown as they are.
"""

import json
import sys
from pathlib import Path
from typing import Any  # the packages' JSON and fonttools' tables are untyped

import numpy as np
from fontTools import subset
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).parent
CHOICE: dict[str, Any] = json.loads((HERE / "choice.json").read_text("utf-8"))
TILE_PX = 44
SHEET_TILE_PX = 66
PRIVATE_START = 0xF0000
COVER_PX = 88
EVERYTHING_SUBGROUPS = {*range(34, 49), 50, 51, 52, 54, 55, 56, 60, 62, 63, 67, 68, 70, 72, 79, 81}
KINDS = {
    "air": {56},
    "water": {38, 55},
    "plant": {40, 41},
    "building": {51, 52, 50},
    "person": {22, 23, 24, 25, 26, 27, 28},
    "vehicle": {54},
    "table": {42, 43, 44, 45, 46, 47, 48, 63, 67, 68, 70, 72, 79, 81},
    "animal": {34, 35, 36, 37, 39},
}


def kind_of(entry: dict[str, Any]) -> str:
    """Return where a subject belongs (air, water, plant, building, person, vehicle, table)."""
    for kind, labels in CHOICE["kinds"].items():
        if entry["label"] in labels:
            return str(kind)
    return next((kind for kind, groups in KINDS.items() if entry["subgroup"] in groups), "object")


def chosen(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the emoji that stand for a thing one could paint."""
    return [
        entry
        for entry in entries
        if "subgroup" in entry
        and entry["label"] not in CHOICE["dropped"]
        and (entry["label"] in CHOICE["picked"] or entry["subgroup"] in EVERYTHING_SUBGROUPS)
    ]


def ligatures(font: TTFont) -> dict[tuple[str, ...], str]:
    """Return the glyph that stands for each sequence of glyphs."""
    found = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            inner = getattr(table, "ExtSubTable", table)
            for first, following in getattr(inner, "ligatures", {}).items():
                for ligature in following:
                    found[first, *ligature.Component] = ligature.LigGlyph
    return found


def glyph_of(font: TTFont, sequences: dict[tuple[str, ...], str], hexcode: str) -> str | None:
    """Return the name of the glyph of an emoji, or None if the font does not have it."""
    cmap = font.getBestCmap()
    codes = [int(code, 16) for code in hexcode.split("-")]
    names = [cmap.get(code) for code in codes if code != 0xFE0F]
    if None in names:
        return None
    return names[0] if len(names) == 1 else sequences.get(tuple(str(name) for name in names))


def cut_font(folder: Path, entries: list[dict[str, Any]]) -> dict[str, int]:
    """Write the font with one code point an emoji; return the code point by hexcode."""
    font = TTFont(folder / "files" / "noto-emoji-emoji-300-normal.woff2")
    sequences = ligatures(font)
    codes: dict[str, int] = {}
    mapping: dict[int, str] = {}
    for entry in entries:
        glyph = glyph_of(font, sequences, entry["hexcode"])
        if glyph is not None:
            codes[entry["hexcode"]] = PRIVATE_START + len(codes)
            mapping[codes[entry["hexcode"]]] = glyph
    for table in font["cmap"].tables:
        if table.format == 12:
            table.cmap = mapping
    font["cmap"].tables = [table for table in font["cmap"].tables if table.format == 12]
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = False
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(mapping))
    cutter.subset(font)
    font.flavor = None
    font.save(HERE / "noto-emoji.ttf")
    return codes


def _blurred(layer: np.ndarray, radius_px: float) -> np.ndarray:
    image = Image.fromarray((layer * 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius_px)), np.float32) / 255


def cover_of(font: ImageFont.FreeTypeFont, code: int, open_: np.ndarray | None) -> np.ndarray:
    """Return where a thing is, lines and what they enclose, on its box; open places stay open."""
    side = COVER_PX * 2
    sheet = Image.new("L", (side * 2, side * 2))
    ImageDraw.Draw(sheet).text((side, side), chr(code), font=font, fill=255, anchor="mm")
    ink = sheet.crop(sheet.getbbox()).resize((side, side))
    padded = Image.new("L", (side + 2, side + 2))
    padded.paste(ink.point(lambda value: 255 * (value > 50)), (1, 1))
    ImageDraw.floodfill(padded, (0, 0), 128)
    inside = padded.point(lambda value: 255 * (value != 128)).filter(ImageFilter.MinFilter(5))
    cover = np.asarray(inside.crop((1, 1, side + 1, side + 1)).resize((COVER_PX, COVER_PX))) > 127
    if open_ is not None:
        wide = np.asarray(Image.fromarray(open_).resize((COVER_PX, COVER_PX)))
        if wide[cover].mean() < 0.3:
            cover = cover & ~wide
    return cover


def spread(tile: Image.Image) -> tuple[Image.Image, np.ndarray]:
    """Return a tile's colours on its own box without a fringe at its edge, and where it is open."""
    box = tile.getchannel("A").point(lambda value: 255 * (value > 60)).getbbox() or (0, 0, 1, 1)
    tile = tile.crop(box).resize((TILE_PX, TILE_PX), Image.Resampling.BICUBIC)
    pixels = np.asarray(tile, np.float32) / 255
    alpha = (pixels[..., 3:] > 0.85).astype(np.float32)
    colour = pixels[..., :3] * alpha
    for radius in (1.5, 3, 6, 12, 40):
        wide = [_blurred(layer, radius) for layer in (*np.moveaxis(colour, 2, 0), alpha[..., 0])]
        reach = wide[3][..., None]
        filled = np.stack(wide[:3], 2) / np.maximum(reach, 1e-4)
        take = (alpha < 0.5) & (reach > 0.02)
        colour = np.where(take, filled, colour)
        alpha = np.where(take, 1.0, alpha).astype(np.float32)
    grown = tile.getchannel("A").filter(ImageFilter.MaxFilter(5))
    return Image.fromarray((np.clip(colour, 0, 1) * 255).astype(np.uint8)), np.asarray(grown) < 90


def write_colours(folder: Path, hexcodes: list[str], people: set[str]) -> set[str]:
    """Write the thumbnails (indexes into one palette of 256) in the order of *hexcodes*."""
    sheet = Image.open(folder / "img" / "google" / "sheets-clean" / "64.png").convert("RGBA")
    places = {}
    for entry in json.loads((folder / "emoji.json").read_text("utf-8")):
        if entry.get("has_img_google"):
            # People get a skin colour in the middle of the range, not the toy-like yellow.
            skinned = entry.get("skin_variations", {}).get("1F3FC", entry)
            places[entry["unified"].replace("-FE0F", "")] = skinned["sheet_x"], skinned["sheet_y"]
    wide = Image.new("RGB", (TILE_PX, TILE_PX * len(hexcodes)), "#9a8f84")
    missing = set()
    covers = np.zeros((len(hexcodes), COVER_PX, COVER_PX), bool)
    font = ImageFont.truetype(HERE / "noto-emoji.ttf", COVER_PX * 2)
    for index, hexcode in enumerate(hexcodes):
        place = places.get(hexcode.replace("-FE0F", ""))
        if place is None:
            missing.add(hexcode)
            covers[index] = cover_of(font, PRIVATE_START + index, None)
            continue
        left, top = (1 + SHEET_TILE_PX * value for value in place)
        tile = sheet.crop((left, top, left + 64, top + 64))
        colours, open_ = spread(tile)
        fits = None if hexcode in people else open_
        covers[index] = cover_of(font, PRIVATE_START + index, fits)
        if hexcode in people:
            # The two fonts draw faces differently; only the broad colours fit.
            colours = colours.filter(ImageFilter.GaussianBlur(3.4))
        wide.paste(colours, (0, TILE_PX * index))
    flat = wide.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = np.array(flat.getpalette(), np.uint8).reshape(-1, 3)
    tiles = np.asarray(flat, np.uint8).reshape(len(hexcodes), TILE_PX, TILE_PX)
    np.savez_compressed(
        HERE / "colours.npz", tiles=tiles, palette=palette, covers=np.packbits(covers)
    )
    return missing


def words_of(entries: list[dict[str, Any]]) -> dict[str, int]:
    """Return the best emoji (its index) of every word: labels first, then tags that few share."""
    best: dict[str, tuple[int, int]] = {}
    tags: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        label = entry["label"].lower()
        last = label.split()[-1]
        for word, rank in ((label, 0), (last, 1)):
            if word.isascii() and len(word) > 2:
                best[word] = min(best.get(word, (9, 0)), (rank, index))
        for tag in entry.get("tags", []):
            if tag.isascii() and tag.isalpha() and len(tag) > 2:
                tags.setdefault(tag, []).append(index)
    for tag, indexes in tags.items():
        if len(indexes) <= 3:
            best.setdefault(tag, (2, indexes[0]))
    return {word: index for word, (_rank, index) in sorted(best.items())}


def symbol_of(hexcode: str) -> str:
    """Return the character of an emoji, a space for those that are sequences."""
    plain = hexcode.removesuffix("-FE0F")
    return " " if "-" in plain else chr(int(plain, 16))


def main(font_folder: Path, emojibase: Path, images: Path) -> None:
    """Write the three files beside this script."""
    entries = chosen(json.loads((emojibase / "en" / "data.json").read_text("utf-8")))
    codes = cut_font(font_folder, entries)
    entries = [entry for entry in entries if entry["hexcode"] in codes]
    people = {entry["hexcode"] for entry in entries if entry["group"] == 1}
    missing = write_colours(images, [entry["hexcode"] for entry in entries], people)
    lexicon = {
        "labels": [entry["label"] for entry in entries],
        "kinds": [kind_of(entry) for entry in entries],
        "plain": [index for index, entry in enumerate(entries) if entry["hexcode"] in missing],
        "words": words_of(entries),
        "symbols": "".join(symbol_of(entry["hexcode"]) for entry in entries),
    }
    text = json.dumps(lexicon, separators=(",", ":"), ensure_ascii=True)
    (HERE / "lexicon.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
