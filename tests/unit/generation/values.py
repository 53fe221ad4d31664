"""Values that the tests of this folder share."""

from datetime import UTC, datetime

from bot.domain.generation import Generation, NewGeneration, Origin, Place, Status
from bot.domain.request import ImageRequest

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def request(**fields: object) -> ImageRequest:
    return ImageRequest.model_validate(
        {"prompt": "a lighthouse", "model": "dream.safetensors", "seed": 7} | fields
    )


def place(member_id: int = 1, server_id: int = 10) -> Place:
    return Place(
        member_id=member_id,
        server_id=server_id,
        channel_id=100,
        interaction_id=1_000,
        application_id=2_000,
        token="secret",
    )


def new(
    image_request: ImageRequest | None = None, *, member_id: int = 1, server_id: int = 10
) -> NewGeneration:
    return NewGeneration(
        request=image_request or request(),
        place=place(member_id, server_id),
        provider="fake",
    )


def generation(generation_id: int = 1, **fields: object) -> Generation:
    image_request = request(**fields)
    return Generation(
        id=generation_id,
        status=Status.RUNNING,
        request=image_request,
        place=place(),
        provider="fake",
        style=None,
        origin=Origin.IMAGINE,
        parent_id=None,
        task_id=f"task-{generation_id}",
        units=image_request.units,
        created_at=NOW,
        submitted_at=NOW,
        ready_at=None,
        finished_at=None,
        reason=None,
        warning=None,
        rung=None,
    )
