"""Image files: format, and where they say what made them."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

_JPEG_QUALITY = 92
_WEBP_QUALITY = 90
_PREVIEW_QUALITY = 70
_PREVIEW_SIDE_PX = 384

# IPTC's digital source type: made by an algorithm without training data. The painter is no
# neural network and its pictures must not pass for a photograph or a trained model's work.
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    " Iptc4xmpExt:DigitalSourceType="
    '"http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"/>'
    "</rdf:RDF></x:xmpmeta>"
)


def write_image(image: Image.Image, path: Path, image_type: str, parameters: str) -> int:
    """Write *image* to *path* as ``png``, ``jpeg`` or ``webp`` and return its size in bytes.

    *parameters* becomes the PNG text of that name, as the field's tools write it. The file
    appears whole or not at all.
    """
    content = _encoded(image.convert("RGB"), image_type, parameters)
    part = path.with_suffix(path.suffix + ".part")
    part.write_bytes(content)
    part.replace(path)
    return len(content)


def preview_bytes(image: Image.Image) -> bytes:
    """Return a WebP of *image* with at most 384 pixels a side."""
    small = image.convert("RGB")
    small.thumbnail((_PREVIEW_SIDE_PX, _PREVIEW_SIDE_PX))
    out = BytesIO()
    small.save(out, "WEBP", quality=_PREVIEW_QUALITY, method=0)
    return out.getvalue()


def _encoded(image: Image.Image, image_type: str, parameters: str) -> bytes:
    out = BytesIO()
    match image_type:
        case "jpeg":
            image.save(out, "JPEG", quality=_JPEG_QUALITY, xmp=_XMP.encode())
        case "webp":
            image.save(out, "WEBP", quality=_WEBP_QUALITY, method=2, xmp=_XMP.encode())
        case _:
            info = PngInfo()
            if parameters:
                info.add_itxt("parameters", parameters)
            info.add_itxt("XML:com.adobe.xmp", _XMP)
            image.save(out, "PNG", pnginfo=info, compress_level=4)
    return out.getvalue()
