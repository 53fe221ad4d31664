"""Every test of this folder is searched for secrets: a leak fails it, whatever it was about."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wire.witness import Witness


@pytest.fixture(scope="package", autouse=True)
def witness() -> Iterator[Witness]:
    """Record what passes, before any server of a test starts."""
    witness = Witness()
    with witness.installed():
        yield witness


@pytest.fixture(autouse=True)
def _nothing_leaks(witness: Witness, tmp_path: Path) -> Iterator[None]:
    yield
    try:
        leaks = sorted({str(leak) for leak in witness.leaks(tmp_path)})
    finally:
        witness.forget()
    if leaks:
        pytest.fail("secrets were told:\n" + "\n".join(leaks), pytrace=False)
