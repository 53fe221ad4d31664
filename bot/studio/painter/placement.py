"""The values of the layout: one copy of a subject, and the ground it is put on."""

from dataclasses import dataclass

from bot.studio.painter.scene import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One copy of a subject.

    Attributes:
        subject: Its place in the scene's list.
        x: Its middle, in widths from the left.
        foot: Its lower edge, in heights from the top.
        height: Of its box, in short sides.
        stands: True if it touches the floor (and throws a shadow or a reflection there).
        layer: What is painted first; equal ones by ``foot``.
    """

    subject: int
    label: str
    kind: str
    x: float
    foot: float
    height: float
    stands: bool
    is_mirrored: bool
    colour: Colour | None
    layer: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the layout must know of the picture: its floor, horizon and proportions."""

    floor: str
    horizon: float
    biome: str
    tall_units: float  # height in short sides
    wide_units: float  # width in short sides
