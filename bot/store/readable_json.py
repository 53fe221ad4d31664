"""JSON that is read even if it is damaged: one bad row must not hide all the others."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import JSON, Dialect, TypeDecorator


class ReadableJson(TypeDecorator[Any]):  # Any: JSON has every shape
    """JSON whose damaged values are read as None."""

    impl = JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Wrap the type's own reading, which would fail the whole query."""
        read = super().result_processor(dialect, coltype)
        if read is None:
            return None

        def read_or_none(value: Any) -> Any:  # noqa: ANN401 - as above
            try:
                return read(value)
            except ValueError:
                return None

        return read_or_none
