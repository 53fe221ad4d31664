"""The tables of what images show and where they stand: blocked ones, and messages with them.

Registered on the one ``metadata`` of ``bot.store.schema``, as the migrations create them.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, Table, Text

from bot.store.column_types import RowId, UtcTime
from bot.store.partial_index import partial_index
from bot.store.schema import metadata

blocked_images = Table(  # images that a server wants never to see again, by perceptual hash
    "blocked_images",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("pdq", LargeBinary, nullable=False),  # 32 bytes
    Column("generation_id", BigInteger),
    Column("moderator_id", BigInteger, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("created_at", UtcTime, nullable=False),
)
Index("blocked_images_once", blocked_images.c.server_id, blocked_images.c.pdq, unique=True)
Index("blocked_images_pages", blocked_images.c.server_id, blocked_images.c.id)

posted_messages = Table(  # every message that shows a generation's images, so that all can go
    "posted_messages",
    metadata,
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("generation_id", RowId, ForeignKey("generations.id"), nullable=False),
    Column("goes_at", UtcTime),  # when it is to be taken away; None: it stays
)
Index("posted_messages_generations", posted_messages.c.generation_id)
partial_index("posted_messages_going", posted_messages, "goes_at", where="goes_at IS NOT NULL")
