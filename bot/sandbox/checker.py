"""Compares each request with Discord's OpenAPI document.

The schema checker (PyPI ``jsonschema-rs``) comes with the ``demo`` extra. Without it the sandbox
works and says that requests are not checked.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from bot.sandbox.openapi import operation, query_names, request_document
from bot.sandbox.payloads import Payload
from bot.sandbox.schema_errors import Problem, Validator, best_problem, compile_schema

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Operation:
    validator: Validator | None
    needs_body: bool
    query_names: set[str]


class Checker:
    """Checks bodies and query names; loads and compiles in threads, each operation once."""

    def __init__(self, *, is_wanted: bool) -> None:
        self.is_active = is_wanted and find_spec("jsonschema_rs") is not None
        self._operations: dict[tuple[str, str], _Operation | None] = {}
        self._loading: asyncio.Task[Payload] | None = None
        self._compiling = asyncio.Lock()
        if is_wanted and not self.is_active:
            logger.warning("jsonschema-rs is not installed: requests are not checked")

    def start(self) -> None:
        """Begin to load the document, without waiting for it."""
        if self.is_active:
            self._document()

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
        known = await self._operation(method, route)
        if known is None:
            return None  # a handful of routes are not in the document
        strange = sorted(set(query) - known.query_names)
        if strange:
            return Problem(where=f"query.{strange[0]}", message="Unknown query parameter.")
        if body is None:
            return Problem(where="", message="A body is required.") if known.needs_body else None
        if known.validator is None:
            return None
        return best_problem(known.validator, body)

    async def _operation(self, method: str, route: str) -> _Operation | None:
        key = (method, route)
        if key not in self._operations:
            async with self._compiling:
                if key not in self._operations:
                    self._operations[key] = await self._compiled(method, route)
        return self._operations[key]

    async def _compiled(self, method: str, route: str) -> _Operation | None:
        document = await asyncio.shield(self._document())
        found = operation(document, method, route)
        if found is None:
            return None
        body = found.get("requestBody", {})
        schema = body.get("content", {}).get("application/json", {}).get("schema")
        validator = None
        if schema is not None:
            validator = await asyncio.to_thread(compile_schema, schema, document["components"])
        return _Operation(
            validator, bool(body.get("required")), query_names(document, method, route)
        )

    def _document(self) -> asyncio.Task[Payload]:
        if self._loading is None:
            self._loading = asyncio.create_task(asyncio.to_thread(request_document))
        return self._loading
