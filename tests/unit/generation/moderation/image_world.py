"""What looks at images, on a real database and real files, with the classifier faked."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.domain.generation import NewGeneration, StoredImage
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.policy import ChannelRules, ServerPolicy
from bot.domain.moderation.words.starting_words import StartingWords
from bot.domain.request import ControlUnit, SourceImage
from bot.generation.moderation.examining import Examiner
from bot.generation.moderation.image_gate import Checks, ImageGate
from bot.generation.moderation.image_inputs import ImageInputs
from bot.generation.moderation.known_images import KnownImages
from bot.generation.moderation.policies import Policies
from bot.generation.moderation.prompt_stage import CompileWords
from bot.store.blocked_images import BlockedImages
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles
from bot.store.image_signs import ImageSigns
from bot.store.policies import PolicyStore
from bot.timing import SystemTime
from tests.fakes.classifier import FakeClassifier
from tests.fakes.empty_database import lay_empty_database
from tests.unit.generation.values import NOW, new, place, request

SERVER, CHANNEL, MEMBER, MODERATOR = 10, 100, 1, 900


def entry(action: Action = Action.RULES_CHANGED, server_id: int = SERVER) -> LogEntry:
    return LogEntry(server_id=server_id, at=NOW, action=action, actor_id=MODERATOR)


@dataclass(kw_only=True)
class ImageWorld:
    """What a test asks and moves."""

    database: Database
    files: ImageFiles
    policies: Policies
    store: PolicyStore
    classifier: FakeClassifier
    known: KnownImages
    generations: Generations
    checks: Checks = field(default_factory=Checks)

    def gate(self, checks: Checks | None = None) -> ImageGate:
        return ImageGate(
            policies=self.policies,
            examiner=Examiner(self.classifier, "finished"),
            known=self.known,
            files=self.files,
            signs=ImageSigns(self.database),
            checks=checks or self.checks,
        )

    def inputs(self, examiner: Examiner | None = None, budget_s: float = 60) -> ImageInputs:
        return ImageInputs(
            examiner or Examiner(self.classifier, "given"),
            self.known,
            self.files,
            known_within=self.checks.known_within,
            budget_s=budget_s,
        )

    async def choose(self, change: Callable[[ServerPolicy], ServerPolicy]) -> None:
        await self.store.change(SERVER, change, entry())
        self.policies.changed(SERVER)

    async def choose_channel(self, rules: ChannelRules) -> None:
        await self.store.change_channel(SERVER, CHANNEL, lambda _old: rules, entry())
        self.policies.changed(SERVER)

    async def stored(
        self, generation_id: int, *pictures: bytes, percent: float | None = None
    ) -> Sequence[StoredImage]:
        """Write the files of finished images."""
        return [
            StoredImage(
                index=index,
                seed=index,
                path=await self.files.write(generation_id, index, data, "image/png"),
                content_type="image/png",
                width_px=64,
                height_px=64,
                size_bytes=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                nsfw_confidence=percent,
            )
            for index, data in enumerate(pictures)
        ]

    async def over(self, picture: bytes, mask: bytes | None = None) -> NewGeneration:
        """Return a request that paints over *picture*."""
        sha256 = await self.files.write_input(picture)
        mask_sha256 = None if mask is None else await self.files.write_input(mask)
        source = SourceImage(image_sha256=sha256, mask_sha256=mask_sha256, strength=0.5)
        return new(request(source=source.model_dump()))

    async def steered_by(self, picture: bytes) -> NewGeneration:
        """Return a request with a ControlNet picture."""
        sha256 = await self.files.write_input(picture)
        unit = ControlUnit(model="canny.safetensors", preprocessor="canny", image_sha256=sha256)
        return new(request(control_units=[unit.model_dump()]))


def restricted(wanted: NewGeneration) -> NewGeneration:
    """Return the same request from where Discord asks for the age."""
    return replace(wanted, place=replace(place(), is_age_restricted=True))


@asynccontextmanager
async def open_images(folder: Path, *, has_classifier: bool = True) -> AsyncIterator[ImageWorld]:
    """Open it on *folder*."""
    await asyncio.to_thread(lay_empty_database, folder)
    database = await Database.open(f"sqlite:///{folder / 'easel.sqlite3'}", SystemTime())
    store = PolicyStore(database)
    try:
        yield ImageWorld(
            database=database,
            files=ImageFiles(folder),
            policies=Policies(store, CompileWords(StartingWords())),
            store=store,
            classifier=FakeClassifier(is_usable=has_classifier),
            known=KnownImages(BlockedImages(database)),
            generations=Generations(database),
        )
    finally:
        await database.close()
