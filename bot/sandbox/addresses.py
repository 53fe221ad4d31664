"""Where the sandbox can be reached; known once it listens."""


class Addresses:
    """The addresses of one sandbox, all on one port."""

    def __init__(self) -> None:
        self._authority = ""

    def set(self, host: str, port: int) -> None:
        """Note where the server listens."""
        shown = f"[{host}]" if ":" in host else host
        self._authority = f"{shown}:{port}"

    @property
    def rest_url(self) -> str:
        """The HTTP API, with its version."""
        return f"http://{self._authority}/api/v10"

    @property
    def gateway_url(self) -> str:
        """The gateway's websocket."""
        return f"ws://{self._authority}/gateway"

    @property
    def cdn_url(self) -> str:
        """The CDN, for avatars and attachments."""
        return f"http://{self._authority}/cdn"

    @property
    def page_url(self) -> str:
        """The page for people."""
        return f"http://{self._authority}/"
