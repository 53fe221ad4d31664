"""Finished images of Ada's, and whoever presses a button under them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.generation import (
    Generation,
    MemberLimits,
    NewGeneration,
    Place,
    Rung,
    StoredImage,
)
from bot.domain.request import ImageRequest
from bot.replies.requesting.children import Children
from bot.services import Services
from tests.fakes.interaction import FakeInteraction, FakeUser
from tests.fakes.provider import FakeProvider, picture

MODEL = "dream.safetensors"
LIMITS = MemberLimits(daily_quota=100, waiting=100, running=4)
ADA, BEN = 7, 8


@dataclass
class House:
    """Ada's image, and whoever presses a button under it."""

    services: Services
    provider: FakeProvider

    @property
    def children(self) -> Children:
        return self.services.children

    async def image(
        self,
        size: tuple[int, int] = (64, 48),
        *,
        images: int = 2,
        server_id: int = 10,
        is_private: bool = False,
        **fields: Any,
    ) -> Generation:
        """Deliver images to Ada."""
        request = ImageRequest(
            **{"prompt": "a fox", "model": MODEL, "seed": 40, "batch_size": images, **fields}
        )
        place = Place(
            member_id=ADA,
            server_id=server_id,
            channel_id=20,
            interaction_id=1,
            application_id=30,
            is_private=is_private,
        )
        new = NewGeneration(request=request, place=place, provider="fake", style="ink", weight=3.0)
        store, now = self.services.generations, self.services.time.now()
        generation = (await store.admit(new, LIMITS, now)).generation
        claimed = await store.claim(
            "fake",
            self.services.settings.work.instance,
            now + timedelta(minutes=5),
            now,
            running_per_member=9,
            running_per_server=9,
            room=8,
        )
        assert isinstance(claimed, Generation)
        await store.started(generation.id, "task", None, now)
        stored = [await self._stored(generation, index, size) for index in range(images)]
        assert await store.ready(generation.id, stored, now) is not None
        assert await store.delivered(generation.id, Rung.TOKEN, now)
        return await self.row(generation.id)

    async def _stored(
        self, generation: Generation, index: int, size: tuple[int, int]
    ) -> StoredImage:
        data = picture(*size)
        return StoredImage(
            index=index,
            seed=generation.request.image_seed(index),
            path=await self.services.image_files.write(generation.id, index, data, "image/png"),
            content_type="image/png",
            width_px=size[0],
            height_px=size[1],
            size_bytes=len(data),
            sha256="0" * 64,
        )

    async def row(self, generation_id: int) -> Generation:
        row = await self.services.generations.get(generation_id)
        assert row is not None
        return row

    async def asked(self, interaction: FakeInteraction, new: NewGeneration) -> Generation:
        """Ask for a child, and read its row."""
        await self.services.asking.ask(interaction, new, begun_at_s=0)  # type: ignore[arg-type] # a stand-in
        found = await self.services.listings.find_by_message(555)
        assert found is not None
        return found


def press(member_id: int = BEN, guild_id: int | None = 10, channel_id: int = 21) -> Any:
    return FakeInteraction(user=FakeUser(member_id), guild_id=guild_id, channel_id=channel_id)
