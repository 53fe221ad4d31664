"""The checks of a control image: what Discord says of it first, then its bytes."""

import hashlib
from dataclasses import dataclass, field
from io import BytesIO

from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from bot.domain.image_header import ImageHeader, image_header
from bot.domain.request import OutputFormat
from bot.errors import InvalidRequest
from bot.texts import gettext as _

MAX_SIZE_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 16 * 1024 * 1024
_OPTION = "control_image"
# The classes themselves: Image.open would warn about a large header, which is refused before.
_READERS: dict[OutputFormat, type[ImageFile]] = {
    OutputFormat.PNG: PngImageFile,
    OutputFormat.JPEG: JpegImageFile,
    OutputFormat.WEBP: WebPImageFile,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlImage:
    """A checked control image."""

    data: bytes = field(repr=False)
    header: ImageHeader
    sha256: str


def check_attachment(
    name: str, size_bytes: int, width_px: int | None, height_px: int | None
) -> None:
    """Check what Discord says of an attachment, before its bytes are fetched.

    Raises:
        InvalidRequest: More than 10 MB or 16 megapixels.
    """
    if size_bytes > MAX_SIZE_BYTES:
        raise InvalidRequest(_OPTION, name, _("a control image is at most 10 MB large"))
    if width_px and height_px:
        _check_pixels(width_px, height_px)


def check_control_image(name: str, data: bytes) -> ControlImage:
    """Check the bytes of the attachment *name*; decodes them, so call it in a thread.

    Raises:
        InvalidRequest: Not a PNG, JPEG or WebP whatever its name, too large, or damaged.
    """
    check_attachment(name, len(data), None, None)
    header = image_header(data)
    if header is None:
        raise InvalidRequest(_OPTION, name, _("it must be a PNG, JPEG or WebP image"))
    _check_pixels(header.width_px, header.height_px)
    _decode(name, data, header)
    return ControlImage(data=data, header=header, sha256=hashlib.sha256(data).hexdigest())


def _decode(name: str, data: bytes, header: ImageHeader) -> None:
    damaged = InvalidRequest(_OPTION, name, _("the image is damaged"))
    try:
        with _READERS[header.format](BytesIO(data)) as image:
            # A second header further on could claim more pixels than the one that was checked.
            if image.size != (header.width_px, header.height_px):
                raise damaged
            image.load()
    except (SyntaxError, OSError, ValueError) as error:
        raise damaged from error


def _check_pixels(width_px: int, height_px: int) -> None:
    if width_px * height_px > MAX_PIXELS:
        raise InvalidRequest(
            _OPTION,
            f"{width_px}x{height_px}",
            _("a control image has at most 16 megapixels, such as 4096x4096"),
        )
