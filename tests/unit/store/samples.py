"""Requests, places and steps that the tests of the store begin with."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.domain.generation import (
    FINAL,
    Generation,
    MemberLimits,
    NewGeneration,
    Place,
    Rung,
    Status,
    StoredImage,
)
from bot.domain.moderation.asker import Asker
from bot.domain.request import ImageRequest
from bot.store.claims import NoRoom
from bot.store.generations import Generations

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
LIMITS = MemberLimits(daily_quota=10_000, waiting=10_000, running=4)
PROVIDER = "novita"
OWNER = "easel-1"
MEMBER = 80
SERVER = 7
MODEL = "model_a.safetensors"


def new(  # noqa: PLR0913 - each test changes one of them
    *,
    member_id: int = MEMBER,
    server_id: int = SERVER,
    units: int = 1,
    steps: int = 20,
    model: str = MODEL,
    provider: str = PROVIDER,
    weight: float = 1.0,
    cost_micros: int = 0,
    role_ids: frozenset[int] | None = None,
    channel_id: int = 9,
    parent_channel_id: int | None = None,
) -> NewGeneration:
    return NewGeneration(
        request=ImageRequest(prompt="a cat", model=model, seed=5, batch_size=units, steps=steps),
        place=Place(
            member_id=member_id,
            server_id=server_id,
            channel_id=channel_id,
            parent_channel_id=parent_channel_id,
            interaction_id=11,
            application_id=12,
            token="secret",
        ),
        provider=provider,
        weight=weight,
        asker=Asker(role_ids=role_ids),
        cost_micros=cost_micros,
    )


def image(index: int, *, is_extra: bool = False) -> StoredImage:
    return StoredImage(
        index=index,
        seed=5 + index,
        path=f"images/0/1-{index}.png",
        content_type="image/png",
        width_px=512,
        height_px=512,
        size_bytes=1000,
        sha256="0" * 64,
        is_extra=is_extra,
        nsfw_confidence=1.5,
    )


async def admit(
    generations: Generations, wanted: NewGeneration | None = None, now: datetime = NOON
) -> Generation:
    return (await generations.admit(wanted or new(), LIMITS, now)).generation


async def claim(
    generations: Generations,
    *,
    running_per_member: int = 1000,
    running_per_server: int = 1000,
    provider: str = PROVIDER,
) -> Generation | None:
    claimed = await generations.claim(
        provider,
        OWNER,
        LATER + timedelta(minutes=5),
        LATER,
        running_per_member=running_per_member,
        running_per_server=running_per_server,
        room=8,
    )
    assert not isinstance(claimed, NoRoom)
    return claimed


async def bring_to(generations: Generations, status: Status, *, units: int = 2) -> Generation:
    """Admit a generation and walk it to *status* by the steps that lead there."""
    generation = await admit(generations, new(units=units))
    for step in _way_to(status):
        await _take(generations, generation.id, step, units)
    return generation


def _way_to(status: Status) -> Iterable[Status]:
    if status in FINAL - {Status.DELIVERED}:
        return (status,)
    way = (Status.SUBMITTING, Status.RUNNING, Status.READY, Status.DELIVERED)
    return way[: way.index(status) + 1] if status in way else ()


async def _take(generations: Generations, generation_id: int, status: Status, units: int) -> None:
    match status:
        case Status.SUBMITTING:
            assert await claim(generations) is not None
        case Status.RUNNING:
            assert await generations.started(generation_id, "task", None, LATER)
        case Status.READY:
            images = [image(index) for index in range(units)]
            assert await generations.ready(generation_id, images, LATER) is not None
        case Status.DELIVERED:
            assert await generations.delivered(generation_id, Rung.TOKEN, LATER)
        case Status.FAILED:
            assert await generations.failed(generation_id, "no", LATER, {Status.QUEUED})
        case _:
            assert await generations.cancel(generation_id, LATER) is not None
