"""Lifting strikes and blocks, in the transaction of *connection*; what a block hid counts again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.moderation.blocks import Block, block_values
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.strikes import AppealStatus, Notice, Outcome, Strike, StrikeKind
from bot.store.block_rows import END, UNBLOCK, hidden, put, standing
from bot.store.moderation_log import note
from bot.store.strike_rows import active, change, entry, strike_rules


def lift(
    connection: Connection, found: Strike, moderator_id: int, now: datetime, action: Action
) -> Outcome:
    """Lift one, and the block that it has led to; an earlier block is in force again."""
    own = hidden(connection, found.server_id, found.member_id, now)
    lifted = _lift(connection, found, moderator_id, now, action)
    also: list[Strike] = []
    if found.kind is StrikeKind.STRIKE:
        also = [
            _lift(connection, one, moderator_id, now, Action.UNBLOCKED)
            for one in _led_to(connection, found, now)
        ]
    if StrikeKind.BLOCK in {one.kind for one in (found, *also)}:
        _restore(connection, lifted, moderator_id, own)
    return Outcome(strike=lifted, also=tuple(also))


def unblock(connection: Connection, member_id: int, by: LogEntry, now: datetime) -> bool:
    """End whatever keeps a member out, and lift the blocks of cases and rules behind it."""
    stood = standing(connection, by.server_id, member_id, now)
    connection.execute(UNBLOCK, {"of_server": by.server_id, "of_member": member_id})
    lifted = [
        one
        for one in active(connection, by.server_id, member_id, now)
        if one.kind is StrikeKind.BLOCK
    ]
    for one in lifted:
        change(connection, one.id, **_lifting(one, by.actor_id, now))
    if stood is None and not lifted:
        return False
    note(connection, by)
    return True


def _led_to(connection: Connection, strike: Strike, now: datetime) -> Sequence[Strike]:
    """Return the blocks by the server's rule that what still counts does not reach any more."""
    rules = strike_rules(connection, strike.server_id)
    found = active(connection, strike.server_id, strike.member_id, now)
    if sum(one.kind is StrikeKind.STRIKE for one in found) >= (rules.block_at or 1):
        return ()
    return [one for one in found if one.kind is StrikeKind.BLOCK and one.moderator_id is None]


def _lift(
    connection: Connection, found: Strike, moderator_id: int, now: datetime, action: Action
) -> Strike:
    if found.kind is StrikeKind.BLOCK:
        whose = {"of_server": found.server_id, "of_member": found.member_id}
        ended = connection.execute(END, {**whose, "begun_at": found.created_at}).rowcount
        if ended and action is not Action.UNBLOCKED:
            note(connection, entry(found, Action.UNBLOCKED, moderator_id, now))
    note(connection, entry(found, action, moderator_id, now))
    return change(connection, found.id, **_lifting(found, moderator_id, now))


def _lifting(found: Strike, moderator_id: int | None, now: datetime) -> dict[str, object]:
    values: dict[str, object] = {"lifted_at": now, "lifted_by": moderator_id, "notice": Notice.DUE}
    if found.expires_at is None:
        values["expires_at"] = now  # from then on it ages as the others do
    if found.appeal_status is AppealStatus.OPEN:  # its card offers nothing any more
        values |= {"appeal_status": AppealStatus.GRANTED, "decided_at": now}
        values |= {"decided_by": moderator_id, "card_due_at": now}
    return values


def _restore(connection: Connection, lifted: Strike, moderator_id: int, own: Block | None) -> None:
    """Put the longest block that still counts in force; *own* is that without a strike."""
    assert lifted.lifted_at is not None  # noqa: S101 - it was lifted a line ago
    now = lifted.lifted_at
    told = [] if own is None else [(own.until, _entry_of(lifted.server_id, own, now))]
    told += [
        (one.expires_at, _entry_again(one))
        for one in active(connection, lifted.server_id, lifted.member_id, now)
        if one.kind is StrikeKind.BLOCK
    ]
    if not told:
        return
    until, as_begun = max(told, key=lambda one: (one[0] is None, one[0] or now))
    stands = standing(connection, lifted.server_id, lifted.member_id, now)
    if stands is not None and stands.lasts(until):
        return
    put(connection, lifted.member_id, until, as_begun, own)
    note(connection, replace(as_begun, at=now, actor_id=moderator_id))


def _entry_again(strike: Strike) -> LogEntry:
    return replace(
        entry(strike, Action.BLOCKED, strike.moderator_id, strike.created_at), note=strike.reason
    )


def _entry_of(server_id: int, own: Block, now: datetime) -> LogEntry:
    return LogEntry(
        server_id=server_id,
        at=now,
        action=Action.BLOCKED,
        actor_id=own.moderator_id,
        member_id=own.member_id,
        values=block_values(own.until),
        note=own.reason,
    )
