"""Indexes of only some of a table's rows, as every database that we speak to writes them."""

from sqlalchemy import Index, Table, text


def partial_index(
    name: str, table: Table, *columns: str, where: str, is_unique: bool = False
) -> Index:
    """Declare an index of those rows of *table* for which the SQL of *where* is true."""
    return Index(
        name,
        *(table.c[column] for column in columns),
        unique=is_unique,
        sqlite_where=text(where),
        postgresql_where=text(where),
    )
