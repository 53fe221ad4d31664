"""What a studio is told when it is built."""

import os
from dataclasses import dataclass, field
from pathlib import Path

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioSettings:
    """How the studio listens, how much it does, and what it refuses.

    Attributes:
        api_key: What a client must send. Never logged.
        port: 0 takes a free one; ``Studio.base_url`` tells which.
        workers: Processes that paint, one a core by default.
        waiting_limit: Tasks that may wait; one more is answered with HTTP 429.
        waiting_bytes: Sent pictures that may wait; beyond them one more is answered with HTTP 429.
        task_deadline_s: A task that paints longer ends as timed out.
        link_secret: Signs image links; empty means a random one for this run.
        public_url: Start of the links, when the studio stands behind a proxy; empty means the
            address that the client itself used.
        data_dir: Where images lie; None means a temporary folder, removed at the end.
        balance: Money of the account, in 0.0001 USD.
        image_price: What one image takes from it, in 0.0001 USD.
        refused_words: A prompt that holds one of these is refused.
        painter: Module that paints, see ``bot.studio.worker``.
    """

    api_key: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 0
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    waiting_limit: int = 1000
    waiting_bytes: int = 256 * MEBIBYTE
    task_deadline_s: float = 600.0
    link_secret: str = field(default="", repr=False)
    public_url: str = ""
    data_dir: Path | None = None
    kept_tasks: int = 500
    kept_bytes: int = 1024 * MEBIBYTE
    balance: int = 1_000_000_000
    image_price: int = 15
    refused_words: tuple[str, ...] = ("csam", "child pornography")
    painter: str = "bot.studio.painter"
