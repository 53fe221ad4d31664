"""What moderation asks, as fakes: a gate for images."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.generation import Generation, StoredImage
from bot.domain.moderation.verdicts import ALLOWED, Decision


@dataclass
class FakeGate:
    """Decides as it is told, after raising each of the errors once."""

    decision: Decision = ALLOWED
    errors: list[Exception] = field(default_factory=list)
    judged: list[int] = field(default_factory=list)

    async def judge(self, generation: Generation, images: Sequence[StoredImage]) -> Decision:
        assert images
        self.judged.append(generation.id)
        if self.errors:
            raise self.errors.pop(0)
        return self.decision
