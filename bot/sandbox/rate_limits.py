"""Rate limits as Discord does them: buckets by route and major parameter, told in headers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from bot.sandbox.settings import SandboxSettings
from bot.timing import Time

_MAJOR = ("channel_id", "guild_id", "webhook_token", "interaction_token")
_ROUTE_LIMITS: dict[tuple[str, str], tuple[int, float]] = {
    ("POST", "/channels/{channel_id}/messages"): (5, 5.0),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): (5, 5.0),
    ("POST", "/channels/{channel_id}/typing"): (5, 5.0),
}
_OTHERS = (20, 5.0)
_GLOBAL_LIMIT = 50
_GLOBAL_WINDOW_S = 1.0
_MOST_WINDOWS = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a request may pass, and what its answer's headers say about it."""

    retry_after_s: float | None
    is_global: bool
    headers: Mapping[str, str]

    @property
    def is_refused(self) -> bool:
        """Whether the answer is 429."""
        return self.retry_after_s is not None


@dataclass(slots=True)
class _Window:
    ends_at: float
    used: int = 0


class RateLimits:
    """Counts the requests of each bucket in windows that begin with their first request."""

    def __init__(self, settings: SandboxSettings, time: Time) -> None:
        self._settings = settings
        self._time = time
        self._windows: dict[tuple[str, ...], _Window] = {}

    def take(self, method: str, route: str, params: Mapping[str, str], *, is_bot: bool) -> Verdict:
        """Count a request; *is_bot* tells that the bot's token came with it.

        Routes of interactions and webhooks carry their own token and are exempt from the global
        limit.
        """
        limit, window_s = self._limit(method, route)
        window = self._window(
            (method, route, *(params[name] for name in _MAJOR if name in params)), window_s
        )
        now = self._time.monotonic()
        wide = self._window(("global",), _GLOBAL_WINDOW_S)
        is_global = is_bot and wide.used >= _GLOBAL_LIMIT
        retry_after_s = None
        if is_global:
            retry_after_s = wide.ends_at - now
        elif window.used >= limit:
            retry_after_s = window.ends_at - now
        else:
            window.used += 1
            wide.used += is_bot
        headers = self._headers(method, route, limit, window)
        if retry_after_s is not None:
            headers.update(_refusal_headers(retry_after_s, is_global=is_global))
        return Verdict(retry_after_s=retry_after_s, is_global=is_global, headers=headers)

    def _limit(self, method: str, route: str) -> tuple[int, float]:
        if route.startswith(("/webhooks/", "/interactions/")):
            return self._settings.webhook_limit, self._settings.webhook_window_s
        return _ROUTE_LIMITS.get((method, route), _OTHERS)

    def _window(self, key: tuple[str, ...], window_s: float) -> _Window:
        now = self._time.monotonic()
        window = self._windows.get(key)
        if window is None or window.ends_at <= now:
            if len(self._windows) > _MOST_WINDOWS:
                self._windows = {k: w for k, w in self._windows.items() if w.ends_at > now}
            window = self._windows[key] = _Window(now + window_s)
        return window

    def _headers(self, method: str, route: str, limit: int, window: _Window) -> dict[str, str]:
        left_s = max(window.ends_at - self._time.monotonic(), 0.0)
        bucket = hashlib.sha256(f"{method} {route}".encode()).hexdigest()[:32]
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(limit - window.used),
            "X-RateLimit-Reset": f"{self._time.now().timestamp() + left_s:.3f}",
            "X-RateLimit-Reset-After": f"{left_s:.3f}",
            "X-RateLimit-Bucket": bucket,
        }


def _refusal_headers(retry_after_s: float, *, is_global: bool) -> dict[str, str]:
    # Without Via, discord.py takes a 429 for a ban by Cloudflare and gives up at once.
    headers = {
        "Retry-After": str(int(retry_after_s) + 1),
        "Via": "1.1 sandbox",
        "X-RateLimit-Scope": "global" if is_global else "user",
    }
    return {**headers, "X-RateLimit-Global": "true"} if is_global else headers
