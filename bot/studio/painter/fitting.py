"""Bringing a picture to the size asked for: stretched, cropped, or with the rest filled."""

from PIL import Image, ImageFilter, ImageOps

_CROP = 1
_FILL = 2
_HOW = Image.Resampling.LANCZOS


def fitted(image: Image.Image, size_px: tuple[int, int], resize_mode: int) -> Image.Image:
    """Return *image* at *size_px* (width, height), as ``Source.resize_mode`` says."""
    if image.size == size_px:
        return image
    if resize_mode == _CROP:
        return ImageOps.fit(image, size_px, _HOW)
    if resize_mode == _FILL:
        inside = ImageOps.contain(image, size_px, _HOW)
        whole = ImageOps.fit(image, size_px, _HOW)
        soft = whole.filter(ImageFilter.GaussianBlur(min(size_px) / 16))
        left, top = (size_px[0] - inside.width) // 2, (size_px[1] - inside.height) // 2
        soft.paste(inside, (left, top))
        return soft
    return image.resize(size_px, _HOW)


def upright(image: Image.Image) -> Image.Image:
    """Return an opaque RGB picture, turned as the camera meant it; what is clear becomes white."""
    turned = ImageOps.exif_transpose(image)
    if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
        clear = turned.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(paper, clear).convert("RGB")
    if turned.mode.startswith("I") or turned.mode == "F":
        return ImageOps.autocontrast(turned.convert("F").convert("L")).convert("RGB")
    return turned.convert("RGB")
