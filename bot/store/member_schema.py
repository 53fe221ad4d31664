"""The tables of what members keep beside their generations, from favourites to their last wish.

Registered on the one ``metadata`` of ``bot.store.schema``, as the migrations create them.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from bot.store.column_types import RowId, UtcTime
from bot.store.schema import metadata

favourites = Table(  # who keeps which generation, the own or another's
    "favourites",
    metadata,
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("generation_id", RowId, ForeignKey("generations.id"), primary_key=True),
    Column("server_id", BigInteger, nullable=False),  # where the generation was made
    Column("created_at", UtcTime, nullable=False),
)
Index(
    "favourites_of_server",
    *(favourites.c.server_id, favourites.c.member_id, favourites.c.generation_id),
)
Index("favourites_generations", favourites.c.generation_id)

prompt_words = Table(  # by which words of its prompt, and style, a member finds a generation
    "prompt_words",
    metadata,
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("word", String(64), primary_key=True),
    Column("generation_id", RowId, ForeignKey("generations.id"), primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
Index(
    "prompt_words_of_server",
    *(prompt_words.c.server_id, prompt_words.c.member_id),
    *(prompt_words.c.word, prompt_words.c.generation_id),
)
Index("prompt_words_generations", prompt_words.c.generation_id)

word_backlog = (
    Table(  # what was delivered before words were written: ids below are still to be read
        "word_backlog",
        metadata,
        Column("below_id", RowId, primary_key=True, autoincrement=False),
    )
)

member_settings = Table(  # a member's own defaults, wherever they ask
    "member_settings",
    metadata,
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("options", JSON, nullable=False),  # texts by the names of `/imagine`'s options
    Column("quick", JSON, nullable=False),  # the last choices of `/quick`
    Column("is_private", Boolean, nullable=False, server_default=text("0")),
    Column("changed_at", UtcTime, nullable=False),
)

server_settings = Table(  # what a server's moderators have chosen
    "server_settings",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("report_channel_id", BigInteger),  # None: reports are rows only
    Column("style_sharing", String(16), nullable=False, server_default="approved"),
    Column("changed_at", UtcTime, nullable=False),
)

reports = Table(  # what members showed the moderators; the workflow reads them
    "reports",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("generation_id", RowId, ForeignKey("generations.id")),  # None: not one of ours
    Column("server_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("reporter_id", BigInteger, nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False, server_default="other"),
    Column("reason", Text, nullable=False),
    Column("status", String(16), nullable=False, server_default="open"),
    Column("case_id", RowId),  # None: of a time when there were no cases
    Column("created_at", UtcTime, nullable=False),
)
Index("reports_cases", reports.c.case_id)
Index("reports_once", reports.c.message_id, reports.c.reporter_id, unique=True)
Index("reports_of_server", reports.c.server_id, reports.c.id)
Index("reports_generations", reports.c.generation_id, reports.c.reporter_id, unique=True)
Index("reports_reporters", reports.c.reporter_id, reports.c.created_at)

erasures = Table(  # who wants everything of theirs deleted, and how far that has come
    "erasures",
    metadata,
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("up_to_id", BigInteger, nullable=False),  # the newest generation that is meant
    Column("cleaned_to", BigInteger, nullable=False, server_default="0"),
    Column("first_open_id", BigInteger),  # passed by on the way, since it had not ended
    Column("removed", Integer, nullable=False, server_default="0"),
    Column("asked_at", UtcTime, nullable=False),
)

style_previews = Table(  # one picture for what a style says, made once
    "style_previews",
    metadata,
    Column("content_sha256", String(64), primary_key=True),
    Column("generation_id", RowId),  # that makes it; a row here outlives it
    Column("picture", LargeBinary),  # a small WebP, None until it is made
    Column("created_at", UtcTime, nullable=False),
)
Index("style_previews_generations", style_previews.c.generation_id)
