"""How a member's history and favourites are read: statements for any number of words.

All are driven by an index that holds the id last, from where a page begins, so that no page costs
more than another. With words, one of them drives: of it, a bounded stretch is looked through, for
two words that are frequent each may meet nowhere. A favourite may be somebody else's.
"""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
)

from bot.domain.generation import Status
from bot.store.member_schema import favourites, prompt_words
from bot.store.schema import generations

STRETCH = 2_000  # entries of the driving index that one page looks at, at most

_generation = generations.c
_LISTED = and_(
    _generation.status == literal_column(f"'{Status.DELIVERED}'"), _generation.deleted_at.is_(None)
)
_MEMBER: BindParameter[int] = bindparam("member_id")
_FROM: BindParameter[int] = bindparam("from_id")


@dataclass(frozen=True, slots=True)
class Form:
    """Which statement: *words* is how many a generation must have; others' are found by theirs."""

    is_favourites: bool = False
    is_of_one_server: bool = False
    is_newer: bool = False
    words: int = 0


@cache
def page(form: Form) -> Select[tuple[object, ...]]:
    """Select the next generations from ``from_id`` on, and not beyond ``end_id``."""
    drive = _drive(form)
    own_id = drive.c.id if drive is generations else drive.c.generation_id
    statement = select(generations).where(_LISTED, *_of_drive(form, drive))
    if drive is not generations:
        # No plain join: who is asked for first must stay the table that drives.
        statement = statement.select_from(drive).join(generations, _generation.id == own_id)
    if form.is_favourites:
        statement = statement.where(or_(_generation.member_id == _MEMBER, _seen_by_all()))
    first = 0 if form.is_favourites else 1
    statement = statement.where(*(_has_word(number) for number in range(first, form.words)))
    end: BindParameter[int] = bindparam("end_id")
    if form.is_newer:
        return statement.where(own_id <= end).order_by(own_id).limit(bindparam("limit"))
    return statement.where(own_id >= end).order_by(own_id.desc()).limit(bindparam("limit"))


@cache
def stretch(form: Form) -> Select[int]:
    """Select where the stretch ends that one page looks through; nothing: with the last."""
    drive = _drive(form)
    own_id: ColumnElement[int] = drive.c.id if drive is generations else drive.c.generation_id
    order = own_id if form.is_newer else own_id.desc()
    return (
        select(own_id)
        .where(*_of_drive(form, drive))
        .order_by(order)
        .offset(literal_column(str(STRETCH - 1)))
        .limit(literal_column("1"))
    )


def _drive(form: Form) -> FromClause:
    if form.is_favourites:
        return favourites
    return prompt_words if form.words else generations


def _of_drive(form: Form, drive: FromClause) -> list[ColumnElement[bool]]:
    own_id = drive.c.id if drive is generations else drive.c.generation_id
    found = [drive.c.member_id == _MEMBER, own_id > _FROM if form.is_newer else own_id < _FROM]
    if drive is prompt_words:
        found.append(drive.c.word == bindparam("word_0"))
    if drive is generations:
        found.append(_LISTED)
    if form.is_of_one_server:
        found.append(drive.c.server_id == bindparam("server_id"))
    return found


def _has_word(number: int) -> ColumnElement[bool]:
    other = prompt_words.alias(f"other_{number}")
    return exists(
        select(literal_column("1"))
        .select_from(other)
        .where(other.c.member_id == _generation.member_id)
        .where(other.c.word == bindparam(f"word_{number}"))
        .where(other.c.generation_id == _generation.id)
    )


def _seen_by_all() -> ColumnElement[bool]:
    return _generation.is_private.is_(False)
