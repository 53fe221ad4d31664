"""Compares each request with Discord's OpenAPI document.

The schema checker (PyPI ``jsonschema-rs``) comes with the ``demo`` extra. Without it the sandbox
works and says that requests are not checked.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from re import Pattern
from threading import Lock

import structlog

from bot.sandbox.openapi import operation, query_patterns, request_document
from bot.sandbox.payloads import Payload
from bot.sandbox.schema_errors import Problem, Validator, best_problem, compile_schema

logger = structlog.stdlib.get_logger(__name__)

_reading = Lock()


@dataclass(frozen=True, slots=True)
class _Operation:
    validator: Validator | None
    needs_body: bool
    query: Mapping[str, Pattern[str]]


class Checker:
    """Checks bodies and query names; what takes time happens in threads."""

    def __init__(self, *, is_wanted: bool) -> None:
        self.is_active = is_wanted and find_spec("jsonschema_rs") is not None
        self._loading: asyncio.Task[Payload] | None = None
        self._operations: dict[tuple[str, str], _Operation | None] = {}
        if is_wanted and not self.is_active:
            logger.warning("jsonschema-rs is not installed: requests are not checked")

    def start(self) -> None:
        """Begin to read the document, without waiting for it."""
        if self.is_active:
            self._loading = asyncio.create_task(asyncio.to_thread(_document))

    async def stop(self) -> None:
        """Wait until nothing runs in a thread any more."""
        if self._loading is not None:
            await self._loading

    async def problem(
        self, method: str, route: str, query: Mapping[str, str], body: object
    ) -> Problem | None:
        """Return what is wrong with a request, or None.

        Args:
            method: The HTTP method.
            route: The path as the document writes it, with names in braces.
            query: The query parameters.
            body: The JSON body (with multipart: the part ``payload_json``), or None.
        """
        if not self.is_active:
            return None
        if (method, route) not in self._operations:
            found = await asyncio.to_thread(_compiled, method, route)
            self._operations[method, route] = found
        known = self._operations[method, route]
        if known is None:
            return None  # a handful of routes are not in the document
        return _query_problem(known, query) or _body_problem(known, body)


def _query_problem(known: _Operation, query: Mapping[str, str]) -> Problem | None:
    for name, value in query.items():
        if name not in known.query:
            return Problem(where=f"query.{name}", message="Unknown query parameter.")
        if not known.query[name].fullmatch(value):
            return Problem(where=f"query.{name}", message=f"{value!r} is of the wrong kind.")
    return None


def _body_problem(known: _Operation, body: object) -> Problem | None:
    if body is None:
        return Problem(where="", message="A body is required.") if known.needs_body else None
    return None if known.validator is None else best_problem(known.validator, body)


# The document never changes, so every sandbox of a process shares what was made from it.
def _document() -> Payload:
    with _reading:
        return _read_once()


@cache
def _read_once() -> Payload:
    return request_document()


@cache
def _compiled(method: str, route: str) -> _Operation | None:
    document = _document()
    found = operation(document, method, route)
    if found is None:
        return None
    body = found.get("requestBody", {})
    schema = body.get("content", {}).get("application/json", {}).get("schema")
    return _Operation(
        None if schema is None else compile_schema(schema, document["components"]),
        bool(body.get("required")),
        query_patterns(document, method, route),
    )
