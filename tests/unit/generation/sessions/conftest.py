"""A started world with sessions in it."""

import pytest

from tests.fakes.stage import FakeStage
from tests.fakes.time import FakeTime
from tests.unit.generation.sessions.session_world import SessionWorld, build
from tests.unit.generation.world import World


@pytest.fixture
def stage(time: FakeTime) -> FakeStage:
    return FakeStage(time)


@pytest.fixture
def group(world: World, stage: FakeStage) -> SessionWorld:
    return build(world, stage)
