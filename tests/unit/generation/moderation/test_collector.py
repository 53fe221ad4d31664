"""The collector waits while somebody makes very many objects, and goes on after the last."""

import gc

import pytest

from bot.generation.moderation.collector import collector_waits


def test_it_goes_on_after_the_last_who_kept_it_waiting() -> None:
    first, second = collector_waits(), collector_waits()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_it_goes_on_after_a_fault_too() -> None:
    with pytest.raises(ValueError, match="x"), collector_waits():
        raise ValueError("x")
    assert gc.isenabled()
