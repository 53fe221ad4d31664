"""Looking back: a member's finished generations, or favourites, page by page, by words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.domain.generation import Generation
from bot.store.database import Database
from bot.store.past_statements import Form, page, stretch
from bot.store.rows import with_images

NEWEST = 2**63 - 1  # looking back from here, everything is older


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a member looks through: all of one server, or of everywhere if that is None."""

    member_id: int
    server_id: int | None = None
    is_favourites: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Some generations, newest first, and from where on there may be more beyond them."""

    generations: Sequence[Generation]
    goes_on_from: int | None = None


class Past:
    """Reads by keyset, so that the thousandth page costs what the first one does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def older(self, wanted: Wanted, before_id: int, limit: int) -> Found:
        """Return the next ones older than *before_id*.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._look(wanted, _form(wanted), before_id, limit)

    async def newer(self, wanted: Wanted, after_id: int, limit: int) -> Found:
        """Return the next ones newer than *after_id*.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        form = replace(_form(wanted), is_newer=True)
        found = await self._look(wanted, form, after_id, limit)
        return replace(found, generations=found.generations[::-1])

    async def _look(self, wanted: Wanted, form: Form, from_id: int, limit: int) -> Found:
        def query(connection: Connection) -> Found:
            values = _values(wanted, wanted.words) | {"from_id": from_id, "limit": limit + 1}
            words, end_id = _driven(connection, form, wanted, values)
            last = NEWEST if form.is_newer else 0
            values |= _values(wanted, words) | {"end_id": last if end_id is None else end_id}
            rows = connection.execute(page(form), values).mappings().all()
            found = with_images(connection, rows[:limit])
            if len(rows) > limit:
                return Found(generations=found, goes_on_from=found[-1].id)
            return Found(generations=found, goes_on_from=end_id)

        return await self._database.read(query)


def _driven(
    connection: Connection, form: Form, wanted: Wanted, values: dict[str, object]
) -> tuple[Sequence[str], int | None]:
    """Return the words, the rarest first, and where the stretch to look through ends."""
    if form.is_favourites:
        return wanted.words, connection.execute(stretch(form), values).scalar_one_or_none()
    ends: dict[str, int | None] = {}
    for word in wanted.words:
        values["word_0"] = word
        ends[word] = connection.execute(stretch(form), values).scalar_one_or_none()
        if ends[word] is None:  # so rare that all of it is looked through
            break
    if not ends:
        return (), None
    # Of the others, that whose stretch reaches farthest.
    reach = {word: (end is None, end or 0) for word, end in ends.items()}
    if not form.is_newer:
        reach = {word: (is_all, -end) for word, (is_all, end) in reach.items()}
    rarest = max(reach, key=lambda word: reach[word])
    others = [word for word in wanted.words if word != rarest]
    return [rarest, *others], ends[rarest]


def _form(wanted: Wanted) -> Form:
    return Form(
        is_favourites=wanted.is_favourites,
        is_of_one_server=wanted.server_id is not None,
        words=len(wanted.words),
    )


def _values(wanted: Wanted, words: Sequence[str]) -> dict[str, object]:
    named = {f"word_{number}": word for number, word in enumerate(words)}
    return {"member_id": wanted.member_id, "server_id": wanted.server_id, **named}
