"""Kinds of task: those of one kind take about as long as each other."""

import json
from dataclasses import dataclass
from typing import Self

from bot.domain.generation import Generation


@dataclass(frozen=True, slots=True)
class Kind:
    """What decides how long a task takes."""

    provider: str
    model: str
    steps: int
    size_px: int  # pixels of one image
    units: int
    is_hires: bool

    @classmethod
    def of(cls, generation: Generation) -> Self:
        """Return the kind of a generation's task."""
        request = generation.request
        width_px, height_px = request.final_size_px
        return cls(
            generation.provider,
            request.model,
            request.steps,
            width_px * height_px,
            request.units,
            request.hires is not None,
        )

    @classmethod
    def named(cls, provider: str, name: str) -> Self | None:
        """Return the kind of that *name*, or None if another version wrote it."""
        try:
            model, steps, size_px, units, is_hires = json.loads(name)
            kind = cls(provider, str(model), int(steps), int(size_px), int(units), bool(is_hires))
        except (ValueError, TypeError):
            return None
        return kind if kind.work > 0 else None

    @property
    def name(self) -> str:
        """How the database knows it among those of its provider."""
        return json.dumps([self.model, self.steps, self.size_px, self.units, self.is_hires])

    @property
    def work(self) -> float:
        """How much there is to paint: pixels × steps × images."""
        return float(self.steps * self.size_px * self.units)
