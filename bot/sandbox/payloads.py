"""The JSON that Discord and its clients exchange, as Python sees it."""

from typing import Any, TypeAlias

# Any: Discord's objects are open by design; what guards their shape is the check against
# Discord's own OpenAPI document, of requests at run time and of answers in the tests.
Payload: TypeAlias = dict[str, Any]


def without_nulls(payload: Payload) -> Payload:
    """Return *payload* without the keys whose value is null, as Discord answers."""
    return {key: value for key, value in payload.items() if value is not None}
