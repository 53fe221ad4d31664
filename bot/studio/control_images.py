"""Input pictures of ControlNet units: base64 in, checked bytes out."""

import base64
import binascii
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from bot.studio.refusals import Reason, Refused

_FORMATS = ("PNG", "JPEG", "WEBP")
_PIXELS_MAX = 16_000_000
_BYTES_MAX = 10 * (1 << 20)


def decoded_image(text: str, field: str) -> bytes:
    """Return the image file in *text*, base64 with or without a ``data:`` prefix.

    Only the head of the file is read here: a picture that claims to be huge must not be unpacked.

    Raises:
        Refused: It is no PNG, JPEG or WebP, or too big; *field* names it in the message.
    """
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(Reason.BAD_BODY, f"{field}: invalid base64") from None
    if len(content) > _BYTES_MAX:
        raise Refused(Reason.OUT_OF_RANGE, f"{field}: over 10 MB")
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as image:
            width_px, height_px = image.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(Reason.OUT_OF_RANGE, f"{field}: over 16 megapixels") from None
    except (UnidentifiedImageError, OSError, ValueError):
        raise Refused(Reason.OUT_OF_RANGE, f"{field}: no PNG, JPEG or WebP") from None
    if width_px * height_px > _PIXELS_MAX:
        raise Refused(Reason.OUT_OF_RANGE, f"{field}: over 16 megapixels")
    return content
