"""What clean-up changes in the database: small jobs, each one short transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import (
    BindParameter,
    Connection,
    RowMapping,
    bindparam,
    delete,
    exists,
    literal_column,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.request import ERASED_PROMPT
from bot.store.case_cleaning import OF_SERVER
from bot.store.fronts import MAX_STEP, Advance, Bound, Front, advance
from bot.store.log_cleaning import drop_rules, prune_log
from bot.store.member_schema import favourites, prompt_words, reports, server_settings
from bot.store.moderation_schema import cases
from bot.store.posted_messages import DROP_POSTED
from bot.store.quota_cleaning import QUOTAS_OF_SERVER
from bot.store.review_cleaning import BLANK_REVIEWS, DROP_REVIEWS
from bot.store.schema import generations, images, ledger, servers, styles, usage_totals
from bot.store.session_cleaning import DROP_ENTRIES_OF, DROP_VOTES_ON

_IN_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_OF_SERVER: BindParameter[int] = bindparam("server_id")

DROP_IMAGES = delete(images).where(images.c.generation_id.in_(_IN_IDS)).returning(images.c.path)
ERASE = (
    update(generations)
    .where(generations.c.id == bindparam("erased_id"))
    .values(request=bindparam("request"), style=None, reason=None, warning=None, token=None)
)
HAS_LEDGER = select(ledger.c.generation_id).where(ledger.c.generation_id.in_(_IN_IDS)).distinct()
DROP_WORDS = delete(prompt_words).where(prompt_words.c.generation_id.in_(_IN_IDS))
DROP_FAVOURITES = delete(favourites).where(favourites.c.generation_id.in_(_IN_IDS))
LOOSEN_REPORTS = (
    update(reports).where(reports.c.generation_id.in_(_IN_IDS)).values(generation_id=None)
)
ORPHAN = update(generations).where(generations.c.parent_id.in_(_IN_IDS)).values(parent_id=None)
LOOSEN_CASES = update(cases).where(cases.c.generation_id.in_(_IN_IDS)).values(generation_id=None)
DROP_ROWS = delete(generations).where(generations.c.id.in_(_IN_IDS))
# What names a generation goes, or names it no longer, before its row does.
BEFORE_ROWS = (
    *(DROP_WORDS, DROP_FAVOURITES, LOOSEN_REPORTS, LOOSEN_CASES, DROP_POSTED),
    *(DROP_VOTES_ON, DROP_ENTRIES_OF, DROP_REVIEWS, ORPHAN),
)
# What is not finished may still have to be given back, which its entries tell.
_is_open = exists(
    select(literal_column("1"))
    .where(generations.c.id == ledger.c.generation_id)
    .where(generations.c.finished_at.is_(None))
)
_old_entries = (
    select(ledger.c.id)
    .where(ledger.c.server_id == _OF_SERVER)
    .where(ledger.c.day < bindparam("before"))
    .where(~_is_open)
    .order_by(ledger.c.day)
    .limit(MAX_STEP)
)
PRUNE_LEDGER = delete(ledger).where(ledger.c.id.in_(_old_entries))
CURSORS = select(servers.c.images_cleaned_to, servers.c.prompts_cleaned_to).where(
    servers.c.server_id == _OF_SERVER
)
OPEN_REQUESTS = select(generations.c.request).where(generations.c.finished_at.is_(None))
LEFT = select(servers.c.left_at).where(servers.c.server_id == _OF_SERVER)
OLDEST = (
    select(generations.c.created_at)
    .where(generations.c.server_id == _OF_SERVER)
    .order_by(generations.c.id)
    .limit(1)
)
DROP_STYLES = delete(styles).where(
    styles.c.id.in_(select(styles.c.id).where(styles.c.server_id == _OF_SERVER).limit(MAX_STEP))
)
DROP_REPORTS = delete(reports).where(
    reports.c.id.in_(select(reports.c.id).where(reports.c.server_id == _OF_SERVER).limit(MAX_STEP))
)
OLDEST_REPORTS = (
    select(reports.c.id, reports.c.created_at)
    .where(reports.c.server_id == _OF_SERVER)
    .order_by(reports.c.id)
    .limit(MAX_STEP)
)
DROP_THESE_REPORTS = delete(reports).where(reports.c.id.in_(_IN_IDS))
DROP_CHOICES = delete(server_settings).where(server_settings.c.server_id == _OF_SERVER)
_total_key = (usage_totals.c.period, usage_totals.c.member_id, usage_totals.c.model)
DROP_TOTALS = (
    delete(usage_totals)
    .where(usage_totals.c.server_id == _OF_SERVER)
    .where(
        tuple_(*_total_key).in_(
            select(*_total_key).where(usage_totals.c.server_id == _OF_SERVER).limit(MAX_STEP)
        )
    )
)
_FORGET = delete(servers).where(servers.c.server_id == _OF_SERVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A server, and since when the bot must have left it for this to be done at all.

    None: it is done because of its age, whether or not the bot is there. What a server loses for
    having removed the bot is checked in each transaction, since it may invite the bot back.
    """

    server_id: int
    left_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loosened:
    """Images whose rows are gone: the files are to follow, by *ids* and by *paths*.

    *cleaned_to* is where the front was.
    """

    cleaned_to: int
    advance: Advance
    ids: tuple[int, ...]
    paths: tuple[str, ...]
    inputs: frozenset[str]


def is_due(connection: Connection, target: Target) -> bool:
    """Tell whether what is to be done to that server still is."""
    if target.left_before is None:
        return True
    left_at = connection.execute(LEFT, {"server_id": target.server_id}).scalar_one_or_none()
    return left_at is not None and left_at <= target.left_before


