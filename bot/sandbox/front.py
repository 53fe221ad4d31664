"""The front of the HTTP API: what every request goes through before its handler sees it.

In this order: planned faults, the bot token, rate limits, reading the body, Discord's OpenAPI
document, the handler; and whatever happens, the journal.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web

from bot.sandbox.bodies import Body, read_body
from bot.sandbox.cdn import Upload
from bot.sandbox.checker import Checker
from bot.sandbox.faults import Fault, Faults, Hang, LostConnection, Slow, Strike
from bot.sandbox.journal import Journal, SeenRequest
from bot.sandbox.payloads import Payload
from bot.sandbox.rate_limits import RateLimits
from bot.sandbox.refusals import (
    WRONG_BODIES,
    DiscordRefusal,
    invalid_form,
    not_served,
    unauthorized,
)
from bot.sandbox.responses import json_response, planned_answer, refused_for_now, too_many
from bot.sandbox.settings import SandboxSettings
from bot.timing import Time

API = "/api/v10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that has passed the front."""

    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Payload
    items: list[Payload]
    files: Mapping[int, Upload]

    def id(self, name: str) -> int:
        """Return a path parameter that is an id.

        Raises:
            DiscordRefusal: 50035, it is no number.
        """
        if not self.params[name].isdecimal():
            raise invalid_form(name, f'Value "{self.params[name]}" is not snowflake.')
        return int(self.params[name])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler returns; without *json* it has no body."""

    json: object = None
    status: int = HTTPStatus.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One operation: *path* is written as in the OpenAPI document."""

    method: str
    path: str
    handler: Callable[[Call], Awaitable[Answer]]
    needs_token: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Wraps handlers into aiohttp routes."""

    settings: SandboxSettings
    time: Time
    checker: Checker
    limits: RateLimits
    faults: Faults
    journal: Journal

    def wrapped(self, route: Route) -> web.RouteDef:
        """Return the aiohttp route for *route*."""

        async def serve(request: web.Request) -> web.StreamResponse:
            return await self._serve(route, request)

        return web.route(route.method, API + route.path, serve)

    async def not_served(self, request: web.Request) -> web.StreamResponse:
        """Answer a route that the sandbox does not have, and say so."""
        path = request.path.removeprefix(API)
        self.journal.violated(request.method, path, "", "The sandbox does not serve this route.")
        refusal = not_served()
        return json_response(refusal.payload(), refusal.status)

    async def _serve(self, route: Route, request: web.Request) -> web.StreamResponse:
        has_files = request.content_type == "multipart/form-data"
        strike = self.faults.take(route.method, route.path, has_files=has_files)
        if strike is None:
            response, body = await self._answered(route, request, None)
        else:
            response, body = await self._struck(route, request, strike)
        is_cut = strike is not None and isinstance(strike.fault, LostConnection | Hang)
        if is_cut and request.transport is not None:
            request.transport.abort()
        self._note(route, request, body, 0 if is_cut else response.status)
        return response

    async def _struck(
        self, route: Route, request: web.Request, strike: Strike
    ) -> tuple[web.Response, Body]:
        fault = strike.fault
        is_after = isinstance(fault, LostConnection | Slow | Hang) and fault.is_done
        if not is_after:
            strike.happened.set()
            await self._wait(fault)
            if isinstance(fault, LostConnection | Hang):
                return web.Response(), Body()
        response, body = await self._answered(route, request, fault)
        if is_after:
            strike.happened.set()
            await self._wait(fault)
        return response, body

    async def _wait(self, fault: Fault) -> None:
        if isinstance(fault, Slow):
            await self.time.sleep(fault.delay_s)  # the fault that was asked for
        elif isinstance(fault, Hang):
            await self.faults.hang()

    async def _answered(
        self, route: Route, request: web.Request, fault: Fault | None
    ) -> tuple[web.Response, Body]:
        body = Body()
        verdict = self.limits.take(
            route.method, route.path, request.match_info, is_bot=route.needs_token
        )
        headers = dict(verdict.headers)
        planned = planned_answer(fault, headers)
        if planned is not None:
            return planned, body
        if verdict.retry_after_s is not None:
            return too_many(verdict.retry_after_s, headers, is_global=verdict.is_global), body
        try:
            if route.needs_token and not self._has_token(request):
                raise unauthorized()
            body = await read_body(request, most_bytes=self.settings.attachment_size_limit)
            await self._check(route, request, body)
            answer = await self._handled(route, _call(request, body))
        except DiscordRefusal as refusal:
            if refusal.code in WRONG_BODIES:
                reason = refusal.reason or refusal.message
                self.journal.violated(route.method, route.path, refusal.where, reason)
            if refusal.status == HTTPStatus.TOO_MANY_REQUESTS:
                return refused_for_now(refusal, headers), body
            return json_response(refusal.payload(), refusal.status, headers), body
        if answer.json is None:
            return web.Response(status=HTTPStatus.NO_CONTENT, headers=headers), body
        return json_response(answer.json, answer.status, headers), body

    async def _handled(self, route: Route, call: Call) -> Answer:
        try:
            return await route.handler(call)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            if self.checker.is_active:
                raise  # the document has passed the body, so the mistake is ours
            raise invalid_form("", f"Malformed: {error!r}") from error

    async def _check(self, route: Route, request: web.Request, body: Body) -> None:
        problem = await self.checker.problem(route.method, route.path, request.query, body.json)
        if problem is not None:
            raise invalid_form(problem.where, problem.message)

    def _has_token(self, request: web.Request) -> bool:
        given = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(given, f"Bot {self.settings.token}".encode())

    def _note(self, route: Route, request: web.Request, body: Body, status: int) -> None:
        self.journal.requests.append(
            SeenRequest(
                method=route.method,
                route=route.path,
                path=request.path.removeprefix(API),
                body=body.json,
                files=tuple((file.filename, len(file.data)) for file in body.files.values()),
                status=status,
                at_s=self.time.monotonic(),
            )
        )


def _call(request: web.Request, body: Body) -> Call:
    return Call(
        params=request.match_info,
        query=request.query,
        body=body.json if isinstance(body.json, dict) else {},
        items=body.json if isinstance(body.json, list) else [],
        files=body.files,
    )
