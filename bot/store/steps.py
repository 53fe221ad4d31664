"""The steps of a generation: each one compare-and-set, so that two cannot both take it.

What a step gives back is booked in the same transaction, by the one who won it. A step of the
work names its owner: another process may have taken the generation over, and be at the same step.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, or_, select, update

from bot.domain.generation import FINAL, Cancelled, Generation, Rung, Status, StoredImage
from bot.store.flows import put_back
from bot.store.ledger import refund, settle
from bot.store.review_rows import withdraw
from bot.store.rows import generation_from, insert_images
from bot.store.schema import generations
from bot.store.withdrawal import leave
from bot.store.words import write_words

STEP = (
    update(generations)
    .where(generations.c.id == bindparam("generation_id"))
    .where(generations.c.status.in_(bindparam("expected", expanding=True)))
)
OWN_STEP = STEP.where(
    or_(generations.c.owner.is_(None), generations.c.owner == bindparam("own_name"))
)

_UNSPENT = frozenset({Status.QUEUED, Status.IN_REVIEW})

CANCELLED_UNTOLD = select(generations.c.id).where(
    generations.c.id == bindparam("generation_id"),
    generations.c.status == Status.CANCELLED,
    generations.c.rung.is_(None),
)


def requeue(
    connection: Connection, generation_id: int, now: datetime, owner: str | None = None
) -> bool:
    """Submitting becomes queued again, at its old turn; its server gets back what it paid."""
    row = step(
        connection,
        generation_id,
        {Status.SUBMITTING},
        now,
        own_name=owner,
        status=Status.QUEUED,
        owner=None,
        lease_until=None,
    )
    if row is not None:
        put_back(connection, row)
    return row is not None


def started(
    connection: Connection,
    generation_id: int,
    task_id: str,
    warning: str | None,
    now: datetime,
    owner: str | None = None,
) -> bool:
    """Submitting becomes running, under the provider's *task_id*."""
    return _is_taken(
        connection,
        generation_id,
        {Status.SUBMITTING},
        now,
        own_name=owner,
        status=Status.RUNNING,
        task_id=task_id,
        warning=warning,
        submitted_at=now,
    )


def ready(
    connection: Connection,
    generation_id: int,
    stored: Sequence[StoredImage],
    now: datetime,
    owner: str | None = None,
) -> Generation | None:
    """Running becomes ready: images are written, units of those that did not come given back."""
    values: dict[str, object] = {"status": Status.READY, "ready_at": now}
    row = step(connection, generation_id, {Status.RUNNING}, now, own_name=owner, **values)
    if row is None:
        return None
    insert_images(connection, generation_id, stored)
    used = sum(not image.is_extra for image in stored)
    settle(connection, generation_id, used, now)
    return generation_from(row, sorted(stored, key=lambda image: image.index))


def delivered(
    connection: Connection,
    generation_id: int,
    rung: Rung,
    now: datetime,
    owner: str | None = None,
) -> bool:
    """Ready becomes delivered, which is final, and is found by the words of its prompt."""
    values: dict[str, object] = {"status": Status.DELIVERED, "rung": rung, "finished_at": now}
    row = step(connection, generation_id, {Status.READY}, now, own_name=owner, **values)
    if row is not None:
        write_words(connection, [row])
    return row is not None


def ended(
    connection: Connection,
    generation_id: int,
    status: Status,
    reason: str | None,
    now: datetime,
    expected: Iterable[Status],
    owner: str | None = None,
) -> bool:
    """End without images: *status* is failed or rejected, and every unit is given back."""
    values: dict[str, object] = {"status": status, "reason": reason, "finished_at": now}
    possible = set(expected) - FINAL  # what is final stays
    row = None
    if Status.QUEUED in possible:
        row = step(connection, generation_id, {Status.QUEUED}, now, own_name=owner, **values)
        if row is not None:
            leave(connection, row)
    others = possible - {Status.QUEUED}
    if row is None and others:
        row = step(connection, generation_id, others, now, own_name=owner, **values)
    if row is not None:
        refund(connection, generation_id, now)
    return row is not None


def cancel(connection: Connection, generation_id: int, now: datetime) -> Cancelled | None:
    """End by the member's wish; None: too late, or there is no such generation.

    What waited costs nothing. What the service has, or may have, counts: it is made and charged
    for there all the same. ``never_taken`` gives back what turns out not to be there.
    """
    for was in (Status.QUEUED, Status.RUNNING, Status.SUBMITTING, Status.IN_REVIEW):
        row = step(connection, generation_id, {was}, now, status=Status.CANCELLED, finished_at=now)
        if row is None:
            continue
        units_back = 0
        if was is Status.QUEUED:
            leave(connection, row)
        if was in _UNSPENT:
            units_back = refund(connection, generation_id, now)
        if was is Status.IN_REVIEW:
            withdraw(connection, generation_id, now)
        return Cancelled(generation=generation_from(row), was=was, units_back=units_back)
    return None


def never_taken(connection: Connection, generation_id: int, now: datetime) -> int:
    """Give back the units of what was cancelled during a submit that then failed; return them."""
    values = {"generation_id": generation_id}
    if connection.execute(CANCELLED_UNTOLD, values).first() is None:
        return 0
    return refund(connection, generation_id, now)


def _is_taken(
    connection: Connection,
    generation_id: int,
    expected: Iterable[Status],
    now: datetime,
    *,
    own_name: str | None,
    **values: object,
) -> bool:
    row = step(connection, generation_id, expected, now, own_name=own_name, **values)
    return row is not None


def step(
    connection: Connection,
    generation_id: int,
    expected: Iterable[Status],
    now: datetime,
    *,
    own_name: str | None = None,
    **values: object,
) -> RowMapping | None:
    """Take one step, from one of *expected*; None: another has taken it.

    With *own_name* only where nobody else is the owner.
    """
    step = STEP if own_name is None else OWN_STEP
    whose = {} if own_name is None else {"own_name": own_name}
    return (
        connection.execute(
            step.values(changed_at=now, **values).returning(generations),
            {"generation_id": generation_id, "expected": list(expected), **whose},
        )
        .mappings()
        .one_or_none()
    )
