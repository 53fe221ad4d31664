"""What was chosen in a select, read with care: values come back from outside as custom_ids do."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import TypeVar

from bot.errors import NotAllowed
from bot.replies.parts.buttons import id_in
from bot.texts import gettext as _

Word = TypeVar("Word", bound=StrEnum)


def chosen_word(kind: type[Word], values: Sequence[str]) -> Word:
    """Return the word of *kind* that was chosen.

    Raises:
        NotAllowed: None of them was.
    """
    try:
        return kind(chosen(values))
    except ValueError:
        raise _not_offered() from None


def chosen(values: Sequence[str]) -> str:
    """Return the one value that was chosen.

    Raises:
        NotAllowed: Nothing was.
    """
    if not values:
        raise _not_offered()
    return values[0]


def chosen_of(offered: Collection[str], values: Sequence[str]) -> str:
    """Return the one of *offered* that was chosen.

    Raises:
        NotAllowed: None of them was.
    """
    value = chosen(values)
    if value not in offered:
        raise _not_offered()
    return value


def chosen_number(values: Sequence[str], offered: Collection[int]) -> int:
    """Return the number that was chosen.

    Raises:
        NotAllowed: It is none of those that are *offered*.
    """
    value = chosen(values)
    if not _is_number(value) or int(value) not in offered:
        raise _not_offered()
    return int(value)


def chosen_id(values: Sequence[str]) -> int:
    """Return the id that was chosen.

    Raises:
        NotAllowed: It is none.
    """
    (found,) = chosen_ids([chosen(values)])
    return found


def chosen_ids(values: Sequence[str]) -> list[int]:
    """Return the ids that were chosen, which may be none at all.

    Raises:
        NotAllowed: One of them is no id.
    """
    if not all(map(_is_number, values)):
        raise _not_offered()
    return [id_in(value) for value in values]


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal()


def _not_offered() -> NotAllowed:
    return NotAllowed(_("That cannot be chosen here."))
