"""How long everything of a server is kept, as moments before which it goes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.settings import RetentionSettings, ServerRetention
from bot.store.ages import ServerAges
from bot.store.cleaning import Target
from bot.store.fronts import Bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """From what age on each kind goes; *is_purge* if all of a server goes, for the bot has left."""

    target: Target
    images: Bound
    prompts: Bound
    rows: Bound
    ledger: date
    inputs: datetime
    log: datetime
    is_purge: bool = False


def keeping(settings: RetentionSettings, ages: ServerAges, now: datetime) -> Keeping:
    """Return what holds for that server at that moment."""
    if ages.left_at is not None:
        ends_at = ages.left_at + timedelta(days=settings.removed_server_days)
        if ends_at <= now:
            return _purge(ages.server_id, settings, ends_at, now)
    own = next(
        (own for own in settings.servers if own.server_id == ages.server_id),
        ServerRetention(server_id=ages.server_id),
    )
    images = now - timedelta(days=own.images_days or settings.images_days)
    prompts = now - timedelta(days=own.prompts_days or settings.prompts_days)
    ledger = _day(now - timedelta(days=own.ledger_days or settings.ledger_days))
    rows = min(images, prompts, datetime.combine(ledger, time(), UTC))
    return Keeping(
        target=Target(server_id=ages.server_id),
        images=_older_than(images),
        prompts=_older_than(prompts),
        rows=_older_than(rows),
        ledger=ledger,
        inputs=images,
        log=now - timedelta(days=own.log_days or settings.log_days),
    )


def _purge(
    server_id: int, settings: RetentionSettings, ends_at: datetime, now: datetime
) -> Keeping:
    # What is made there later, by members who installed the bot themselves, is kept by its age.
    bound = Bound(created=ends_at, finished=now)
    return Keeping(
        target=Target(
            server_id=server_id,
            left_before=now - timedelta(days=settings.removed_server_days),
        ),
        images=bound,
        prompts=bound,
        rows=bound,
        # Never of today: a quota does not begin anew because a server was left.
        ledger=min(_day(now), _day(ends_at) + timedelta(days=1)),
        inputs=now,
        log=ends_at,
        is_purge=True,
    )


def _older_than(moment: datetime) -> Bound:
    return Bound(created=moment, finished=moment)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
