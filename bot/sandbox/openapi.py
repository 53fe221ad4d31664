"""Discord's OpenAPI document, made fit for checking requests.

The document is Discord's own (MIT, see the licence beside it). It is stricter than Discord in
some places and laxer in others; what is changed here, and nothing else, is what was found to be
needed for requests that Discord takes.
"""

import json
import re
from collections.abc import Iterator
from importlib.resources import files

from bot.sandbox.payloads import Payload

_DIGITS = "^-?[0-9]+$"
_ANYTHING = re.compile(r".*", re.DOTALL)
_QUERY_PATTERNS = {
    "boolean": re.compile(r"[01]|true|false", re.IGNORECASE),  # discord.py writes 1 and 0
    "integer": re.compile(r"-?[0-9]+"),
}
_COMMAND_REQUESTS = (
    "ApplicationCommandCreateRequest",
    "ApplicationCommandUpdateRequest",
    "ApplicationCommandPatchRequestPartial",
)
_EDIT_REQUESTS = (
    "IncomingWebhookUpdateRequestPartial",
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial",
    "MessageEditRequestPartial",
)


def load_document() -> Payload:
    """Read the document as Discord publishes it; takes about 15 ms, so call it in a thread."""
    text = files("bot.sandbox").joinpath("data", "openapi.json").read_bytes()
    document: Payload = json.loads(text)
    return document


def request_document() -> Payload:
    """Read the document with its objects closed and loosened as said at the top."""
    document = load_document()
    for node in _objects(document):
        _close(node)
        _loosen_numbers(node)
        _loosen_nonce(node)
    schemas = document["components"]["schemas"]
    schemas["SnowflakeType"] = {"type": ["string", "integer"], "pattern": _DIGITS}
    for name in _EDIT_REQUESTS:
        schemas[name]["properties"]["tts"] = {"type": ["boolean", "null"]}
    for name in _COMMAND_REQUESTS:
        schemas[name]["properties"]["nsfw"] = {"type": ["boolean", "null"]}
    schemas["RichEmbed"]["properties"]["flags"] = {"type": ["integer", "null"]}
    # Media channels stand in Discord's preview of the document only, and discord.py names them.
    schemas["ChannelTypes"]["oneOf"].append({"title": "GUILD_MEDIA", "const": 16})
    return document


def operation(document: Payload, method: str, route: str) -> Payload | None:
    """Return the operation for an HTTP method and a path template, or None."""
    found: Payload | None = document["paths"].get(route, {}).get(method.lower())
    return found


def query_patterns(document: Payload, method: str, route: str) -> dict[str, re.Pattern[str]]:
    """Return the query parameters of an operation, each with what its value looks like."""
    path = document["paths"].get(route, {})
    parameters = [*path.get("parameters", []), *path.get(method.lower(), {}).get("parameters", [])]
    return {
        each["name"]: _QUERY_PATTERNS.get(_kind(each.get("schema", {})), _ANYTHING)
        for each in parameters
        if each.get("in") == "query"
    }


def _kind(schema: Payload) -> str:
    if schema.get("$ref", "").endswith("/SnowflakeType"):
        return "integer"
    return str(schema.get("type", ""))


def _objects(node: object) -> Iterator[Payload]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from _objects(value)


def _close(node: Payload) -> None:
    # A schema that is called "properties" inside another one has no properties of its own.
    if isinstance(node.get("properties"), dict) and isinstance(node.get("type"), str | list):
        node.setdefault("additionalProperties", False)


def _loosen_numbers(node: Payload) -> None:
    if node.get("format") == "int64" and node.get("type") == "integer":
        node["type"] = ["integer", "string"]
        node["pattern"] = _DIGITS


def _loosen_nonce(node: Payload) -> None:
    nonce = node.get("nonce")
    if isinstance(nonce, dict) and "oneOf" in nonce:
        nonce["anyOf"] = nonce.pop("oneOf")
