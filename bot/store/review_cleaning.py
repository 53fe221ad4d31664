"""What goes of reviews with their generations, and what a member is handed out of them."""

from sqlalchemy import JSON, bindparam, delete, literal, select, update

from bot.store.moderation_schema import moderation_log, moderation_texts, reviews

DROP_REVIEWS = delete(reviews).where(reviews.c.generation_id.in_(bindparam("ids", expanding=True)))
# What a moderator wrote about a prompt goes with it.
BLANK_REVIEWS = (
    update(reviews)
    .where(reviews.c.generation_id.in_(bindparam("ids", expanding=True)))
    .values(reason="", details=literal({}, JSON))
)
# Who wants their prompts deleted also means those on the moderators' cards, which are drawn anew.
FORGET_REVIEWS = BLANK_REVIEWS.values(is_card_current=False)
# The prompts that a moderator has changed, or an image was judged by.
DROP_LOGGED_TEXTS = delete(moderation_texts).where(
    moderation_texts.c.log_id.in_(
        select(moderation_log.c.id).where(
            moderation_log.c.generation_id.is_not(None),
            moderation_log.c.generation_id.in_(bindparam("ids", expanding=True)),
        )
    )
)
OF_HOLDINGS = (
    select(
        reviews.c.generation_id,
        reviews.c.server_id,
        reviews.c.stage,
        reviews.c.status,
        reviews.c.reason,
        reviews.c.created_at,
        reviews.c.decided_at,
    )
    .where(reviews.c.member_id == bindparam("member_id"))
    .order_by(reviews.c.id)
)
