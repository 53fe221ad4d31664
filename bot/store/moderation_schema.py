"""The tables of moderation: rules, blocks, the log, reviews, cases and strikes.

Registered on the one ``metadata`` of ``bot.store.schema``, as the migrations create them.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    text,
)

from bot.store.column_types import RowId, UtcTime
from bot.store.partial_index import partial_index
from bot.store.schema import metadata

policies = Table(  # what a server has chosen: a ServerPolicy as JSON
    "policies",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("options", JSON, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)

place_rules = Table(  # what holds in a channel or for a role: ChannelRules or RoleRules as JSON
    "place_rules",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), primary_key=True),  # channel or role
    Column("place_id", BigInteger, primary_key=True, autoincrement=False),
    Column("options", JSON, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)

policy_terms = Table(
    "policy_terms",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("action", String(16), nullable=False),
    Column("created_by", BigInteger, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)
Index(
    "policy_terms_once",
    *(policy_terms.c.server_id, policy_terms.c.kind, policy_terms.c.text),
    unique=True,
)
Index("policy_terms_pages", policy_terms.c.server_id, policy_terms.c.id)

blocks = Table(  # who may not ask in a server, and until when; None: for good
    "blocks",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("until", UtcTime),
    Column("moderator_id", BigInteger),  # None: the bot, by a rule
    Column("reason", Text, nullable=False, server_default=""),
    Column("created_at", UtcTime, nullable=False),
    # The longest that stands without a strike, in force again if that of a strike is lifted.
    Column("own_until", UtcTime),
    Column("own_moderator_id", BigInteger),
    Column("own_reason", Text, nullable=False, server_default=""),
)
Index("blocks_members", blocks.c.member_id)
Index("blocks_ends", blocks.c.until)

trusts = Table(  # whose requests need no review until then
    "trusts",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("until", UtcTime, nullable=False),
    Column("moderator_id", BigInteger, nullable=False),
)
Index("trusts_members", trusts.c.member_id)
Index("trusts_ends", trusts.c.until)

# Entries are added, never changed: triggers refuse an update, and a removal of what is younger
# than the server's floor. No foreign keys: an entry outlives the rows that it names.
moderation_log = Table(
    "moderation_log",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("action", String(32), nullable=False),
    Column("actor_id", BigInteger),
    Column("member_id", BigInteger),
    Column("channel_id", BigInteger),
    Column("generation_id", BigInteger),
    Column("case_id", BigInteger),
    Column("rule", String(32)),
    Column("place", String(32), nullable=False, server_default=""),
    Column("details", JSON, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,  # a removed entry's id is never given out again
)

# One for each way to look through it, so that no page reads what it does not show.
for _name, *_columns in (
    ("members", "member_id", "action"),
    ("actions", "action"),
    ("times", "at"),
):
    Index(
        f"moderation_log_{_name}",
        *(moderation_log.c[column] for column in ("server_id", *_columns, "id")),
    )
for _name, _where, *_columns in (
    ("notable", "action <> 'allowed'"),  # nearly all of the log is what was allowed
    ("members_notable", "action <> 'allowed'", "member_id"),
    ("actors", "actor_id IS NOT NULL", "actor_id"),
    ("actors_actions", "actor_id IS NOT NULL", "actor_id", "action"),
    ("members_actors", "actor_id IS NOT NULL", "member_id", "actor_id"),
):
    partial_index(
        f"moderation_log_{_name}", moderation_log, "server_id", *_columns, "id", where=_where
    )
partial_index(
    "moderation_log_generations", moderation_log, "generation_id", where="generation_id IS NOT NULL"
)

log_floors = Table(  # below which id a server's entries may be removed by their age
    "log_floors",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("below_id", BigInteger, nullable=False),
)

moderation_texts = Table(  # the prompts that rules were applied to; erased as prompts are
    "moderation_texts",
    metadata,
    Column("log_id", RowId, primary_key=True, autoincrement=False),
    Column("server_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)
Index("moderation_texts_members", moderation_texts.c.member_id)
Index("moderation_texts_ages", moderation_texts.c.server_id, moderation_texts.c.created_at)

reviews = Table(  # what waits, or waited, for a moderator
    "reviews",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("generation_id", RowId, ForeignKey("generations.id"), nullable=False),
    Column("stage", String(16), nullable=False),  # prompt: before generating; image: before posting
    Column("server_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("status", String(16), nullable=False, server_default="open"),
    Column("rule", String(32), nullable=False),
    Column("place", String(32), nullable=False, server_default=""),
    Column("details", JSON, nullable=False),
    Column("channel_id", BigInteger),  # of the moderators' card, once it is posted
    Column("message_id", BigInteger),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("decided_at", UtcTime),
    Column("decided_by", BigInteger),  # None: nobody decided in time
    Column("reason", Text, nullable=False, server_default=""),  # in the moderator's words
    Column("is_card_current", Boolean, nullable=False, server_default=text("0")),
    sqlite_autoincrement=True,
)
Index("reviews_once", reviews.c.generation_id, reviews.c.stage, unique=True)
partial_index("reviews_open", reviews, "expires_at", "id", where="status = 'open'")
partial_index("reviews_of_member", reviews, "server_id", "member_id", "id", where="status = 'open'")
partial_index("reviews_of_server", reviews, "server_id", "id", where="status = 'open'")
partial_index("reviews_stale_cards", reviews, "id", where="NOT is_card_current")
Index("reviews_members", reviews.c.member_id)

cases = Table(  # an image that was reported; what moderators made of it is in case_measures
    "cases",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("generation_id", RowId, ForeignKey("generations.id")),  # None: not one of ours
    Column("source_channel_id", BigInteger, nullable=False),
    Column("source_message_id", BigInteger, nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("status", String(16), nullable=False, server_default="open"),
    Column("locale", String(16), nullable=False),  # the server's, for its card
    Column("channel_id", BigInteger),  # of the moderators' card
    Column("message_id", BigInteger),
    Column("card_due_at", UtcTime),  # when its card is to be posted or edited; None: it is right
    Column("created_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
Index("cases_once", cases.c.server_id, cases.c.source_message_id, unique=True)
Index("cases_generations", cases.c.generation_id, cases.c.server_id, unique=True)
Index("cases_authors", cases.c.server_id, cases.c.author_id, cases.c.id)
Index("cases_of_server", cases.c.server_id, cases.c.id)
partial_index("cases_due", cases, "card_due_at", "id", where="card_due_at IS NOT NULL")

case_measures = Table(  # what was done in a case; each kind once
    "case_measures",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("moderator_id", BigInteger, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("until", UtcTime),  # of a block
)

strikes = Table(  # warnings, strikes and blocks that a member can appeal against
    "strikes",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),  # warning, strike or block
    Column("case_id", RowId),
    Column("moderator_id", BigInteger),  # None: the bot, by the server's rule
    Column("reason", Text, nullable=False, server_default=""),
    Column("locale", String(16), nullable=False),  # in which the member is told
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),  # None: for good
    Column("lifted_at", UtcTime),
    Column("lifted_by", BigInteger),
    Column("notice", String(16), nullable=False, server_default="due"),
    Column("appeal", Text),  # in the member's words; None: not appealed against
    Column("appeal_status", String(16), nullable=False, server_default="none"),
    Column("appealed_at", UtcTime),
    Column("decided_at", UtcTime),
    Column("decided_by", BigInteger),
    Column("answer", Text, nullable=False, server_default=""),  # why an appeal was denied
    Column("appeal_channel_id", BigInteger),  # of the appeal's card
    Column("appeal_message_id", BigInteger),
    Column("card_due_at", UtcTime),  # as that of a case
    sqlite_autoincrement=True,
)
Index("strikes_of_member", strikes.c.server_id, strikes.c.member_id, strikes.c.id)
Index("strikes_members", strikes.c.member_id)
Index("strikes_of_server", strikes.c.server_id, strikes.c.id)
Index("strikes_ends", strikes.c.expires_at)
partial_index("strikes_to_tell", strikes, "member_id", "id", where="notice = 'next'")
partial_index("strikes_notices", strikes, "id", where="notice = 'due'")
partial_index("strikes_due", strikes, "card_due_at", "id", where="card_due_at IS NOT NULL")
