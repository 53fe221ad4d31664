"""Finding, among all that a schema checker says, the one error that a person wants to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.payloads import Payload

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError

    Validator = Draft202012Validator
else:
    Validator = object

_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a request; *where* is a path like ``data.components[0].label``."""

    where: str
    message: str


def compile_schema(schema: Payload, components: Payload) -> "Draft202012Validator":
    """Compile one schema of the document; takes about 15 ms, so call it in a thread."""
    import jsonschema_rs  # noqa: PLC0415 - only the demo extra brings it

    return jsonschema_rs.Draft202012Validator({**schema, "components": components})


def best_problem(validator: "Draft202012Validator", body: object) -> Problem | None:
    """Return the most telling error of *body*, or None if it is valid."""
    if validator.is_valid(body):
        return None
    error = _deepest(list(validator.iter_errors(body)))
    message = error.message
    if len(message) > _LONGEST:
        message = f"…{message[-_LONGEST:]}"  # what is wrong stands at the end, after the value
    return Problem(where=_path(error.instance_path), message=message)


def _deepest(errors: list["ValidationError"]) -> "ValidationError":
    error = min(errors, key=_rank)
    branches: list[list[ValidationError]] = [
        branch for branch in getattr(error.kind, "context", None) or [] if branch
    ]
    if not branches:
        return error
    # Of a union, the branch that was meant is the one whose "type" fits with fewest errors.
    return _deepest(min(branches, key=_branch_rank))


def _branch_rank(branch: list["ValidationError"]) -> tuple[bool, int, int]:
    is_other_kind = any(
        error.instance_path[-1:] == ["type"] or (error.kind.name == "type" and _is_whole(error))
        for error in branch
    )
    return is_other_kind, len(branch), -max(len(error.instance_path) for error in branch)


def _is_whole(error: "ValidationError") -> bool:
    return isinstance(error.instance, dict | list)


def _rank(error: "ValidationError") -> int:
    return -len(error.instance_path)


def _path(parts: Iterable[str | int]) -> str:
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.removeprefix(".")
