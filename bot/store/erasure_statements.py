"""The statements by which all that is a member's is found, emptied and removed."""

from sqlalchemy import Delete, Update, bindparam, delete, func, literal_column, select, update

from bot.store.case_cleaning import BLANK_APPEALS
from bot.store.member_schema import erasures, favourites, member_settings, reports, style_previews
from bot.store.moderation_schema import moderation_texts
from bot.store.quota_cleaning import DROP_PARKED_OF_MEMBER
from bot.store.schema import generations, styles
from bot.store.session_cleaning import OF_MEMBER

MOST = 50  # generations of one transaction, and rows of anything else
_MEMBER = bindparam("whose", type_=erasures.c.member_id.type)

GET = select(erasures).where(erasures.c.member_id == _MEMBER)
NEXT = (
    select(erasures.c.member_id)
    .where(erasures.c.member_id > bindparam("after"))
    .order_by(erasures.c.member_id)
    .limit(bindparam("limit"))
)
NEWEST = select(func.max(generations.c.id)).where(generations.c.member_id == _MEMBER)
# The sum keeps SQLite from reading all that the member ever made, to find what is open of it.
OPEN = select(generations.c.id).where(
    generations.c.finished_at.is_(None), generations.c.member_id + literal_column("0") == _MEMBER
)
AHEAD = (
    select(
        generations.c.id,
        generations.c.status,
        generations.c.finished_at,
        generations.c.rung,
        generations.c.request,
    )
    .where(generations.c.member_id == _MEMBER)
    .where(generations.c.id > bindparam("position"))
    .where(generations.c.id <= bindparam("up_to_id"))
    .order_by(generations.c.id)
    .limit(literal_column(str(MOST)))
)
ERASE = (
    update(generations)
    .where(generations.c.id == bindparam("erased_id"))
    .values(
        request=bindparam("request"),
        style=None,
        reason=None,
        warning=None,
        token=None,
        deleted_at=bindparam("now"),
    )
)
# Of styles, made as images of the member; whoever looks at such a style next has it made anew.
DROP_PREVIEWS = delete(style_previews).where(
    style_previews.c.generation_id.in_(bindparam("ids", expanding=True))
)
ADVANCE = update(erasures).where(erasures.c.member_id == _MEMBER)
FINISH = delete(erasures).where(
    erasures.c.member_id == _MEMBER, erasures.c.asked_at == bindparam("asked_at")
)
DROP_OWN_FAVOURITES = delete(favourites).where(
    favourites.c.member_id == _MEMBER,
    favourites.c.generation_id.in_(
        select(favourites.c.generation_id)
        .where(favourites.c.member_id == _MEMBER)
        .where(favourites.c.created_at <= bindparam("asked_at"))
        .limit(literal_column(str(MOST)))
    ),
)
DROP_STYLES = delete(styles).where(
    styles.c.id.in_(
        select(styles.c.id)
        .where(styles.c.owner_id == _MEMBER)
        .where(styles.c.created_at <= bindparam("asked_at"))
        .limit(literal_column(str(MOST)))
    )
)
DROP_SETTINGS = delete(member_settings).where(
    member_settings.c.member_id == _MEMBER,
    member_settings.c.changed_at <= bindparam("asked_at"),
)
BLANK_REPORTS = (
    update(reports)
    .where(
        reports.c.id.in_(
            select(reports.c.id)
            .where(reports.c.reporter_id == _MEMBER, reports.c.reason != literal_column("''"))
            .where(reports.c.created_at <= bindparam("asked_at"))
            .limit(literal_column(str(MOST)))
        )
    )
    .values(reason="")
)
DROP_REFUSED_TEXTS = delete(moderation_texts).where(
    moderation_texts.c.log_id.in_(
        select(moderation_texts.c.log_id)
        .where(moderation_texts.c.member_id == _MEMBER)
        .where(moderation_texts.c.created_at <= bindparam("asked_at"))
        .limit(literal_column(str(MOST)))
    )
)
REST: tuple[Delete | Update, ...] = (
    DROP_OWN_FAVOURITES,
    DROP_STYLES,
    DROP_SETTINGS,
    BLANK_REPORTS,
    DROP_REFUSED_TEXTS,
    BLANK_APPEALS,
    *OF_MEMBER,
    DROP_PARKED_OF_MEMBER,
)
