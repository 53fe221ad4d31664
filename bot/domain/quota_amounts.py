"""How a moderator writes a quota: a figure, ``unlimited``, or ``none`` to take it away."""

import re
from decimal import Decimal
from enum import StrEnum

from bot.domain.pricing import MICROS
from bot.domain.quotas import UNLIMITED, Allowance
from bot.errors import InvalidRequest
from bot.texts import gettext as _
from bot.texts import money, number

MOST_IMAGES = 10_000_000
MOST_MICROS = 1_000_000 * MICROS
_MONEY = re.compile(r"(?P<whole>\d{1,9})(?:[.,](?P<part>\d{1,6}))?")


class Word(StrEnum):
    """What can stand in place of a figure."""

    NONE = "none"  # nothing is said here any more, so that the next quota counts
    UNLIMITED = "unlimited"  # it is said that there is no limit


Given = int | Word


def parse_images(text: str) -> Given:
    """Read a number of images.

    Raises:
        InvalidRequest: It is no whole number, or too large.
    """
    word = _word(text)
    if word is not None:
        return word
    digits = re.sub(r"[\s.,'’]", "", text)
    if not (digits.isascii() and digits.isdigit() and int(digits) <= MOST_IMAGES):
        allowed = _("write a whole number from 0 to {most}, `unlimited`, or `none` to take it away")
        raise InvalidRequest("images", text, allowed.format(most=number(MOST_IMAGES)))
    return int(digits)


def parse_money(field: str, text: str, currency: str) -> Given:
    """Read a sum of money into millionths, with or without the currency; *field* names the option.

    Raises:
        InvalidRequest: It is no such sum, or too large.
    """
    word = _word(text)
    if word is not None:
        return word
    match = _MONEY.fullmatch(text.replace(currency, "").strip())
    micros = 0
    if match is not None:
        micros = int(Decimal(f"{match['whole']}.{match['part'] or 0}") * MICROS)
    if match is None or micros > MOST_MICROS:
        allowed = _("write a sum such as `12.50`, at most {most}, or `none` to take it away")
        raise InvalidRequest(field, text, allowed.format(most=money(MOST_MICROS, currency)))
    return micros


def changed(
    before: Allowance | None, images: Given | None, cost_micros: Given | None
) -> Allowance | None:
    """Return the allowance with what was given; None if nothing of it is left.

    What was not given (None) stays as it is.
    """
    was = before or UNLIMITED
    now = Allowance(
        images=_figure(images, was.images), cost_micros=_figure(cost_micros, was.cost_micros)
    )
    given = {images, cost_micros}
    is_said = Word.UNLIMITED in given or (before == UNLIMITED and Word.NONE not in given)
    return None if now.is_unlimited and not is_said else now


def _word(text: str) -> Word | None:
    words = {_("none"): Word.NONE, _("unlimited"): Word.UNLIMITED}
    known = {str(word): word for word in Word} | {str(own): word for own, word in words.items()}
    return {own.casefold(): word for own, word in known.items()}.get(text.strip().casefold())


def _figure(given: Given | None, before: int | None) -> int | None:
    if given is None:
        return before
    return None if isinstance(given, Word) else given
