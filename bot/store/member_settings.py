"""What members have chosen for themselves: one row each, read with every request of theirs."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.member_settings import NO_SETTINGS, MemberSettings
from bot.store.database import Database
from bot.store.member_schema import member_settings
from bot.store.writer import MEMBER_PATIENCE_S

_MOST_KNOWN = 4_096  # members whose settings stay in memory

GET = select(
    member_settings.c.options, member_settings.c.quick, member_settings.c.is_private
).where(member_settings.c.member_id == bindparam("member_id"))

_Change = Callable[[MemberSettings], MemberSettings]


class MemberSettingsStore:
    """Reads and changes settings; each change is one transaction, so that none undoes another.

    What was read or written stays in memory, which spares most requests the read: one process
    answers the members, and it alone changes these rows.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: OrderedDict[int, MemberSettings] = OrderedDict()
        self._changes = 0

    async def get(self, member_id: int) -> MemberSettings:
        """Return what a member has chosen, or that it is nothing.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        known = self._known.get(member_id)
        if known is not None:
            self._known.move_to_end(member_id)
            return known
        changes = self._changes
        found = await self._database.read(lambda connection: _get(connection, member_id))
        if changes == self._changes:  # else a change may have come after the read
            self._keep(member_id, found)
        return found

    async def set_option(
        self, member_id: int, name: str, value: str | None, now: datetime
    ) -> MemberSettings:
        """Choose a default by its option's name, None for the server's; return all of them.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def change(settings: MemberSettings) -> MemberSettings:
            return replace(settings, options=_with(settings.options, name, value))

        return await self._change(member_id, change, now)

    async def set_private(
        self, member_id: int, now: datetime, *, is_private: bool
    ) -> MemberSettings:
        """Choose whether answers are private where the command does not say; return all.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._change(
            member_id, lambda settings: replace(settings, is_private=is_private), now
        )

    async def set_quick(self, member_id: int, quick: Mapping[str, str], now: datetime) -> None:
        """Remember the last choices of `/quick`.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        await self._change(member_id, lambda settings: replace(settings, quick=dict(quick)), now)

    async def reset(self, member_id: int, now: datetime) -> MemberSettings:
        """Forget all defaults; the choices of `/quick` stay.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._change(
            member_id, lambda settings: replace(NO_SETTINGS, quick=settings.quick), now
        )

    def forget(self, member_id: int) -> None:
        """Read the row anew the next time: others have changed it."""
        self._changes += 1
        self._known.pop(member_id, None)

    async def _change(self, member_id: int, change: _Change, now: datetime) -> MemberSettings:
        def job(connection: Connection) -> MemberSettings:
            changed = change(_get(connection, member_id))
            values = {
                "options": dict(changed.options),
                "quick": dict(changed.quick),
                "is_private": changed.is_private,
                "changed_at": now,
            }
            insert = upsert(member_settings).values(member_id=member_id, **values)
            connection.execute(
                insert.on_conflict_do_update(index_elements=["member_id"], set_=values)
            )
            return changed

        self.forget(member_id)
        changed = await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)
        self.forget(member_id)
        return changed

    def _keep(self, member_id: int, settings: MemberSettings) -> None:
        self._known[member_id] = settings
        while len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)


def _get(connection: Connection, member_id: int) -> MemberSettings:
    row = connection.execute(GET, {"member_id": member_id}).one_or_none()
    if row is None:
        return NO_SETTINGS
    return MemberSettings(options=row.options, quick=row.quick, is_private=row.is_private)


def _with(options: Mapping[str, str], name: str, value: str | None) -> Mapping[str, str]:
    others = {key: text for key, text in options.items() if key != name}
    return others if value is None else {**others, name: value}
