"""The real client, whose commands are read here."""

from tests.unit.cogs.conftest import client

__all__ = ["client"]
