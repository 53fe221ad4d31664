"""An announcer that remembers what a person would have seen."""

from dataclasses import dataclass, field

from bot.domain.generation import Generation, Rung
from bot.domain.moderation.reviews import Review
from bot.generation.announcer import ImageFile, Load, Progress


@dataclass
class FakeAnnouncer:
    """Delivers by *rung*, after raising each of the errors once."""

    rung: Rung = Rung.TOKEN
    delivery_errors: list[Exception] = field(default_factory=list)
    failure_errors: list[Exception] = field(default_factory=list)
    cancellation_errors: list[Exception] = field(default_factory=list)
    shown: list[tuple[int, Progress]] = field(default_factory=list)
    deliveries: list[tuple[Generation, tuple[ImageFile, ...]]] = field(default_factory=list)
    failures: list[tuple[int, str]] = field(default_factory=list)
    failed_values: list[Generation] = field(default_factory=list)
    cancellations: list[tuple[int, int]] = field(default_factory=list)
    rejection_errors: list[Exception] = field(default_factory=list)
    rejections: list[tuple[Generation, Review | None, int]] = field(default_factory=list)
    kept_ids: list[int] = field(default_factory=list)

    def progress(self, generation: Generation, progress: Progress) -> None:
        self.shown.append((generation.id, progress))

    async def deliver(self, generation: Generation, load: Load) -> Rung:
        images = tuple(await load())
        if self.delivery_errors:
            raise self.delivery_errors.pop(0)
        self.deliveries.append((generation, images))
        return self.rung

    async def failed(self, generation: Generation, text: str) -> Rung:
        if self.failure_errors:
            raise self.failure_errors.pop(0)
        self.failures.append((generation.id, text))
        self.failed_values.append(generation)
        return self.rung

    async def cancelled(self, generation: Generation, units_back: int) -> Rung:
        if self.cancellation_errors:
            raise self.cancellation_errors.pop(0)
        self.cancellations.append((generation.id, units_back))
        return self.rung

    async def rejected(
        self, generation: Generation, review: Review | None, units_back: int
    ) -> Rung:
        if self.rejection_errors:
            raise self.rejection_errors.pop(0)
        self.rejections.append((generation, review, units_back))
        return self.rung

    async def kept(self, generation: Generation) -> None:
        self.kept_ids.append(generation.id)

    def delivered_ids(self) -> list[int]:
        return [generation.id for generation, _images in self.deliveries]

    def text_of(self, generation_id: int) -> str:
        """The one sentence that the owner of the generation was told."""
        (text,) = [text for told_id, text in self.failures if told_id == generation_id]
        return text

    def progress_of(self, generation_id: int) -> list[Progress]:
        return [progress for shown_id, progress in self.shown if shown_id == generation_id]