def cursors(connection: Connection, server_id: int) -> tuple[int, int]:
    """Return up to which ids images and prompts are clean."""
    row = connection.execute(CURSORS, {"server_id": server_id}).one_or_none()
    return (row.images_cleaned_to, row.prompts_cleaned_to) if row is not None else (0, 0)


def loosen_images(
    connection: Connection, server_id: int, front: Front | None, bound: Bound
) -> Loosened:
    """Remove the rows of images that are old enough; the front is stored once the files are gone.

    In this order a crash in between leaves no row without its file; and since the stored front
    still lies before them, the next start looks for the files again, by the ids.
    """
    start = front or Front(position=cursors(connection, server_id)[0])
    step = advance(connection, server_id, start, bound)
    ids = _ids(step.rows)
    paths = connection.execute(DROP_IMAGES, {"ids": ids}).scalars().all() if ids else ()
    return Loosened(
        cleaned_to=start.cleaned_to,
        advance=step,
        ids=tuple(ids),
        paths=tuple(paths),
        inputs=frozenset(inputs_of(row["request"] for row in step.rows)),
    )


def store_front(connection: Connection, server_id: int, **cleaned_to: int) -> None:
    """Remember how far a front has come."""
    insert = upsert(servers).values(server_id=server_id, **cleaned_to)
    connection.execute(insert.on_conflict_do_update(index_elements=["server_id"], set_=cleaned_to))


def erase_prompts(
    connection: Connection, server_id: int, front: Front | None, bound: Bound
) -> Advance:
    """Erase what members wrote, and what the service answered to it; the rows stay."""
    start = front or Front(position=cursors(connection, server_id)[1])
    step = advance(connection, server_id, start, bound)
    if step.rows:
        connection.execute(
            ERASE,
            [{"erased_id": row["id"], "request": erased(row["request"])} for row in step.rows],
        )
        connection.execute(DROP_WORDS, {"ids": _ids(step.rows)})
        connection.execute(BLANK_REVIEWS, {"ids": _ids(step.rows)})
    if step.front.cleaned_to > start.cleaned_to:
        store_front(connection, server_id, prompts_cleaned_to=step.front.cleaned_to)
    return step


def prune_ledger(connection: Connection, server_id: int, before: date) -> int:
    """Remove entries of days before that one; the totals keep their sums."""
    return connection.execute(PRUNE_LEDGER, {"server_id": server_id, "before": before}).rowcount


def prune_reports(connection: Connection, server_id: int, before: date) -> int:
    """Remove reports of days before that one."""
    time = datetime.combine(before, datetime.min.time(), UTC)
    oldest = connection.execute(OLDEST_REPORTS, {"server_id": server_id}).all()
    old = [report.id for report in oldest if report.created_at < time]
    if not old:
        return 0
    return connection.execute(DROP_THESE_REPORTS, {"ids": old}).rowcount


def drop_rows(
    connection: Connection,
    server_id: int,
    front: Front | None,
    bound: Bound,
    others: Sequence[Front | None],
) -> Advance:
    """Remove generations of which nothing is left: no image, no prompt, no entry of the ledger.

    *others* are the fronts of images and of prompts.
    """
    stored = cursors(connection, server_id)
    fronts = [
        other or Front(position=position) for other, position in zip(others, stored, strict=True)
    ]

    def is_bare(row: RowMapping) -> bool:
        return all(other.has_cleaned(row["id"]) for other in fronts)

    step = advance(connection, server_id, front or Front(position=0), bound, is_bare)
    ids = _ids(step.rows)
    if not ids:
        return step
    kept = set(connection.execute(HAS_LEDGER, {"ids": ids}).scalars())
    gone = [key for key in ids if key not in kept]
    for statement in (*BEFORE_ROWS, DROP_ROWS):
        connection.execute(statement, {"ids": gone})
    front = Front(position=step.front.position, holes=(*step.front.holes, *sorted(kept)))
    return Advance(
        front=front,
        rows=tuple(row for row in step.rows if row["id"] not in kept),
        has_more=step.has_more,
    )


def drop_rest(connection: Connection, server_id: int, before: datetime) -> int:
    """Remove styles, totals, reports and settings, then the server itself; return how many rows.

    Not before its generations are gone; those made from *before* on are not its own any more.
    """
    key = {"server_id": server_id}
    oldest = connection.execute(OLDEST, key).scalar_one_or_none()
    if oldest is not None and oldest < before:
        return 0
    removed = prune_log(connection, server_id, before) or drop_rules(connection, server_id)
    if removed:
        return removed
    for statement in (
        DROP_STYLES,
        DROP_TOTALS,
        *QUOTAS_OF_SERVER,
        DROP_REPORTS,
        *OF_SERVER,
        DROP_CHOICES,
        _FORGET,
    ):
        removed = connection.execute(statement, key).rowcount
        if removed:
            return removed
    return 0


def inputs_of(requests: Iterable[object]) -> Iterable[str]:
    """Yield the hashes of the input images of stored requests, of whatever shape."""
    for request in requests:
        fields = request if isinstance(request, dict) else {}
        units = fields.get("control_units")
        for part in [*(units if isinstance(units, list) else ()), fields.get("source")]:
            named = part if isinstance(part, dict) else {}
            for sha256 in (named.get("image_sha256"), named.get("mask_sha256")):
                if isinstance(sha256, str):
                    yield sha256


def erased(request: object) -> object:
    """Return a stored request without what the member wrote or attached."""
    fields = request if isinstance(request, dict) else {}
    pictures: dict[str, object] = {"control_units": [], "source": None, "upscale": None}
    return {**fields, "prompt": ERASED_PROMPT, "negative_prompt": "", **pictures}


def _ids(rows: Sequence[RowMapping]) -> list[int]:
    return [row["id"] for row in rows]
