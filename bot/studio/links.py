"""Signed links: who holds one may fetch that image until the link expires, without a key."""

import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import urlencode

IMAGES_PATH = "/images"
_DIGITS_MAX = 15  # Python refuses to read numbers of thousands of digits


class Links:
    """Makes and checks links to images; *secret* empty means one for this run alone."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode() or secrets.token_bytes(32)

    def url(self, origin: str, name: str, expires_at: datetime) -> str:
        """Return the link to the image *name* below *origin* that dies at *expires_at*."""
        expires_s = int(expires_at.timestamp())
        query = urlencode({"exp": expires_s, "sig": self._signature(name, expires_s)})
        return f"{origin.rstrip('/')}{IMAGES_PATH}/{name}?{query}"

    def is_valid(self, name: str, exp: str, sig: str, now: datetime) -> bool:
        """Tell whether the query values *exp* and *sig* of a link to *name* hold at *now*."""
        if not (exp.isascii() and exp.isdigit() and len(exp) <= _DIGITS_MAX):
            return False
        expected = self._signature(name, int(exp)).encode()
        return hmac.compare_digest(expected, sig.encode()) and now.timestamp() < int(exp)

    def _signature(self, name: str, expires_s: int) -> str:
        text = f"{name}\n{expires_s}".encode()
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()
