"""Measures of moderators in a case: each kind once, with all that it brings, in one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.moderation.cases import Case, CaseStatus, Measure, MeasureTaken
from bot.domain.moderation.log import Action
from bot.domain.moderation.strikes import NewStrike, Outcome, StrikeKind
from bot.store.case_rows import case_entry, case_of, changed_case, measures_of
from bot.store.deletion import Loosened, delete_rows
from bot.store.moderation_log import note
from bot.store.moderation_schema import case_measures
from bot.store.strikes import give

TAKE = upsert(case_measures).on_conflict_do_nothing().returning(case_measures.c.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A measure that a moderator wants to take; ``until`` is of a block, None for good.

    ``spares``: the author moderates there, so the server's rule does not block them.
    """

    kind: Measure
    moderator_id: int
    at: datetime
    reason: str = ""
    until: datetime | None = None
    spares: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of it: ``was`` is what somebody had done before, None if this was the first.

    ``loosened`` are files that are to follow their rows; ``outcome`` is what the member got.
    """

    case: Case
    was: MeasureTaken | None = None
    loosened: Loosened | None = None
    outcome: Outcome | None = None


def take(connection: Connection, case_id: int, server_id: int, wanted: Wanted) -> Taken | None:
    """Take a measure in the transaction of *connection*, unless it was taken already."""
    case = case_of(connection, case_id, server_id)
    if case is None:
        return None
    taken = measures_of(connection, case_id)
    closing = next((one for one in taken if one.kind is Measure.KEEP), None)
    if closing is None and wanted.kind is Measure.KEEP and taken:
        closing = taken[-1]  # nothing is kept that was acted on
    if closing is not None:
        return Taken(case=case, was=closing)
    values = {
        "case_id": case_id,
        "kind": wanted.kind,
        "moderator_id": wanted.moderator_id,
        "at": wanted.at,
        "reason": wanted.reason,
        "until": wanted.until,
    }
    if connection.execute(TAKE, values).first() is None:
        return Taken(case=case, was=next(one for one in taken if one.kind is wanted.kind))
    status = CaseStatus.KEPT if wanted.kind is Measure.KEEP else CaseStatus.ACTED
    done = _do(connection, case, wanted)
    return replace(done, case=changed_case(connection, case, status, wanted.at))


def _do(connection: Connection, case: Case, wanted: Wanted) -> Taken:
    kinds = {
        Measure.WARN: StrikeKind.WARNING,
        Measure.STRIKE: StrikeKind.STRIKE,
        Measure.BLOCK: StrikeKind.BLOCK,
    }
    actions = {
        Measure.KEEP: Action.KEPT,
        Measure.REMOVE: Action.REMOVED,
    }
    if wanted.kind in kinds:
        new = NewStrike(
            server_id=case.server_id,
            member_id=case.author_id,
            kind=kinds[wanted.kind],
            moderator_id=wanted.moderator_id,
            reason=wanted.reason,
            locale=case.locale,
            at=wanted.at,
            case_id=case.id,
            generation_id=case.generation_id,
            until=wanted.until,
            spares=wanted.spares,
        )
        return Taken(case=case, outcome=give(connection, new))
    if wanted.kind in actions:
        note(connection, case_entry(case, actions[wanted.kind], wanted.moderator_id, wanted.at))
    if wanted.kind is Measure.REMOVE and case.generation_id is not None:
        return Taken(case=case, loosened=delete_rows(connection, case.generation_id, wanted.at))
    return Taken(case=case)
