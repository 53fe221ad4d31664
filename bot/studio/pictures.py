"""Pictures that clients send: base64 in, files out that can surely be painted over."""

import base64
import binascii
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from bot.studio.refusals import Reason, Refused

_FORMATS = ("PNG", "JPEG", "WEBP")
_PIXELS_MAX = 16_000_000
_BYTES_MAX = 10 * (1 << 20)
_TEXT_MAX = 8192
_ORIENTATION = 0x0112
_TURNED = frozenset({5, 6, 7, 8})


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A whole PNG, JPEG or WebP file that was unpacked once without trouble.

    Attributes:
        content: The file.
        width_px: As it is looked at, so after the camera's turning of it.
        height_px: The same.
        parameters: The PNG text of that name, cut at a sensible length.
    """

    content: bytes = field(repr=False)
    width_px: int
    height_px: int
    parameters: str = field(default="", repr=False)

    @property
    def size_text(self) -> str:
        """Width and height for a message."""
        return f"{self.width_px}x{self.height_px}"


def decoded_picture(text: str, name: str) -> Picture:
    """Return the picture in *text*, base64 with or without a ``data:`` prefix; use a thread.

    The head of the file is read first: a picture that claims to be huge is not unpacked.

    Raises:
        Refused: It is no PNG, JPEG or WebP, is damaged, or too big; *name* names the field.
    """
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(Reason.BAD_BODY, f"{name}: invalid base64") from None
    if len(content) > _BYTES_MAX:
        raise Refused(Reason.FILE_TOO_BIG, f"{name}: over 10 MB")
    try:
        return _unpacked(content, name)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(Reason.TOO_MANY_PIXELS, f"{name}: over 16 megapixels") from None
    except UnidentifiedImageError:
        raise Refused(Reason.NO_IMAGE, f"{name}: no PNG, JPEG or WebP") from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise Refused(Reason.NO_IMAGE, f"{name}: damaged image") from None


def _unpacked(content: bytes, name: str) -> Picture:
    with Image.open(BytesIO(content), formats=_FORMATS) as image:
        width_px, height_px = image.size
        if width_px * height_px > _PIXELS_MAX:
            raise Refused(
                Reason.TOO_MANY_PIXELS, f"{name}: {width_px}x{height_px} is over 16 megapixels"
            )
        image.load()
        if image.getexif().get(_ORIENTATION) in _TURNED:
            width_px, height_px = height_px, width_px
        parameters = image.info.get("parameters")
        return Picture(
            content=content,
            width_px=width_px,
            height_px=height_px,
            parameters=parameters[:_TEXT_MAX] if isinstance(parameters, str) else "",
        )


def opened(content: bytes) -> Image.Image:
    """Return the unpacked image in a file that ``decoded_picture`` took."""
    image = Image.open(BytesIO(content), formats=_FORMATS)
    image.load()
    return image
