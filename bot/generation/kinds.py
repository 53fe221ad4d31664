"""Kinds of task: those of one kind take about as long as each other."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from bot.domain.generation import Generation
from bot.domain.request import ImageRequest


class Way(StrEnum):
    """How a task comes to its image."""

    TEXT = "text"
    SOURCE = "source"
    MASK = "mask"
    UPSCALE = "upscale"

    @classmethod
    def of(cls, request: ImageRequest) -> "Way":
        """Return the way of *request*."""
        if request.upscale is not None:
            return cls.UPSCALE
        if request.source is None:
            return cls.TEXT
        return cls.SOURCE if request.source.mask_sha256 is None else cls.MASK


@dataclass(frozen=True, slots=True)
class Kind:
    """What decides how long a task takes."""

    provider: str
    model: str
    steps: int  # that are painted
    size_px: int  # pixels of one image
    units: int
    is_hires: bool
    way: Way = Way.TEXT

    @classmethod
    def of(cls, generation: Generation) -> Self:
        """Return the kind of a generation's task."""
        request = generation.request
        width_px, height_px = request.final_size_px
        return cls(
            generation.provider,
            request.model,
            request.painted_steps,
            width_px * height_px,
            request.units,
            request.hires is not None,
            Way.of(request),
        )

    @classmethod
    def named(cls, provider: str, name: str) -> Self | None:
        """Return the kind of that *name*, or None if another version wrote it."""
        try:
            model, steps, size_px, units, is_hires, *way = json.loads(name)
            kind = cls(
                provider,
                str(model),
                int(steps),
                int(size_px),
                int(units),
                bool(is_hires),
                Way(*way or [Way.TEXT]),
            )
        except (ValueError, TypeError):
            return None
        return kind if kind.work > 0 else None

    @property
    def name(self) -> str:
        """How the database knows it among those of its provider."""
        # A text stands alone, as when there was no other way, so that nothing learnt is lost.
        way = [] if self.way is Way.TEXT else [self.way]
        return json.dumps([self.model, self.steps, self.size_px, self.units, self.is_hires, *way])

    @property
    def work(self) -> float:
        """How much there is to paint: pixels × steps × images."""
        return float(self.steps * self.size_px * self.units)
