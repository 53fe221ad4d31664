"""``enforce_nonce``: the same message, sent again within minutes, is not posted twice."""

from bot.sandbox.payloads import Payload
from bot.timing import Time

_KEPT_S = 300.0


class Nonces:
    """Remembers which message each nonce made."""

    def __init__(self, time: Time) -> None:
        self._time = time
        self._known: dict[str, tuple[float, int]] = {}

    def find(self, body: Payload) -> int | None:
        """Return the id of the message that this body made before, if it asks for that."""
        if not body.get("enforce_nonce"):
            return None
        made_at, message_id = self._known.get(str(body.get("nonce")), (-_KEPT_S, 0))
        return message_id if self._time.monotonic() - made_at < _KEPT_S else None

    def keep(self, body: Payload, message_id: int) -> None:
        """Remember the message that this body has made."""
        if body.get("nonce") is not None:
            now = self._time.monotonic()
            self._known = {k: v for k, v in self._known.items() if now - v[0] < _KEPT_S}
            self._known[str(body["nonce"])] = (now, message_id)
