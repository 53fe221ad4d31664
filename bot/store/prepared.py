"""Statements that every request runs: compiled once, then handed to the driver as they are.

What SQLAlchemy does around each run costs five times what SQLite takes for so small a statement,
and a crowd's first answers wait for the sum of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

Row = tuple[Any, ...]  # Any: only the caller knows what its statement selects
_Processor = Callable[[object], object]


class _Compiled:
    """The text for one dialect, and how to make what the driver takes from values by name."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, columns: Iterable[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(columns) or None)
        if not isinstance(compiled, SQLCompiler) or compiled.positiontup is None:
            raise TypeError(f"a statement without positions: {compiled}")
        self.text = str(compiled)
        self._own = {
            name: bound.value for name, bound in compiled.binds.items() if not bound.required
        }
        self._given: list[tuple[str, _Processor | None]] = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup
        ]

    def parameters(self, values: Mapping[str, object]) -> Sequence[object]:
        """Return *values* in the statement's order, as the driver takes them."""
        every = {**self._own, **values}
        return [
            every[name] if process is None else process(every[name])
            for name, process in self._given
        ]


class Prepared:
    """A statement whose values are given by name at each run; no list among them.

    *columns* are those that an insert is given. Errors are the driver's own.
    """

    def __init__(self, statement: ClauseElement, columns: Iterable[str] = ()) -> None:
        self._statement = statement
        self._columns = tuple(columns)
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, values: Mapping[str, object]) -> Sequence[Row]:
        """Run it in the transaction of *connection*; return the rows, with the driver's values.

        Raises:
            KeyError: A value is missing.
        """
        compiled = self._compiled.get(connection.dialect.name)
        if compiled is None:
            compiled = _Compiled(self._statement, connection.dialect, self._columns)
            self._compiled[connection.dialect.name] = compiled
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.text, compiled.parameters(values))
            return cursor.fetchall() if cursor.description else ()
        finally:
            cursor.close()
