"""Reading request bodies as leniently as the service does.

Clients send every optional field as null, and fields that no page lists: null counts as absent,
what is unknown is ignored. What is wrong becomes a ``Refused`` that names the field.
"""

import json
import secrets
from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from bot.studio.refusals import Reason, Refused
from bot.studio.request import SEEDS

_RANGE_ERRORS = frozenset(
    {
        "greater_than",
        "greater_than_equal",
        "less_than",
        "less_than_equal",
        "finite_number",
        "literal_error",
        "string_too_short",
        "string_too_long",
        "too_long",
        "too_short",
    }
)


class Body(BaseModel):
    """A JSON object of a request."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _drop_nulls(cls, value: object) -> object:
        if isinstance(value, dict):
            return {name: field for name, field in value.items() if field is not None}
        return value


BodyT = TypeVar("BodyT", bound=Body)


def json_object(raw: bytes) -> dict[str, object]:
    """Return the JSON object in *raw*.

    Raises:
        Refused: It is none.
    """
    try:
        content: object = json.loads(raw)
    except (ValueError, RecursionError):
        raise Refused(Reason.BAD_BODY, "invalid json") from None
    if not isinstance(content, dict):
        raise Refused(Reason.BAD_BODY, "invalid json: an object is expected")
    return content


def validated(
    kind: type[BodyT], content: dict[str, object], label: Callable[[tuple[int | str, ...]], str]
) -> BodyT:
    """Return *content* as *kind*; *label* names a field in the wire's own way.

    Raises:
        Refused: A field is missing, of the wrong type or out of range.
    """
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        reason = Reason.OUT_OF_RANGE if first["type"] in _RANGE_ERRORS else Reason.BAD_BODY
        raise Refused(reason, f"{label(first['loc'])}: {first['msg']}") from None


def chosen_seed(seed: int) -> int:
    """Return *seed*, or a random one for -1."""
    return secrets.randbelow(SEEDS) if seed < 0 else seed
