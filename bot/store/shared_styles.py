"""Styles that a server's members share: shown, asked for, and let in by its moderators."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, literal_column, select, update

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.styles import Sharing, Style, content_sha256, folded
from bot.errors import StyleError
from bot.store.database import Database
from bot.store.moderation_log import note
from bot.store.schema import styles
from bot.store.styles import style_from_row, styles_of, unknown_style
from bot.store.writer import MEMBER_PATIENCE_S
from bot.texts import gettext as _

MOST_SHARED = 200  # of one server

_in_server = styles.c.server_id == bindparam("server_id")
# As a literal, since the partial index is found by it alone.
_not_own = styles.c.sharing != literal_column("'own'")
_as = styles.c.sharing == bindparam("sharing")
LIST = (
    select(styles)
    .where(_in_server, _not_own, _as)
    .order_by(styles.c.name)
    .limit(bindparam("limit"))
)
NAMED = select(styles).where(_in_server, _not_own, _as, styles.c.name == bindparam("name")).limit(1)
RIVAL = (
    select(styles.c.id)
    .where(_in_server, _not_own, styles.c.name == bindparam("name"))
    .where(styles.c.owner_id != bindparam("owner_id"))
    .where(styles.c.sharing.in_([Sharing.PENDING, Sharing.SHARED]))
    .limit(1)
)
MINE = select(styles).where(
    _in_server, styles.c.owner_id == bindparam("owner_id"), styles.c.name == bindparam("name")
)
BY_ID = select(styles).where(styles.c.id == bindparam("style_id"))
WAITING = BY_ID.where(_in_server, styles.c.sharing == literal_column(f"'{Sharing.PENDING}'"))
MOVE = (
    update(styles)
    .where(styles.c.id == bindparam("style_id"))
    .where(styles.c.sharing.in_(bindparam("expected", expanding=True)))
    .values(sharing=bindparam("new_sharing"), changed_at=bindparam("now"))
    .returning(styles)
)


class SharedStyles:
    """What members of one server have given to all of it, or wish to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, server_id: int, sharing: Sharing = Sharing.SHARED) -> Sequence[Style]:
        """Return those of a server, by name; with ``PENDING`` those that wait for a decision."""
        values = {"server_id": server_id, "sharing": sharing, "limit": MOST_SHARED}
        return await styles_of(self._database, LIST, values)

    async def get(self, server_id: int, name: str) -> Style | None:
        """Return the shared style of that name, however it is written."""
        values = {
            "server_id": server_id,
            "sharing": Sharing.SHARED,
            "name": folded(name),
        }
        found = await styles_of(self._database, NAMED, values)
        return found[0] if found else None

    async def waiting(self, style_id: int, server_id: int) -> Style | None:
        """Return a style that waits for the moderators of that server; no other's."""
        found = await styles_of(
            self._database, WAITING, {"style_id": style_id, "server_id": server_id}
        )
        return found[0] if found else None

    async def share(
        self,
        owner_id: int,
        server_id: int,
        name: str,
        sharing: Sharing,
        now: datetime,
        *,
        by: int | None = None,
    ) -> Style:
        """Share a member's style, or ask for it, or (with ``OWN``) take it back.

        *by* is the moderator who does it in the owner's place, for the log.

        Raises:
            StyleError: The member has none of that name, another shares one of it, or the server
                has as many shared ones as it may.
        """
        key = {
            "owner_id": owner_id,
            "server_id": server_id,
            "name": folded(name),
        }

        def job(connection: Connection) -> Style:
            style = _share(connection, key, sharing, now)
            if by is not None:
                note(connection, _entry(style, server_id, now, by, "taken_back"))
            return style

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def decide(
        self,
        style_id: int,
        server_id: int,
        seen: str,
        now: datetime,
        *,
        is_let_in: bool,
        by: int | None = None,
    ) -> Style:
        """Let a style in that waits, or refuse it; the first decision counts.

        Args:
            style_id: Which.
            server_id: Whose moderator decides.
            seen: How the hash of what was shown to the moderator begins.
            now: When.
            is_let_in: What was decided.
            by: Which moderator decides, for the log.

        Raises:
            StyleError: It does not wait any more, has changed since, or is another server's.
        """
        new = Sharing.SHARED if is_let_in else Sharing.OWN

        def job(connection: Connection) -> Style:
            row = connection.execute(BY_ID, {"style_id": style_id}).mappings().one_or_none()
            if row is None or row["server_id"] != server_id:
                raise _decided()
            if not content_sha256(style_from_row(row)).startswith(seen):
                raise StyleError(
                    _("This style has changed since; `/style pending` shows it as it is now.")
                )
            moved = _move(connection, style_id, [Sharing.PENDING], new, now)
            if moved is None:
                raise _decided()
            decision = "let_in" if is_let_in else "refused"
            note(connection, _entry(moved, server_id, now, by, decision))
            return moved

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)


def _entry(style: Style, server_id: int, now: datetime, by: int | None, decision: str) -> LogEntry:
    return LogEntry(
        server_id=server_id,
        at=now,
        action=Action.STYLE_DECIDED,
        actor_id=by,
        member_id=style.owner_id,
        where="style",
        values={"style": style.name, "decision": decision},
    )


def _share(
    connection: Connection, key: Mapping[str, object], sharing: Sharing, now: datetime
) -> Style:
    row = connection.execute(MINE, key).mappings().one_or_none()
    if row is None:
        raise unknown_style(str(key["name"]))
    if sharing is not Sharing.OWN:
        if connection.execute(RIVAL, key).first() is not None:
            raise StyleError(
                _("This server already shares a style named `{name}`: rename yours first.").format(
                    name=key["name"]
                )
            )
        limit = {"sharing": Sharing.SHARED, "limit": MOST_SHARED, **key}
        if len(connection.execute(LIST, limit).all()) >= MOST_SHARED:
            raise StyleError(_("This server shares as many styles as it may."))
    moved = _move(connection, row["id"], list(Sharing), sharing, now)
    if moved is None:
        raise unknown_style(str(key["name"]))
    return moved


def _move(
    connection: Connection,
    style_id: int,
    expected: Sequence[Sharing],
    new: Sharing,
    now: datetime,
) -> Style | None:
    values = {"style_id": style_id, "expected": list(expected), "new_sharing": new, "now": now}
    row = connection.execute(MOVE, values).mappings().one_or_none()
    return None if row is None else style_from_row(row)


def _decided() -> StyleError:
    return StyleError(_("This style does not wait for a decision any more."))
