"""Images that are looked at."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.generation.moderation.image_world import ImageWorld, open_images


@pytest.fixture
async def images(tmp_path: Path) -> AsyncIterator[ImageWorld]:
    async with open_images(tmp_path) as world:
        yield world


@pytest.fixture
async def without_classifier(tmp_path: Path) -> AsyncIterator[ImageWorld]:
    async with open_images(tmp_path, has_classifier=False) as world:
        yield world
