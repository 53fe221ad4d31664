"""The tables: what is kept, under which names, and by which indexes it is found.

The migrations create them; a test compares the two. Partial indexes repeat their condition in
the statements as a literal, because SQLite does not match a bound parameter with it; the indexes
of what is asked most hold the column of their condition too, which spares the look at the row.
"""

from enum import StrEnum

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from bot.domain.generation import FINAL, Origin, Rung, Status
from bot.store.column_types import Review, RowId, UtcTime
from bot.store.partial_index import partial_index
from bot.store.readable_json import ReadableJson

metadata = MetaData()


def _one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"generations_{column}")


_finals = ", ".join(sorted(f"'{status}'" for status in FINAL))

generations = Table(
    "generations",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("status", String(16), nullable=False),
    Column("provider", String(100), nullable=False),
    Column("model", String(200), nullable=False),
    Column("request", ReadableJson, nullable=False),
    Column("units", Integer, nullable=False),
    Column("cost_micros", BigInteger),  # millionths of the provider's currency
    Column("style", String(100)),
    Column("origin", String(16), nullable=False),
    Column("parent_id", RowId, ForeignKey("generations.id")),
    Column("parent_index", Integer),  # which image of the parent it was made from
    Column("member_id", BigInteger, nullable=False),
    Column("server_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("parent_channel_id", BigInteger),  # of a thread: whose rules and quota count
    Column("is_age_restricted", Boolean, nullable=False, server_default=text("0")),
    Column("interaction_id", BigInteger, nullable=False),
    Column("application_id", BigInteger, nullable=False),
    Column("token", Text),
    Column("message_id", BigInteger),
    Column("is_private", Boolean, nullable=False),
    Column("attachment_size_limit_bytes", BigInteger, nullable=False),
    Column("locale", String(16), nullable=False),
    Column("prompt_review", String(16), nullable=False, server_default=Review.NONE),
    Column("image_review", String(16), nullable=False, server_default=Review.NONE),
    Column("ruling", String(32)),  # by which rule it waits, was rejected or was held
    Column("is_prompt_edited", Boolean, nullable=False, server_default=text("0")),
    Column("turn", Double, nullable=False),  # virtual start time in its server: lowest is next
    Column("work", Double, nullable=False, server_default="1"),  # images of 512² and 20 steps
    Column("weight", Double, nullable=False, server_default="1"),  # of its member's roles
    Column("owner", String(100)),
    Column("lease_until", UtcTime),
    Column("task_id", Text),
    Column("warning", Text),
    Column("reason", Text),
    Column("rung", String(16)),
    Column("created_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),  # when it got its present status
    Column("submitted_at", UtcTime),
    Column("ready_at", UtcTime),
    Column("finished_at", UtcTime),
    Column("deleted_at", UtcTime),  # its images were removed by a person, and it is not listed
    _one_of("status", Status),
    _one_of("origin", Origin),
    _one_of("rung", Rung),
    _one_of("prompt_review", Review),
    _one_of("image_review", Review),
    CheckConstraint("units > 0", name="generations_units"),
    CheckConstraint(
        f"(status IN ({_finals})) = (finished_at IS NOT NULL)", name="generations_finished"
    ),
    sqlite_autoincrement=True,  # an id names files and nonces: never given out twice
)

partial_index(
    "generations_queue",
    generations,
    *("provider", "server_id", "status", "turn", "id", "member_id", "work", "units"),
    where="status = 'queued'",
)
partial_index(
    "generations_running",
    generations,
    *("server_id", "member_id", "status"),
    where="status IN ('submitting', 'running')",
)
partial_index(
    "generations_open",
    generations,
    *("server_id", "member_id", "status", "turn", "finished_at"),
    where="finished_at IS NULL",
)
partial_index("generations_owned", generations, "owner", "id", where="finished_at IS NULL")
partial_index("generations_leases", generations, "lease_until", where="finished_at IS NULL")
# Ended, and nobody was told yet; what was delivered has its rung from the same step.
partial_index(
    "generations_untold",
    generations,
    "owner",
    "id",
    where="finished_at IS NOT NULL AND rung IS NULL",
)
partial_index(
    "generations_submitted",
    generations,
    "provider",
    "submitted_at",
    "units",
    where="submitted_at IS NOT NULL",
)
partial_index("generations_tokens", generations, "created_at", where="token IS NOT NULL")
partial_index("generations_messages", generations, "message_id", where="message_id IS NOT NULL")
_LISTED = "status = 'delivered' AND deleted_at IS NULL"
partial_index("generations_history", generations, "server_id", "member_id", "id", where=_LISTED)
partial_index("generations_mine", generations, "member_id", "id", where=_LISTED)
Index("generations_members", generations.c.member_id, generations.c.id)
Index("generations_servers", generations.c.server_id, generations.c.id)
# Without it, each row that is removed reads the whole table for children.
partial_index("generations_children", generations, "parent_id", where="parent_id IS NOT NULL")

queues = Table(  # a provider's queue clock: the virtual start time of the last claim
    "queues",
    metadata,
    Column("provider", String(100), primary_key=True),
    Column("clock", Double, nullable=False),
)

server_turns = Table(  # a server as a flow among servers, while it waits or has a debt of work
    "server_turns",
    metadata,
    Column("provider", String(100), primary_key=True),
    Column("server_id", BigInteger, primary_key=True),
    Column("finish", Double, nullable=False),  # virtual: what was claimed for it so far
    Column("clock", Double, nullable=False),  # the turn of the last claim among its members
    Column("waiting", Integer, nullable=False),  # how many generations of it are queued
    Column("waiting_work", Double, nullable=False),  # and how much work these are
    Column("waiting_units", Integer, nullable=False),  # and how many images
)
partial_index(
    "server_turns_waiting", server_turns, "provider", "finish", "server_id", where="waiting > 0"
)

member_turns = Table(  # a member as a flow within a server
    "member_turns",
    metadata,
    Column("provider", String(100), primary_key=True),
    Column("server_id", BigInteger, primary_key=True),
    Column("member_id", BigInteger, primary_key=True),
    Column("finish", Double, nullable=False),  # virtual end of the last that was queued
)

durations = Table(  # what tasks of one kind took so far
    "durations",
    metadata,
    Column("provider", String(100), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("mean_s", Double, nullable=False),
    Column("deviation_s", Double, nullable=False),
    Column("count", Integer, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)

servers = Table(  # servers where the bot is, was or is used, and how far their clean-up has come
    "servers",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("joined_at", UtcTime),  # None: only used there, by members who installed it themselves
    Column("left_at", UtcTime),  # when the bot was removed; None while it is there
    Column("images_cleaned_to", BigInteger, nullable=False, server_default="0"),
    Column("prompts_cleaned_to", BigInteger, nullable=False, server_default="0"),
)

images = Table(
    "images",
    metadata,
    Column("generation_id", RowId, ForeignKey("generations.id"), primary_key=True),
    Column("image_index", Integer, primary_key=True),
    Column("seed", BigInteger, nullable=False),
    Column("path", Text, nullable=False),
    Column("content_type", String(100), nullable=False),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("is_extra", Boolean, nullable=False),
    Column("nsfw_confidence", Double),  # by the image service, in percent
    Column("classifier_score", Double),  # by this machine, 0 to 1
    Column("pdq", LargeBinary),  # perceptual hash, 32 bytes; None: not looked at yet
)

ledger = Table(  # the truth about usage; entries are added, never changed
    "ledger",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("generation_id", RowId, ForeignKey("generations.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("units", Integer, nullable=False),  # taken is positive, given back negative
    Column("member_id", BigInteger, nullable=False),
    Column("server_id", BigInteger, nullable=False),
    Column("model", String(200), nullable=False),
    Column("channel_id", BigInteger),  # of a thread: its parent; None before it was noted
    Column("cost_micros", BigInteger, nullable=False, server_default="0"),  # as the units
    Column("day", Date, nullable=False),  # UTC day whose quota it counts against
    Column("booked_at", UtcTime, nullable=False),
    CheckConstraint("kind IN ('reserve', 'settle', 'refund')", name="ledger_kind"),
    CheckConstraint("(kind = 'reserve') = (units > 0)", name="ledger_units"),
)
Index("ledger_once", ledger.c.generation_id, ledger.c.kind, unique=True)
Index("ledger_days", ledger.c.server_id, ledger.c.day, ledger.c.member_id, ledger.c.units)

usage_totals = Table(  # sums of the ledger, kept in the same transaction; period: month or all
    "usage_totals",
    metadata,
    Column("server_id", BigInteger, primary_key=True),
    Column("period", String(7), primary_key=True),
    Column("member_id", BigInteger, primary_key=True),
    Column("model", String(200), primary_key=True),
    Column("units", BigInteger, nullable=False),
)

Index("usage_totals_members", usage_totals.c.member_id)

styles = Table(
    "styles",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("owner_id", BigInteger, nullable=False),
    Column("server_id", BigInteger, nullable=False),
    Column("name", String(100), nullable=False),  # casefolded: one name however it is written
    Column("prompt", Text, nullable=False),
    Column("negative_prompt", Text, nullable=False),
    Column("options", JSON, nullable=False),
    Column("sharing", String(16), nullable=False, server_default="own"),
    Column("created_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime),
)
Index("styles_names", styles.c.server_id, styles.c.owner_id, styles.c.name, unique=True)
Index("styles_owners", styles.c.owner_id)
partial_index("styles_shared", styles, "server_id", "sharing", "name", where="sharing <> 'own'")

input_images = Table(
    "input_images",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("path", Text, nullable=False),
    Column("content_type", String(100), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)
