"""What is asked and changed about owners and leases; each statement finds its rows by an index."""

from sqlalchemy import ColumnElement, and_, bindparam, literal_column, select, update

from bot.domain.generation import Status
from bot.store.schema import generations

_ROWS = generations.c
_OPEN: ColumnElement[bool] = _ROWS.finished_at.is_(None)
# In full as its index has it, else it is not used.
_UNTOLD: ColumnElement[bool] = and_(_ROWS.finished_at.is_not(None), _ROWS.rung.is_(None))
_AT_WORK = _ROWS.status.in_(
    [literal_column(f"'{status}'") for status in (Status.SUBMITTING, Status.RUNNING, Status.READY)]
)
_MINE: ColumnElement[bool] = _ROWS.owner == bindparam("me")
_OTHERS: ColumnElement[bool] = _ROWS.owner != bindparam("me")
_HAS_RUN_OUT: ColumnElement[bool] = _ROWS.lease_until < bindparam("now")

QUEUED = select(generations).where(_ROWS.status == literal_column(f"'{Status.QUEUED}'"))
OWN_WORK = select(generations).where(_OPEN, _MINE, _AT_WORK)
OWN_UNTOLD = select(generations).where(_UNTOLD, _MINE)
OWN_WORK_IDS = select(_ROWS.id).where(_OPEN, _MINE, _AT_WORK)
OWN_UNTOLD_IDS = select(_ROWS.id).where(_UNTOLD, _MINE)
HELD = select(_ROWS.id).where(_ROWS.id == bindparam("generation_id"), _OPEN, _MINE, _AT_WORK)
RENEW_WORK = (
    update(generations).where(_OPEN, _MINE, _AT_WORK).values(lease_until=bindparam("until"))
)
RENEW_UNTOLD = update(generations).where(_UNTOLD, _MINE).values(lease_until=bindparam("until"))
OTHERS_AT_WORK = (
    select(_ROWS.owner)
    .where(_OPEN, _ROWS.lease_until > bindparam("now"), _OTHERS, _AT_WORK)
    .order_by(_ROWS.lease_until)
)
LAPSED_WORK = (
    select(_ROWS.id, _ROWS.lease_until)
    .where(_OPEN, _HAS_RUN_OUT, _OTHERS, _AT_WORK)
    .order_by(_ROWS.lease_until)
    .limit(bindparam("limit"))
)
LAPSED_UNTOLD = (
    select(_ROWS.id, _ROWS.lease_until)
    .where(_UNTOLD, _OTHERS, _HAS_RUN_OUT)
    .limit(bindparam("limit"))
)
NOBODYS_UNTOLD = (
    select(_ROWS.id)
    .where(_UNTOLD, _ROWS.owner.is_(None), _ROWS.finished_at < bindparam("before"))
    .limit(bindparam("limit"))
)
TAKE_OVER = (
    update(generations)
    .where(
        _ROWS.id == bindparam("generation_id"),
        _ROWS.lease_until == bindparam("seen"),
        _ROWS.rung.is_(None),
        _OTHERS,
    )
    .values(owner=bindparam("me"), lease_until=bindparam("until"))
    .returning(generations)
)
ADOPT = (
    update(generations)
    .where(_ROWS.id == bindparam("generation_id"), _UNTOLD, _ROWS.owner.is_(None))
    .values(owner=bindparam("me"), lease_until=bindparam("until"))
    .returning(generations)
)
TELL = (
    update(generations)
    .where(_ROWS.id == bindparam("generation_id"), _UNTOLD)
    .values(rung=bindparam("road"))
)
