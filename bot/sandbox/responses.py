"""The HTTP answers that are not a handler's own: JSON, 429, and planned faults."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web

from bot.sandbox.faults import Fault, Refused, ServerTrouble, TooManyRequests
from bot.sandbox.refusals import DiscordRefusal

_RETRY_AFTER_S = 0.05


def planned_answer(fault: Fault | None, headers: dict[str, str]) -> web.Response | None:
    """Return the answer that a fault prescribes, or None if it prescribes none."""
    if isinstance(fault, ServerTrouble):
        return web.Response(status=fault.status, text="upstream connect error")
    if isinstance(fault, Refused):
        refusal = DiscordRefusal(fault.status, fault.code, fault.message)
        if refusal.status == HTTPStatus.TOO_MANY_REQUESTS:
            return refused_for_now(refusal, headers)
        return json_response(refusal.payload(), refusal.status, headers)
    if not isinstance(fault, TooManyRequests):
        return None
    shown = dict(headers)
    if fault.has_via:
        shown["Via"] = "1.1 sandbox"
    if fault.is_global:
        shown |= {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
    return too_many(fault.retry_after_s, shown, is_global=fault.is_global)


def too_many(retry_after_s: float, headers: dict[str, str], *, is_global: bool) -> web.Response:
    """Return a 429."""
    body = {
        "message": "You are being rate limited.",
        "retry_after": round(retry_after_s, 3),
        "global": is_global,
        "code": 0,
    }
    return json_response(body, HTTPStatus.TOO_MANY_REQUESTS, headers)


def refused_for_now(refusal: DiscordRefusal, headers: dict[str, str]) -> web.Response:
    """Return a 429 that is one of Discord's errors, with what discord.py reads from every 429."""
    body = {**refusal.payload(), "retry_after": _RETRY_AFTER_S, "global": False}
    return json_response(body, refusal.status, {**headers, "Via": "1.1 sandbox"})


def json_response(
    payload: object, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Return JSON with the exact content type that discord.py asks for, without a charset."""
    return web.Response(
        body=json.dumps(payload, ensure_ascii=False).encode(),
        status=status,
        headers=headers,
        content_type="application/json",
    )
