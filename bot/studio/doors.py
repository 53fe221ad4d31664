"""What every request passes before its handler: refusals put into words, keys, faults."""

import hmac

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.studio import v2_answers, v3_answers
from bot.studio.faults import Fault, Faults, Place
from bot.studio.refusals import Reason, Refused
from bot.studio.subject import Subjects
from bot.timing import Time

_KEYLESS = "/images/"
_PLACES = {
    ("POST", "/v2/txt2img"): Place.SUBMIT,
    ("POST", "/v2/img2img"): Place.SUBMIT,
    ("POST", "/v2/upscale"): Place.SUBMIT,
    ("POST", "/v3/async/txt2img"): Place.SUBMIT,
    ("POST", "/v3/async/img2img"): Place.SUBMIT,
    ("GET", "/v2/progress"): Place.LOOK,
    ("GET", "/v3/async/task-result"): Place.LOOK,
    ("GET", "/v3/model"): Place.MODELS,
}


def refusal_door() -> Middleware:
    """Return the middleware that says a ``Refused`` in the words of the wire in use."""

    @web.middleware
    async def door(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refused as refused:
            return _answer(request, refused)

    return door


def key_door(api_key: str) -> Middleware:
    """Return the middleware that asks for the key, except for images: their links are signed."""
    expected = api_key.encode()

    @web.middleware
    async def door(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(_KEYLESS):
            key = _sent_key(request)
            if not key:
                raise Refused(Reason.KEY_MISSING, "API key is missing")
            if not hmac.compare_digest(key.encode("utf-8", "surrogateescape"), expected):
                raise Refused(Reason.KEY_WRONG, "API key validation failed")
        return await handler(request)

    return door


def fault_door(faults: Faults, subjects: Subjects, time: Time) -> Middleware:
    """Return the middleware that makes the trouble asked for."""

    @web.middleware
    async def door(request: web.Request, handler: Handler) -> web.StreamResponse:
        place = _place(request)
        if place is None or not faults.is_planned(place):
            return await handler(request)
        strike = faults.take(place, await subjects.prompt(request))
        if strike is None:
            return await handler(request)
        fault = strike.fault
        if fault.delay_s:
            await time.sleep(fault.delay_s)
        answer = await handler(request) if fault.served else None
        strike.happened.set()
        strike.happened_at = time.now()
        answer = await _trouble(request, fault, faults) or answer or await handler(request)
        return await _torn(request, answer) if fault.torn else answer

    return door


async def _trouble(request: web.Request, fault: Fault, faults: Faults) -> web.StreamResponse | None:
    """Return the answer that *fault* gives, or None if it only is late."""
    if fault.refusal is not None:
        return _answer(request, Refused(fault.refusal, f"fault: {fault.refusal}"))
    if fault.http_status is not None:
        return web.Response(status=fault.http_status, headers=fault.headers, body=fault.body)
    if fault.hang:
        await faults.hang()
    if (fault.hang or fault.drop) and request.transport is not None:
        request.transport.abort()
        return web.Response(status=500)
    return None


async def _torn(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    """Send half of *answer*, then cut the connection."""
    body = answer.body if isinstance(answer, web.Response) else b""
    whole = body if isinstance(body, bytes) else b""
    half = web.StreamResponse(status=answer.status)
    half.content_type = answer.content_type
    half.content_length = len(whole)
    await half.prepare(request)
    await half.write(whole[: len(whole) // 2])
    if request.transport is not None:
        request.transport.abort()
    return half


def _answer(request: web.Request, refused: Refused) -> web.Response:
    if request.path.startswith("/v2/"):
        return v2_answers.refusal(refused)
    return v3_answers.refusal(refused)


def _sent_key(request: web.Request) -> str:
    """Return the key as any of the clients sends it; one of them leaves "Bearer" out."""
    authorization = request.headers.get("Authorization", "").strip()
    scheme, _, rest = authorization.partition(" ")
    if scheme.casefold() == "bearer":
        return rest.strip()
    return authorization or request.headers.get("X-Omni-Key", "").strip()


def _place(request: web.Request) -> Place | None:
    if request.path.startswith(_KEYLESS):
        return Place.DOWNLOAD
    return _PLACES.get((request.method, request.path))
