"""Types for a wire that sends numbers as strings, nulls for nothing, and leaves fields out.

A wrong value becomes "not there" instead of an error: the decision about a reply hangs on few
fields, and a strange value in another one must not lose a paid image.
"""

import math
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict


def number(value: object) -> float | None:
    """Return a finite number or numeric string as a float, anything else as None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        parsed = float(value)
    except (ValueError, OverflowError):
        return None
    return parsed if math.isfinite(parsed) else None


def whole_number(value: object) -> int | None:
    """Return a whole number or its string as an int, anything else as None."""
    parsed = number(value)
    return int(parsed) if parsed is not None and parsed.is_integer() else None


def text(value: object) -> str:
    """Return a string, or a number as one; anything else is empty."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return ""
    return str(value)


def items(value: object) -> list[object]:
    """Return a list; null is an empty one, and a lone value a list of it."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def texts(value: object) -> list[str]:
    """Return the items as texts, keeping their places."""
    return [text(item) for item in items(value)]


def objects(value: object) -> list[dict[str, object]]:
    """Return the items as objects, keeping their places: what is no object is an empty one."""
    return [json_object(item) for item in items(value)]


def json_object(value: object) -> dict[str, object]:
    """Return an object, or an empty one."""
    return value if isinstance(value, dict) else {}


Number = Annotated[float | None, BeforeValidator(number)]
WholeNumber = Annotated[int | None, BeforeValidator(whole_number)]
Text = Annotated[str, BeforeValidator(text)]
Texts = Annotated[tuple[str, ...], BeforeValidator(texts)]
Truth = Annotated[bool, BeforeValidator(lambda value: value is True or value == "true")]
AsObject = BeforeValidator(json_object)
AsObjects = BeforeValidator(objects)


class WireModel(BaseModel):
    """A part of a reply: unknown keys are ignored, and every field has a default."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    @classmethod
    def read(cls, data: object) -> Self:
        """Return *data* as this model; what is no object counts as an empty one."""
        return cls.model_validate(json_object(data))
