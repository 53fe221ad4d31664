"""A server's terms as a file: CSV with the columns kind, text and action, or one word a line."""

import csv
import io
from collections.abc import Iterable, Sequence

from bot.domain.moderation.words.term_rules import check_count, checked_term
from bot.domain.moderation.words.terms import Term, TermAction, TermKind
from bot.errors import InvalidRequest, UserError
from bot.texts import gettext as _
from bot.texts import number

MAX_FILE_BYTES = 1024 * 1024
_HEADER = ("kind", "text", "action")
# A spreadsheet would take what begins so for a formula, and run it.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_MARK = "'"


def term_file(terms: Iterable[Term]) -> bytes:
    """Return *terms* as CSV that ``terms_in_file`` reads back."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADER)
    for term in terms:
        action = "" if term.kind is TermKind.EXCEPTION else term.action.value
        text_cell = _MARK + term.text if _is_formula(term.text) else term.text
        writer.writerow((term.kind.value, text_cell, action))
    return text.getvalue().encode("utf-8-sig")  # so that spreadsheets know the letters


def terms_in_file(data: bytes) -> Sequence[Term]:
    """Read terms, each once; a line without a kind is a word, one without an action blocks.

    Raises:
        InvalidRequest: It is no such file, or holds none.
        TooManyTerms: It holds more than a server keeps.
        UserError: A line cannot be used; names the line and why.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRequest("file", _("this file"), _("save it as UTF-8 text")) from error
    lines = text.splitlines()
    is_table = bool(lines) and tuple(lines[0].replace(" ", "").casefold().split(",")) == _HEADER
    terms: dict[tuple[TermKind, str], Term] = {}
    for number_of_line, row in _rows(lines, is_table=is_table):
        try:
            term = _term(row)
        except UserError as error:
            raise UserError(
                _("Line {n} of the file: {why}").format(n=number(number_of_line), why=error)
            ) from error
        terms.setdefault((term.kind, term.text), term)
    if not terms:
        raise InvalidRequest("file", _("this file"), _("it needs at least one word"))
    patterns = sum(term.kind is TermKind.PATTERN for term in terms.values())
    check_count(len(terms) - patterns, patterns)
    return tuple(terms.values())


def _rows(lines: Sequence[str], *, is_table: bool) -> Iterable[tuple[int, Sequence[str]]]:
    if not is_table:
        for index, line in enumerate(lines, start=1):
            if line.strip() and not line.startswith("#"):
                yield index, ("", line, "")
        return
    reader = csv.reader(lines[1:])
    for row in reader:
        if any(cell.strip() for cell in row):
            yield reader.line_num + 1, (*row, "", "")[:3]


def _term(row: Sequence[str]) -> Term:
    kind, text, action = (cell.strip() for cell in row)
    if text.startswith(_MARK) and _is_formula(text):  # as the export has marked it
        text = text.removeprefix(_MARK)
    try:
        kind_given = TermKind(kind.casefold() or TermKind.WORD)
    except ValueError as error:
        raise InvalidRequest("kind", kind, _("word, pattern or exception")) from error
    try:
        action_given = TermAction(action.casefold() or TermAction.BLOCK)
    except ValueError as error:
        raise InvalidRequest("action", action, _("block or review")) from error
    return checked_term(kind_given, text, action_given)


def _is_formula(text: str) -> bool:
    return text.lstrip(_MARK).startswith(_FORMULA)
