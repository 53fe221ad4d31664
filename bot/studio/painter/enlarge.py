"""Enlarging a picture that is there already."""

from PIL import Image, ImageFilter, ImageOps

from bot.studio.painter.fitting import upright

_HOW = Image.Resampling.LANCZOS


def enlarged(image: Image.Image, width_px: int, height_px: int, *, crops: bool) -> Image.Image:
    """Return *image* at exactly that size, its edges as crisp as before.

    What does not fit is cut off if *crops*, else the picture is stretched.
    """
    source = upright(image)
    size_px = (width_px, height_px)
    large = ImageOps.fit(source, size_px, _HOW) if crops else source.resize(size_px, _HOW)
    growth = max(width_px / source.width, height_px / source.height)
    if growth <= 1:
        return large
    return large.filter(ImageFilter.UnsharpMask(radius=growth * 0.6, percent=70, threshold=2))
