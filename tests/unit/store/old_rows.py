"""Rows of any age, written without the steps that would have led to them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select

from bot.domain.generation import FINAL, Rung, Status
from bot.store.database import Database
from bot.store.member_schema import favourites, prompt_words, reports
from bot.store.schema import generations, images, ledger, metadata, styles, usage_totals
from tests.unit.store.samples import MEMBER, MODEL, NOON, PROVIDER, SERVER

DATA = b"x" * 100
HASH = "ab" + "0" * 62


@dataclass(frozen=True, kw_only=True)
class Old:
    """A generation that is *days* old; its one image has a row and a file."""

    days: float
    server_id: int = SERVER
    status: Status = Status.DELIVERED
    finished_days: float | None = None  # as long ago; None: when it was made
    parent_id: int | None = None
    has_image: bool = True
    has_ledger: bool = True
    input_sha256: str | None = None
    input_as: str = "control_image"  # or image or mask

    @property
    def created_at(self) -> datetime:
        return NOON - timedelta(days=self.days)

    @property
    def finished_at(self) -> datetime | None:
        if self.status not in FINAL:
            return None
        days = self.days if self.finished_days is None else self.finished_days
        return NOON - timedelta(days=days)

    def row(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "provider": PROVIDER,
            "model": MODEL,
            "request": {
                "prompt": "my secret cat",
                "negative_prompt": "my dog",
                "model": MODEL,
                "seed": 5,
                **self._inputs(),
            },
            "units": 1,
            "style": "my style",
            "origin": "imagine",
            "parent_id": self.parent_id,
            "member_id": MEMBER,
            "server_id": self.server_id,
            "channel_id": 9,
            "interaction_id": 11,
            "application_id": 12,
            "is_private": False,
            "attachment_size_limit_bytes": 10_000_000,
            "locale": "en-US",
            "turn": 0.0,
            "warning": "a warning about my cat",
            "reason": "no cats" if self.status is Status.FAILED else None,
            "rung": Rung.TOKEN if self.status is Status.DELIVERED else None,
            "created_at": self.created_at,
            "changed_at": self.created_at,
            "finished_at": self.finished_at,
        }

    def _inputs(self) -> dict[str, Any]:
        if self.input_sha256 is None:
            return {"control_units": []}
        if self.input_as == "control_image":
            unit = {"image_sha256": self.input_sha256, "model": "m", "preprocessor": "p"}
            return {"control_units": [unit]}
        if self.input_as == "image":
            return {"source": {"image_sha256": self.input_sha256, "strength": 0.5}}
        return {"source": {"image_sha256": "0" * 64, "mask_sha256": self.input_sha256}}


async def keep(database: Database, data_dir: Path | None, *wanted: Old) -> list[int]:
    """Write them in that order and return their ids; without *data_dir*, no files."""

    def job(connection: Connection) -> list[int]:
        ids: list[int] = []
        for old in wanted:
            statement = insert(generations).returning(generations.c.id)
            ids.append(connection.execute(statement, old.row()).scalar_one())
        pairs = list(zip(ids, wanted, strict=True))
        pictures = [_image(key) for key, old in pairs if old.has_image]
        entries = [_entry(key, old) for key, old in pairs if old.has_ledger]
        for table, rows in ((images, pictures), (ledger, entries)):
            if rows:
                connection.execute(insert(table), rows)
        return ids

    ids = await database.writer.write(job)
    if data_dir is not None:
        for key, old in zip(ids, wanted, strict=True):
            if old.has_image:
                await asyncio.to_thread(place, data_dir, f"images/0/{key}-0.png")
    return ids


def place(data_dir: Path, path: str) -> Path:
    """Put a file there."""
    target = data_dir / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(DATA)
    return target


async def keep_rest(database: Database, server_id: int = SERVER) -> None:
    """Write a style, a total and a report of that server."""
    style = {
        "owner_id": MEMBER,
        "server_id": server_id,
        "name": "noir",
        "prompt": "p",
        "negative_prompt": "",
        "options": {},
        "created_at": NOON,
    }
    total = {
        "server_id": server_id,
        "period": "all",
        "member_id": MEMBER,
        "model": MODEL,
        "units": 3,
    }

    report = {
        "server_id": server_id,
        "channel_id": 9,
        "message_id": server_id,
        "reporter_id": MEMBER,
        "author_id": MEMBER,
        "reason": "ugly",
        "created_at": NOON,
    }

    def job(connection: Connection) -> None:
        connection.execute(insert(styles), style)
        connection.execute(insert(usage_totals), total)
        connection.execute(insert(reports), report)

    await database.writer.write(job)


async def hang_on(database: Database, generation_id: int) -> None:
    """Write a favourite, a word and a report of a generation."""
    whose = {"member_id": MEMBER, "generation_id": generation_id, "server_id": SERVER}
    report = {
        "generation_id": generation_id,
        "server_id": SERVER,
        "channel_id": 9,
        "message_id": 77,
        "reporter_id": MEMBER,
        "author_id": MEMBER,
        "reason": "ugly",
        "created_at": NOON,
    }

    def job(connection: Connection) -> None:
        connection.execute(insert(favourites), {**whose, "created_at": NOON})
        connection.execute(insert(prompt_words), {**whose, "word": "cat"})
        connection.execute(insert(reports), report)

    await database.writer.write(job)


async def counts(database: Database) -> dict[str, int]:
    """Count the rows of each table that grows."""
    names = (
        *("generations", "images", "ledger", "styles", "usage_totals", "servers"),
        *("server_settings", "reports", "favourites", "prompt_words"),
    )

    def query(connection: Connection) -> dict[str, int]:
        return {
            name: connection.execute(
                select(func.count()).select_from(metadata.tables[name])
            ).scalar_one()
            for name in names
        }

    return await database.read(query)


async def ids_of(database: Database, table: str, column: str) -> Sequence[int]:
    """Read one column, in order."""
    found = metadata.tables[table].c[column]
    return await database.read(
        lambda connection: connection.execute(select(found).order_by(found)).scalars().all()
    )


def _image(generation_id: int) -> dict[str, Any]:
    return {
        "generation_id": generation_id,
        "image_index": 0,
        "seed": 5,
        "path": f"images/0/{generation_id}-0.png",
        "content_type": "image/png",
        "width_px": 512,
        "height_px": 512,
        "size_bytes": len(DATA),
        "sha256": "0" * 64,
        "is_extra": False,
    }


def _entry(generation_id: int, old: Old) -> dict[str, Any]:
    return {
        "generation_id": generation_id,
        "kind": "reserve",
        "units": 1,
        "member_id": MEMBER,
        "server_id": old.server_id,
        "model": MODEL,
        "day": old.created_at.date(),
        "booked_at": old.created_at,
    }
