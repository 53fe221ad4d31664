"""What the studio accepted: one entry a submit, so that a test can count what was paid for."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

_ENTRIES_MAX = 10_000
_TEXT_MAX = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One accepted submit; *api* is ``v2`` or ``v3``, *body* its JSON with pictures cut out."""

    task_id: str
    api: str
    body: Mapping[str, object]
    at: datetime


class Journal:
    """The newest submissions, oldest first."""

    def __init__(self) -> None:
        self._entries: deque[Submission] = deque(maxlen=_ENTRIES_MAX)

    @property
    def entries(self) -> tuple[Submission, ...]:
        """All that is remembered."""
        return tuple(self._entries)

    def write(self, *, task_id: str, api: str, body: Mapping[str, object], at: datetime) -> None:
        """Remember that a submit was accepted."""
        kept = {name: _without_pictures(value) for name, value in body.items()}
        self._entries.append(Submission(task_id=task_id, api=api, body=kept, at=at))


def _without_pictures(value: object) -> object:
    """Return *value* without its huge texts: those are pictures in base64."""
    match value:
        case str() if len(value) > _TEXT_MAX:
            return f"<{len(value)} characters>"
        case dict():
            return {name: _without_pictures(inner) for name, inner in value.items()}
        case list():
            return [_without_pictures(inner) for inner in value]
        case _:
            return value
