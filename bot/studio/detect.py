"""What a ControlNet preprocessor would see, drawn with Pillow.

Rough likenesses: they show which picture a unit was given and which preprocessor was chosen. The
painter itself is not led by them.
"""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageFilter, ImageOps

from bot.studio.messages import DetectJob

_CROP = 1
_FILL = 2
_EDGE_THRESHOLD = 40
_MIDDLE = 128


def detect(job: DetectJob) -> Image.Image:
    """Return the preprocessor's picture at the size of the results."""
    with Image.open(BytesIO(job.image)) as opened:
        source = ImageOps.exif_transpose(opened).convert("RGB")
    return _preprocessor(job.module)(_fitted(source, job))


def _fitted(image: Image.Image, job: DetectJob) -> Image.Image:
    size_px = (job.width_px, job.height_px)
    if job.resize_mode == _CROP:
        return ImageOps.fit(image, size_px)
    if job.resize_mode == _FILL:
        return ImageOps.pad(image, size_px)
    return image.resize(size_px)


def _preprocessor(module: str) -> Callable[[Image.Image], Image.Image]:
    for start, draw in _BY_START:
        if module.startswith(start):
            return draw
    return _unchanged


def _unchanged(image: Image.Image) -> Image.Image:
    return image


def _edges(image: Image.Image) -> Image.Image:
    edges = image.convert("L").filter(ImageFilter.FIND_EDGES)
    return edges.point(lambda value: 255 if value > _EDGE_THRESHOLD else 0)


def _soft_edges(image: Image.Image) -> Image.Image:
    return image.convert("L").filter(ImageFilter.GaussianBlur(2)).filter(ImageFilter.FIND_EDGES)


def _lines(image: Image.Image) -> Image.Image:
    return ImageOps.invert(_soft_edges(image))


def _depth(image: Image.Image) -> Image.Image:
    return ImageOps.autocontrast(image.convert("L").filter(ImageFilter.GaussianBlur(6)))


def _normals(image: Image.Image) -> Image.Image:
    grey = image.convert("L")
    across = grey.filter(ImageFilter.Kernel((3, 3), (-1, 0, 1, -2, 0, 2, -1, 0, 1), 4, _MIDDLE))
    down = grey.filter(ImageFilter.Kernel((3, 3), (-1, -2, -1, 0, 0, 0, 1, 2, 1), 4, _MIDDLE))
    return Image.merge("RGB", (across, down, Image.new("L", grey.size, 255)))


def _threshold(image: Image.Image) -> Image.Image:
    return image.convert("L").point(lambda value: 255 if value > _MIDDLE else 0)


def _regions(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(4)).quantize(8).convert("RGB")


# First match wins, so that the longer of two names with one beginning stands first.
_BY_START: tuple[tuple[str, Callable[[Image.Image], Image.Image]], ...] = (
    ("canny", _edges),
    ("mlsd", _edges),
    ("depth", _depth),
    ("hed", _soft_edges),
    ("pidinet", _soft_edges),
    ("scribble", _edges),
    ("lineart", _lines),
    ("normal", _normals),
    ("threshold", _threshold),
    ("invert", ImageOps.invert),
    ("segmentation", _regions),
    ("oneformer", _regions),
    ("color", _regions),
)
