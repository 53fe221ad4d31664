"""Fills a database with a history: delivered generations of many members, or of one."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.request import ImageRequest

_MEMBERS = 1_000
_MODEL = "benchmark.safetensors"
_PROMPT = (
    "a lighthouse on a cliff above the stormy sea at dusk, warm light in its window, gulls, "
    "heavy clouds, oil painting, broad brush strokes, {kind}"
)
_RARE = 5_000  # one in so many prompts holds the rare word
_BACKLOG = "INSERT INTO word_backlog (below_id) VALUES (?)"
_ROW = (
    "INSERT INTO generations (id, status, provider, model, request, units, origin, member_id, "
    "server_id, channel_id, interaction_id, application_id, message_id, is_private, "
    "attachment_size_limit_bytes, locale, turn, task_id, rung, created_at, changed_at, "
    "submitted_at, ready_at, finished_at) VALUES (?, 'delivered', 'benchmark', "
    "'benchmark.safetensors', ?, 1, 'imagine', ?, 1, 2, 3, 4, ?, 0, 10000000, 'en-US', 0, ?, "
    "'token', ?, ?, ?, ?, ?)"
)
_IMAGE = (
    "INSERT INTO images (generation_id, image_index, seed, path, content_type, width_px, "
    "height_px, size_bytes, sha256, is_extra) VALUES (?, 0, 1, ?, 'image/png', 512, 512, 400000, "
    "'0000000000000000000000000000000000000000000000000000000000000000', 0)"
)
_ENTRY = (
    "INSERT INTO ledger (generation_id, kind, units, member_id, server_id, model, day, booked_at) "
    "VALUES (?, 'reserve', 1, ?, 1, 'benchmark.safetensors', ?, ?)"
)
_SUMS = (
    "INSERT INTO spent_totals (server_id, scope, scope_id, period, units, cost_micros) "
    "SELECT server_id, ?, CASE ? WHEN 'member' THEN member_id ELSE 0 END, substr(day, 1, ?), "
    "sum(units), 0 FROM ledger GROUP BY 1, 3, 4"
)


def fill(file: Path, count: int, members: int = _MEMBERS) -> None:
    """Write *count* delivered generations, one a minute until now, each with image and units.

    Their words are not written, as before the version that writes them.
    """
    newest = datetime.now(UTC)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany(_ROW, _rows(count, newest, members))
        connection.executemany(_IMAGE, ((n, f"images/{n}.png") for n in range(1, count + 1)))
        connection.executemany(_ENTRY, _entries(count, newest, members))
        for scope in ("member", "server"):
            connection.executemany(_SUMS, [(scope, scope, length) for length in (7, 10)])
        connection.execute(_BACKLOG, (count + 1,))


def _rows(count: int, newest: datetime, members: int) -> Iterator[tuple[Any, ...]]:
    for number in range(1, count + 1):
        at = _written(newest - timedelta(minutes=count - number))
        member_id = 1 + number % members
        yield (number, _request(number), member_id, number, f"task-{number}", at, at, at, at, at)


def _entries(count: int, newest: datetime, members: int) -> Iterator[tuple[Any, ...]]:
    for number in range(1, count + 1):
        at = newest - timedelta(minutes=count - number)
        yield (number, 1 + number % members, at.date().isoformat(), _written(at))


def _request(number: int) -> str:
    kind = "even" if number % 2 == 0 else "odd"
    if number % _RARE == 0:
        kind += " whale"
    prompt = _PROMPT.format(kind=kind)
    return json.dumps(ImageRequest(prompt=prompt, model=_MODEL, seed=1).model_dump(mode="json"))


def _written(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")
