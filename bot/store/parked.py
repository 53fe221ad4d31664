"""Requests that wait for a yes of their member, because of what they cost; for some minutes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, bindparam, delete, insert, literal_column, select

from bot.domain.generation import NewEntry, NewGeneration, Origin, Place
from bot.domain.request import ImageRequest
from bot.errors import NotAllowed
from bot.store.database import Database
from bot.store.fronts import MAX_STEP
from bot.store.quota_schema import parked_requests
from bot.store.writer import MEMBER_PATIENCE_S
from bot.texts import gettext as _

LIFETIME = timedelta(minutes=15)
_SECRET = frozenset({"token", "message_id"})  # of the interaction that is over by then
_PLAIN = ("provider", "style", "parent_id", "parent_index", "weight", "cost_micros")

GET = select(parked_requests.c.content).where(
    parked_requests.c.id == bindparam("of_id"),
    parked_requests.c.member_id == bindparam("of_member"),
    parked_requests.c.expires_at > bindparam("now"),
)
REMOVE = delete(parked_requests).where(
    parked_requests.c.id == bindparam("of_id"),
    parked_requests.c.member_id == bindparam("of_member"),
)
_id = parked_requests.c.id
DROP_OLD = delete(parked_requests).where(
    _id.in_(
        select(_id)
        .where(parked_requests.c.expires_at <= bindparam("now"))
        .order_by(parked_requests.c.expires_at)
        .limit(literal_column(str(MAX_STEP)))
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """A request as it was asked for; ``preview_of`` is the style's content that it pictures."""

    new: NewGeneration
    preview_of: str | None = None


class ParkedRequests:
    """Keeps them until they are made, left, or too old."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def park(self, parked: Parked, now: datetime) -> int:
        """Keep it, and return the id that its buttons name.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {
            "member_id": parked.new.place.member_id,
            "server_id": parked.new.place.server_id,
            "content": _content(parked),
            "expires_at": now + LIFETIME,
        }
        statement = insert(parked_requests).values(**values).returning(parked_requests.c.id)
        return await self._database.writer.write(
            lambda connection: int(connection.execute(statement).scalar_one()),
            patience_s=MEMBER_PATIENCE_S,
        )

    async def get(self, parked_id: int, member_id: int, now: datetime) -> Parked | None:
        """Return what that member has parked; None if there is none, or none any more.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"of_id": parked_id, "of_member": member_id, "now": now}

        def query(connection: Connection) -> Parked | None:
            content = connection.execute(GET, values).scalar_one_or_none()
            return _parked(content) if isinstance(content, dict) else None

        return await self._database.read(query)

    async def remove(self, parked_id: int, member_id: int) -> bool:
        """Forget it; False if it was not there.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {"of_id": parked_id, "of_member": member_id}
        return await self._database.writer.write(
            lambda connection: connection.execute(REMOVE, values).rowcount == 1,
            patience_s=MEMBER_PATIENCE_S,
        )


def take(connection: Connection, parked_id: int, member_id: int) -> None:
    """Remove what is being admitted, in the same transaction: so it is made once.

    Raises:
        NotAllowed: It was made or left already.
    """
    values = {"of_id": parked_id, "of_member": member_id}
    if connection.execute(REMOVE, values).rowcount == 0:
        raise not_parked()


def not_parked() -> NotAllowed:
    """Return the refusal for what does not wait any more."""
    return NotAllowed(
        _("This is not waiting any more: it was made or left already, or is older than 15 minutes.")
    )


def drop_old(connection: Connection, now: datetime) -> int:
    """Remove a step of those that are too old; return how many."""
    return connection.execute(DROP_OLD, {"now": now}).rowcount


def _content(parked: Parked) -> Mapping[str, Any]:
    new = parked.new
    place = asdict(new.place)
    return {
        **{name: getattr(new, name) for name in _PLAIN},
        "request": new.request.model_dump(mode="json"),
        "origin": new.origin,
        "notes": list(new.notes),
        "place": {name: place[name] for name in place if name not in _SECRET},
        "entry": None if new.entry is None else asdict(new.entry),
        "preview_of": parked.preview_of,
    }


def _parked(content: Mapping[str, Any]) -> Parked | None:  # Any: of JSON
    """Read it; None if an older version has written what this one cannot read."""
    values = dict(content)
    preview_of = values.pop("preview_of", None)
    place, entry, notes = values.pop("place"), values.pop("entry"), values.pop("notes")
    try:
        request = ImageRequest.model_validate(values.pop("request"))
    except ValidationError:
        return None
    new = NewGeneration(
        request=request,
        place=Place(**place),
        origin=Origin(str(values.pop("origin"))),
        notes=tuple(notes),
        entry=NewEntry(**entry) if entry is not None else None,
        **values,
    )
    return Parked(new=new, preview_of=preview_of)
