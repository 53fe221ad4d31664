"""A prompt understood: the values that the parser makes and the composer paints."""

from dataclasses import dataclass

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How one subject stands to another: over, under, on, in, left, right, front or behind."""

    name: str
    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One thing to be painted, *count* times.

    Attributes:
        label: As the lexicon calls it.
        kind: Where it belongs: air, water, plant, building, person, vehicle, table, animal, object.
        colour: What the prompt bound to it, or None for its own colours.
        scale: Factor on its natural size.
    """

    label: str
    kind: str
    count: int = 1
    colour: Colour | None = None
    scale: float = 1.0
    relation: Relation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The whole picture.

    Attributes:
        biome: The place, or None for an abstract piece.
        time: day, dawn, sunset, dusk or night.
        weathers: rain, storm, snowfall, fog, cloudy, clear, aurora, rainbow, moon, sun, stars, …
        style: A post-filter's name, or None.
        tints: Colours that no subject took.
        words: What is left of the prompt, for abstract palettes.
    """

    subjects: tuple[Subject, ...]
    biome: str | None
    time: str
    weathers: frozenset[str]
    style: str | None
    tints: tuple[Colour, ...]
    words: tuple[str, ...]
