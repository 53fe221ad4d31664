"""The checks of a picture that a request is made from: what Discord says of it, then its bytes."""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from bot.domain.image_header import ImageHeader, image_header
from bot.domain.request import OutputFormat
from bot.domain.sizes import Size
from bot.errors import InvalidRequest
from bot.texts import gettext as _

# What the service takes; whether its megapixel is the larger one no page says.
MAX_SIZE_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 16_000_000
_ORIENTATION = 0x0112  # of EXIF: how a camera was held
_TURNS: Mapping[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_QUALITY = 95
# The classes themselves: Image.open would warn about a large header, which is refused before.
_READERS: dict[OutputFormat, type[ImageFile]] = {
    OutputFormat.PNG: PngImageFile,
    OutputFormat.JPEG: JpegImageFile,
    OutputFormat.WEBP: WebPImageFile,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InputImage:
    """A checked picture, upright; ``name`` is what its file is called."""

    name: str
    data: bytes = field(repr=False)
    header: ImageHeader
    sha256: str

    @property
    def size(self) -> Size:
        """Width and height as a person sees them."""
        return Size(self.header.width_px, self.header.height_px)


def check_attachment(
    option: str, name: str, size_bytes: int, width_px: int | None, height_px: int | None
) -> None:
    """Check what Discord says of an attachment, before its bytes are fetched.

    Raises:
        InvalidRequest: More than 10 MB or 16 megapixels; names *option*.
    """
    if size_bytes > MAX_SIZE_BYTES:
        raise InvalidRequest(option, name, _("a picture is at most 10 MB large"))
    if width_px and height_px:
        _check_pixels(option, width_px, height_px)


def check_input_image(option: str, name: str, data: bytes) -> InputImage:
    """Check the bytes of the picture *name*; decodes them, so call it in a thread.

    What a camera held sideways is turned upright, for not every service looks at that.

    Raises:
        InvalidRequest: Not a PNG, JPEG or WebP whatever its name, too large, or damaged; names
            *option*.
    """
    check_attachment(option, name, len(data), None, None)
    header = image_header(data)
    if header is None:
        raise InvalidRequest(option, name, _("it must be a PNG, JPEG or WebP image"))
    _check_pixels(option, header.width_px, header.height_px)
    turned = _decoded(option, name, data, header)
    if turned is not None:
        data, header = turned, image_header(turned) or header
    return InputImage(name=name, data=data, header=header, sha256=hashlib.sha256(data).hexdigest())


def check_mask(image: InputImage, mask: InputImage) -> None:
    """Check that a mask lies over its image.

    Raises:
        InvalidRequest: It has another size; names both.
    """
    if mask.size != image.size:
        raise InvalidRequest(
            "mask",
            mask.name,
            _("it is {mask} pixels and the image {image}: they must have the same size").format(
                mask=mask.size.label, image=image.size.label
            ),
        )


def _decoded(option: str, name: str, data: bytes, header: ImageHeader) -> bytes | None:
    """Decode it as a whole; return it upright if it is not."""
    damaged = InvalidRequest(option, name, _("the image is damaged"))
    try:
        with _READERS[header.format](BytesIO(data)) as image:
            # A second header further on could claim more pixels than the one that was checked.
            if image.size != (header.width_px, header.height_px):
                raise damaged
            image.load()
            return _turned(image)
    except (SyntaxError, OSError, ValueError) as error:
        raise damaged from error


def _turned(image: Image.Image) -> bytes | None:
    turn = _TURNS.get(_orientation(image))
    if turn is None:
        return None
    out = BytesIO()
    # Whatever it was: to write so many pixels as a PNG takes longer than Discord waits.
    image.convert("RGB").transpose(turn).save(out, "JPEG", quality=_QUALITY, exif=b"")
    return out.getvalue()


def _orientation(image: Image.Image) -> object:
    try:
        return image.getexif().get(_ORIENTATION)
    except (SyntaxError, OSError, ValueError, TypeError, struct.error):
        return None  # damaged EXIF says nothing, and the picture is whole


def _check_pixels(option: str, width_px: int, height_px: int) -> None:
    if width_px * height_px > MAX_PIXELS:
        raise InvalidRequest(
            option,
            f"{width_px}x{height_px}",
            _("a picture has at most 16 megapixels, such as 4000x4000"),
        )
