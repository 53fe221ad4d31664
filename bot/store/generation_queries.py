"""What the store of generations asks of its table, and sets in single rows, as statements."""

from sqlalchemy import bindparam, literal_column, or_, select, update

from bot.domain.generation import Rung, Status
from bot.store.column_types import Review
from bot.store.schema import generations

BY_ID = select(generations).where(generations.c.id == bindparam("id"))
OVERDUE = (
    select(generations.c.id)
    .where(generations.c.status == literal_column(f"'{Status.QUEUED}'"))
    .where(generations.c.created_at < bindparam("before"))
    # What a moderator let pass has waited for its turn only since then.
    .where(
        or_(
            generations.c.prompt_review != Review.APPROVED,
            generations.c.changed_at < bindparam("before"),
        )
    )
    .limit(bindparam("limit"))
)
IMAGES_SINCE = (
    select(generations.c.submitted_at, generations.c.units)
    .where(generations.c.provider == bindparam("provider"))
    .where(generations.c.submitted_at >= bindparam("since"))
    .where(generations.c.submitted_at.is_not(None))
    .order_by(generations.c.submitted_at)
)
ERASE_TOKENS = (
    update(generations)
    .where(generations.c.token.is_not(None))
    .where(generations.c.created_at < bindparam("before"))
    .values(token=None)
)
HAND_OUT = (
    update(generations)
    .where(generations.c.id == bindparam("generation_id"))
    .where(generations.c.status == Status.DELIVERED, generations.c.rung == Rung.KEPT)
    .values(rung=bindparam("road"))
)
SET_MESSAGE = (
    update(generations)
    .where(generations.c.id == bindparam("generation_id"))
    .values(message_id=bindparam("card_id"))
)
