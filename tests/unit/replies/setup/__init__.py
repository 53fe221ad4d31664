"""Tests of what `/setup` and `/mod rules` show."""
