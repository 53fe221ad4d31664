"""Rows into values and back: the only place that knows both."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, insert, select

from bot.domain.generation import (
    Generation,
    NewGeneration,
    Origin,
    Place,
    Rung,
    Status,
    StoredImage,
)
from bot.domain.moderation.verdicts import Verdict
from bot.domain.salvage import stored_request
from bot.store.column_types import Review
from bot.store.schema import images

_PLACE = (
    "member_id",
    "server_id",
    "channel_id",
    "parent_channel_id",
    "is_age_restricted",
    "interaction_id",
    "application_id",
    "token",
    "message_id",
    "is_private",
    "attachment_size_limit_bytes",
    "locale",
)
NEW_COLUMNS = (
    *("status", "provider", "model", "request", "units", "style", "origin", "parent_id"),
    *("parent_index", "turn", "work", "weight", "cost_micros", "created_at", "changed_at"),
    *_PLACE,
    *("prompt_review", "image_review", "ruling"),
)
_IMAGE = (
    "seed",
    "path",
    "content_type",
    "width_px",
    "height_px",
    "size_bytes",
    "sha256",
    "is_extra",
    "nsfw_confidence",
    "classifier_score",
    "pdq",
)
_MOST_IDS = 1_000  # at once: SQLite takes 32,766 in a statement, and as much may be unfinished
_INSERT_IMAGES = insert(images)
IMAGES_OF = (
    select(images)
    .where(images.c.generation_id.in_(bindparam("ids", expanding=True)))
    .order_by(images.c.generation_id, images.c.image_index)
)


def new_row(new: NewGeneration, turn: float, work: float, now: datetime) -> Mapping[str, object]:
    """Return the row that admission writes: a value for each of ``NEW_COLUMNS``."""
    is_reviewed = new.decision.verdict is Verdict.REVIEW
    return {
        "status": Status.IN_REVIEW if is_reviewed else Status.QUEUED,
        "prompt_review": Review.WAITING if is_reviewed else Review.NONE,
        "image_review": Review.WAITING if new.is_image_reviewed else Review.NONE,
        "ruling": new.decision.rule if is_reviewed else None,
        "provider": new.provider,
        "model": new.request.model,
        "request": new.request.model_dump(mode="json"),
        "units": new.request.units,
        "style": new.style,
        "origin": new.origin,
        "parent_id": new.parent_id,
        "parent_index": new.parent_index,
        "turn": turn,
        "work": work,
        "weight": new.weight,
        "cost_micros": new.cost_micros,
        "created_at": now,
        "changed_at": now,
        **{name: getattr(new.place, name) for name in _PLACE},
    }


def generation_from(row: RowMapping, stored: Iterable[StoredImage] = ()) -> Generation:
    """Return the value of a row of ``generations``."""
    request, is_whole = stored_request(row["request"], row["model"])
    return Generation(
        id=row["id"],
        status=Status(row["status"]),
        request=request,
        place=Place(**{name: row[name] for name in _PLACE}),
        provider=row["provider"],
        style=row["style"],
        origin=Origin(row["origin"]),
        parent_id=row["parent_id"],
        task_id=row["task_id"],
        units=row["units"],
        created_at=row["created_at"],
        submitted_at=row["submitted_at"],
        ready_at=row["ready_at"],
        finished_at=row["finished_at"],
        reason=row["reason"],
        warning=row["warning"],
        rung=Rung(row["rung"]) if row["rung"] is not None else None,
        images=tuple(stored),
        is_damaged=not is_whole,
        weight=row["weight"],
        parent_index=row["parent_index"],
        ruling=row["ruling"],
        is_image_reviewed=row["image_review"] == Review.WAITING,
        is_image_approved=row["image_review"] == Review.APPROVED,
        is_prompt_edited=row["is_prompt_edited"],
        deleted_at=row["deleted_at"],
    )


def with_images(connection: Connection, rows: Sequence[RowMapping]) -> Sequence[Generation]:
    """Return the generations of *rows*, in their order, each with its images."""
    stored: dict[int, list[StoredImage]] = {row["id"]: [] for row in rows}
    ids = list(stored)
    for first in range(0, len(ids), _MOST_IDS):
        values = {"ids": ids[first : first + _MOST_IDS]}
        for image in connection.execute(IMAGES_OF, values).mappings():
            stored[image["generation_id"]].append(_image_from(image))
    return [generation_from(row, stored[row["id"]]) for row in rows]


def insert_images(
    connection: Connection, generation_id: int, stored: Sequence[StoredImage]
) -> None:
    """Write the images of a generation; there may be none."""
    rows = [
        {
            "generation_id": generation_id,
            "image_index": image.index,
            **{name: getattr(image, name) for name in _IMAGE},
        }
        for image in stored
    ]
    if rows:
        connection.execute(_INSERT_IMAGES, rows)


def _image_from(row: RowMapping) -> StoredImage:
    return StoredImage(index=row["image_index"], **{name: row[name] for name in _IMAGE})
