"""The picture that a request paints over, and where it may change."""

from dataclasses import dataclass

from bot.studio.pictures import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """Where a source may change.

    Attributes:
        picture: White may change, black stays; of the same size as the source.
        blur_px: How soft its edge is, in pixels of the result.
        is_inverted: True if black may change.
        fill: What the place is painted from: 0 its surroundings, 1 itself, 2 noise, 3 nothing.
        padding_px: Only the masked place is painted, at the full size, with so much around it;
            None paints the whole picture.
    """

    picture: Picture
    blur_px: int
    is_inverted: bool
    fill: int
    padding_px: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The picture that is painted over.

    Attributes:
        strength: 0 leaves it as it is, 1 ignores it.
        resize_mode: 0 and 3 stretch it to the size asked for, 1 crops it, 2 fills the rest.
    """

    picture: Picture
    strength: float
    resize_mode: int = 0
    mask: Mask | None = None
