"""Fakes with behaviour, shared by all tests."""
