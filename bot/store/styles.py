"""The styles that members have saved."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from bot.domain.styles import Sharing, Style, folded, style_name
from bot.errors import StyleError
from bot.store.database import Database
from bot.store.schema import styles
from bot.store.writer import MEMBER_PATIENCE_S
from bot.texts import gettext as _
from bot.texts import shorten

MAX_STYLES = 50

_of_owner = (styles.c.server_id == bindparam("server_id")) & (
    styles.c.owner_id == bindparam("owner_id")
)
_by_name = styles.c.name == bindparam("name")
COUNT = select(func.count()).where(_of_owner)
LIST = select(styles).where(_of_owner).order_by(styles.c.name)
GET = select(styles).where(_of_owner, _by_name)
SEARCH = (
    select(styles)
    .where(_of_owner, styles.c.name.startswith(bindparam("prefix"), escape="\\"))
    .order_by(styles.c.name)
    .limit(bindparam("limit"))
)
DELETE = delete(styles).where(_of_owner, _by_name)
_INSERT = insert(styles)
EDIT = (
    update(styles)
    .where(
        styles.c.server_id == bindparam("of_server"),
        styles.c.owner_id == bindparam("of_owner"),
        styles.c.name == bindparam("old_name"),
    )
    .returning(styles)
)


class Styles:
    """A member's own styles in one server, by names that differ in more than case."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, owner_id: int, server_id: int, style: Style, now: datetime) -> Style:
        """Keep a new style and return it under the name it has got.

        Raises:
            StyleError: The name cannot be one, is taken, or there are ``MAX_STYLES`` already.
        """
        key = _key(owner_id, server_id, style_name(style.name))
        row = {
            **key,
            **_content(style),
            "created_at": now,
        }
        return await self._database.writer.write(
            lambda connection: _save(connection, key, row), patience_s=MEMBER_PATIENCE_S
        )

    async def edit(
        self, owner_id: int, server_id: int, old_name: str, style: Style, now: datetime
    ) -> Style:
        """Replace a style by *style*, also its name and how it is shared, and return it.

        Raises:
            StyleError: There is none of the old name, or another has the new one.
        """
        key = _key(owner_id, server_id, folded(old_name))
        values = {**_content(style), "name": style_name(style.name), "changed_at": now}
        return await self._database.writer.write(
            lambda connection: _edit(connection, key, values), patience_s=MEMBER_PATIENCE_S
        )

    async def list(self, owner_id: int, server_id: int) -> Sequence[Style]:
        """Return all styles of a member, by name."""
        return await styles_of(self._database, LIST, _key(owner_id, server_id))

    async def get(self, owner_id: int, server_id: int, name: str) -> Style | None:
        """Return the style of that name, however it is written."""
        found = await styles_of(self._database, GET, _key(owner_id, server_id, folded(name)))
        return found[0] if found else None

    async def search(
        self, owner_id: int, server_id: int, prefix: str, limit: int = 25
    ) -> Sequence[Style]:
        """Return styles whose name begins with *prefix*, by name."""
        pattern = folded(prefix)
        for sign in ("\\", "%", "_"):
            pattern = pattern.replace(sign, f"\\{sign}")
        return await styles_of(
            self._database, SEARCH, {**_key(owner_id, server_id), "prefix": pattern, "limit": limit}
        )

    async def delete(self, owner_id: int, server_id: int, name: str) -> None:
        """Forget a style.

        Raises:
            StyleError: There is none of that name.
        """
        key = _key(owner_id, server_id, folded(name))
        await self._database.writer.write(
            lambda connection: _delete(connection, key), patience_s=MEMBER_PATIENCE_S
        )


async def styles_of(
    database: Database, statement: Select[tuple[object, ...]], values: Mapping[str, object]
) -> Sequence[Style]:
    """Return what *statement* selects of ``styles``."""
    return await database.read(
        lambda connection: [
            style_from_row(row) for row in connection.execute(statement, values).mappings()
        ]
    )


def _content(style: Style) -> Mapping[str, object]:
    return {
        "prompt": style.prompt,
        "negative_prompt": style.negative_prompt,
        "options": dict(style.options),
        "sharing": style.sharing,
    }


def _save(connection: Connection, key: Mapping[str, object], row: Mapping[str, object]) -> Style:
    if connection.execute(GET, key).first() is not None:
        raise _taken(key["name"])
    if connection.execute(COUNT, key).scalar_one() >= MAX_STYLES:
        raise StyleError(
            _("You have {most} styles, which is the most: delete one first.").format(
                most=MAX_STYLES
            )
        )
    connection.execute(_INSERT, row)
    return style_from_row(connection.execute(GET, key).mappings().one())


def _edit(connection: Connection, key: Mapping[str, object], values: Mapping[str, object]) -> Style:
    other = {**key, "name": values["name"]}
    if other != key and connection.execute(GET, other).first() is not None:
        raise _taken(values["name"])
    where = {
        "of_server": key["server_id"],
        "of_owner": key["owner_id"],
        "old_name": key["name"],
    }
    row = connection.execute(EDIT.values(values), where).mappings().one_or_none()
    if row is None:
        raise unknown_style(str(key["name"]))
    return style_from_row(row)


def _delete(connection: Connection, key: Mapping[str, object]) -> None:
    if connection.execute(DELETE, key).rowcount == 0:
        raise unknown_style(str(key["name"]))


def _taken(name: object) -> StyleError:
    return StyleError(
        _("You already have a style named `{name}`: delete it first, or take another name.").format(
            name=name
        )
    )


def unknown_style(name: str) -> StyleError:
    """Say that the member has no style of that name."""
    return StyleError(_("You have no style named `{name}`.").format(name=shorten(name, 60)))


def _key(owner_id: int, server_id: int, name: str = "") -> Mapping[str, object]:
    return {"owner_id": owner_id, "server_id": server_id, "name": name}


def style_from_row(row: RowMapping) -> Style:
    """Return the value of a row of ``styles``."""
    return Style(
        name=row["name"],
        prompt=row["prompt"],
        negative_prompt=row["negative_prompt"],
        options=MappingProxyType(row["options"]),
        id=row["id"],
        owner_id=row["owner_id"],
        sharing=Sharing(row["sharing"]),
    )
