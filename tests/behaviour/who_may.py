"""Who may press what: every custom_id and every command that exists, found by listing them.

What is new and stands in neither table makes ``test_who_may.py`` red, until somebody has said
whose it is.
"""

import re
import re._parser as parser  # type: ignore[import-not-found]  # what reads patterns in Python
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from bot.client import EaselClient


class Who(Enum):
    """Whose it is."""

    ANYBODY = "anybody"  # each acts on what is theirs, or on what they see
    MODERATOR = "moderator"  # of the server whose row it is
    ADMIN = "admin"  # with Manage Server alone


ROW = 1  # the id of each row that the tests lay


def templates_of(client: EaselClient) -> Mapping[str, str]:
    """Return every template of a custom_id, and whether it is a component's or a modal's."""
    items: Any = client._connection._view_store._dynamic_items
    found = {pattern.pattern: "component" for pattern in items}
    found |= {pattern.pattern: "modal" for pattern, _submit in client.modals._routes.values()}
    return found


def sample(template: str, row: int = ROW) -> str:
    """Return a custom_id that fits *template*; every number in it is *row*."""
    written = "".join(_written(parser.parse(template), str(row)))
    assert re.fullmatch(template, written), (template, written)
    return written


def _written(parts: Any, digits: str) -> Iterator[str]:
    for kind, value in parts:
        match str(kind):
            case "LITERAL":
                yield chr(value)
            case "SUBPATTERN":
                yield from _written(value[3], digits)
            case "BRANCH":
                yield from _written(value[1][0], digits)
            case "MAX_REPEAT" | "MIN_REPEAT":
                yield from _repeated(value, digits)
            case "IN":
                yield _one_of(value, digits)
            case "ANY" | "NOT_LITERAL":
                yield "x"
            case other:
                raise ValueError(f"no sample for {other}")


def _repeated(value: Any, digits: str) -> Iterator[str]:
    least, _most, inner = value
    text = "".join(_written(inner, digits))
    yield text * max(least, 1)


def _one_of(choices: Any, digits: str) -> str:
    kinds = {str(kind): value for kind, value in choices}
    if "CATEGORY" in kinds and "DIGIT" in str(kinds["CATEGORY"]):
        return digits
    if "RANGE" in kinds:
        low, high = kinds["RANGE"]
        return digits[0] if low <= ord(digits[0]) <= high else chr(low)
    return chr(kinds["LITERAL"]) if "LITERAL" in kinds else "x"


# By the beginning of the custom_id; the longest that fits counts.
PRESSES: Mapping[str, Who] = {
    "easel:again:": Who.ANYBODY,
    "easel:appeal-": Who.MODERATOR,
    "easel:appeal:": Who.ANYBODY,
    "easel:appealed:": Who.ANYBODY,
    "easel:case": Who.MODERATOR,
    "easel:strike-lift:": Who.MODERATOR,
    "easel:anew:": Who.ANYBODY,
    "easel:blocked:": Who.MODERATOR,
    "easel:blockedimages:": Who.MODERATOR,
    "easel:cancel:": Who.ANYBODY,
    "easel:cost:": Who.ANYBODY,
    "easel:delete": Who.ANYBODY,
    "easel:edit": Who.ANYBODY,
    "easel:favourite:": Who.ANYBODY,
    "easel:history:": Who.ANYBODY,
    "easel:keep:": Who.ANYBODY,
    "easel:lineage:": Who.ANYBODY,
    "easel:modlog:": Who.MODERATOR,
    "easel:mod-quotas:": Who.MODERATOR,
    "easel:mod-words:": Who.MODERATOR,
    "easel:more:": Who.ANYBODY,
    "easel:original:": Who.ANYBODY,
    "easel:past:": Who.ANYBODY,
    "easel:privacy:": Who.ANYBODY,
    "easel:queue:": Who.ANYBODY,
    "easel:quick": Who.ANYBODY,
    "easel:remixed:": Who.ANYBODY,
    "easel:report": Who.ANYBODY,
    "easel:review": Who.MODERATOR,
    "easel:resend:": Who.ANYBODY,
    "easel:save-style:": Who.ANYBODY,
    "easel:server:": Who.MODERATOR,
    "easel:session:(?P<act>": Who.MODERATOR,
    "easel:session:ballot:": Who.ANYBODY,
    "easel:session:end:": Who.MODERATOR,
    "easel:session:enter": Who.ANYBODY,
    "easel:session:host:": Who.MODERATOR,
    "easel:session:kick:": Who.MODERATOR,
    "easel:session:mine:": Who.ANYBODY,
    "easel:session:rules:": Who.ANYBODY,
    "easel:session:vote:": Who.ANYBODY,
    "easel:session:withdraw:": Who.ANYBODY,
    "easel:settings:": Who.ANYBODY,
    "easel:setup:": Who.MODERATOR,
    "easel:setup:moderator-roles": Who.ADMIN,
    "easel:style": Who.ANYBODY,
    "easel:style-decided:": Who.MODERATOR,
    "easel:unblock:": Who.MODERATOR,
    "easel:unblockimage:": Who.MODERATOR,
    "easel:upscale:": Who.ANYBODY,
    "easel:vary:": Who.ANYBODY,
}
COMMANDS: Mapping[str, Who] = {
    **dict.fromkeys(
        (
            *("imagine", "again", "quick", "queue", "history", "favourites", "settings"),
            *("usage", "models", "privacy", "help", "mod rules"),
            *(f"style {name}" for name in ("save", "list", "show", "edit", "rename", "delete")),
            *(f"style {name}" for name in ("share", "unshare", "copy", "export", "import")),
        ),
        Who.ANYBODY,
    ),
    **dict.fromkeys(
        (
            *(f"mod {name}" for name in ("log", "block", "unblock", "blocked", "images")),
            *("mod quota", "mod budget", "mod reviews"),
            *(f"mod words {name}" for name in ("add", "remove", "list", "import", "export")),
            *("mod words category", "mod test"),
            *("session start", "session manage"),
        ),
        Who.MODERATOR,
    ),
    "session list": Who.ANYBODY,
    "mod strikes": Who.ANYBODY,
    "mod warn": Who.MODERATOR,
    "mod strike": Who.MODERATOR,
    "server": Who.MODERATOR,
    "setup": Who.MODERATOR,
    "style pending": Who.MODERATOR,
}


def whose(template: str) -> Who | None:
    """Return whose a press is, by its template; None: nobody has said it."""
    fitting = [beginning for beginning in PRESSES if template.startswith(beginning)]
    return PRESSES[max(fitting, key=len)] if fitting else None
