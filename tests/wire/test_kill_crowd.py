"""Five members ask twenty times while the bot is killed three times, wherever it just is."""

import asyncio
import random
import string
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.sandbox.faults import Hang, Slow
from bot.studio.faults import Fault, Place
from tests.wire.killing import Scene, open_scene
from tests.wire.town import DEADLINE_S
from tests.wire.verdict import QUOTA, cards, judge, submitted

# The fifth is Ada once more, in her direct messages: that is a server of its own.
MEMBERS = (("ada", False), ("ben", False), ("cleo", False), ("mod", False), ("ada", True))
WISHES = [f"a fox called {letter}" for letter in string.ascii_lowercase[:20]]
BATCHES = (8, 6, 6)


async def dies_at_an_answer(scene: Scene, chance: random.Random, most: int) -> Awaitable[object]:
    """Strike one of the next requests about a card: the first answer, an edit or the images."""
    scene.sandbox.faults.plan(Slow(delay_s=0), route="token}", times=chance.randint(1, 2 * most))
    fault = Hang(is_done=chance.random() < 0.5)
    return scene.sandbox.faults.plan(fault, route="token}").happened.wait()


async def dies_at_the_studio(scene: Scene, chance: random.Random, most: int) -> Awaitable[object]:
    """Strike one of the next requests to the image service."""
    place = chance.choice([Place.SUBMIT, Place.LOOK, Place.DOWNLOAD])
    scene.studio.faults.add(place, Fault(), times=chance.randint(1, most // 2))
    fault = Fault(hang=True, served=chance.random() < 0.5)
    return scene.studio.faults.add(place, fault).happened.wait()


Death = Callable[[Scene, random.Random, int], Awaitable[Awaitable[object]]]
DEATHS: tuple[Death, ...] = (dies_at_an_answer, dies_at_the_studio)


@pytest.mark.parametrize("seed", [1, 3])
async def test_twenty_wishes_outlive_three_deaths(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the moments of death are no secret
    wishes = iter(enumerate(WISHES))
    async with open_scene(tmp_path) as scene:
        for count in BATCHES:
            async with scene.life() as process:
                struck = await chance.choice(DEATHS)(scene, chance, count)
                for _ in range(count):
                    number, wish = next(wishes)
                    name, is_direct = MEMBERS[number % len(MEMBERS)]
                    await scene.ask(wish, name, is_direct=is_direct)
                async with asyncio.timeout(DEADLINE_S):
                    await struck
                await scene.kill(process)
        async with scene.life():
            await scene.until(lambda found: all(row.is_told for row in found))
            await judge_all(scene)


async def judge_all(scene: Scene) -> None:
    rows = await judge(scene.town)
    admitted = {row.prompt: row for row in rows}
    for wish in WISHES:
        if wish not in admitted:  # killed before its row: the member reads that nobody answered
            assert list(cards(scene.town, wish)) == []
            assert submitted(scene.town, wish) == 0
    for name, is_direct in MEMBERS:
        own = [
            admitted[wish]
            for wish, whose in zip(WISHES, MEMBERS * 4, strict=True)
            if whose == (name, is_direct) and wish in admitted
        ]
        left = await scene.town.left_today(name, is_direct=is_direct)
        assert left == QUOTA - sum(row.charged for row in own)
    assert any(row.status == "delivered" for row in rows)
