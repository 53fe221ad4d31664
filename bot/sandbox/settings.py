"""What can be set about the sandbox."""

import secrets
from dataclasses import dataclass, field


def _new_token() -> str:
    return f"sandbox.{secrets.token_hex(4)}.{secrets.token_hex(12)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxSettings:
    """Addresses, limits and deadlines of the loopback Discord.

    Attributes:
        host: Where to listen; loopback unless someone knows what they do.
        port: Port to listen on, or 0 for a free one.
        token: The bot token that is accepted; a new one by default.
        attachment_size_limit: Bytes that one file may have.
        answer_deadline_s: Time for the first answer to an interaction.
        token_lifetime_s: How long an interaction's token lives.
        link_lifetime_s: How long a signed CDN link is good for.
        webhook_limit: Calls per *webhook_window_s* on one interaction's token and route.
        webhook_window_s: The window of *webhook_limit*.
        old_edits: Edits that a message older than an hour takes; Discord names no number.
        heartbeat_interval_s: What HELLO asks of the client.
        privileged_intents: Bits that the application may ask for; else the gateway closes (4014).
        checks_requests: Compare each request with Discord's OpenAPI document.
    """

    host: str = "127.0.0.1"
    port: int = 0
    token: str = field(default_factory=_new_token, repr=False)
    attachment_size_limit: int = 10 * 1024 * 1024
    answer_deadline_s: float = 3.0
    token_lifetime_s: float = 15 * 60.0
    link_lifetime_s: float = 24 * 3600.0
    webhook_limit: int = 5
    webhook_window_s: float = 2.0
    old_edits: int = 5
    heartbeat_interval_s: float = 41.25
    privileged_intents: int = 0
    checks_requests: bool = True
