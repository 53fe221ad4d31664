"""What a server forbids stays forbidden by every road; the roads are found by listing them."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.client import EaselClient
from bot.domain.moderation.command_permissions import CommandPermissions, Overwrites
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.log_filter import LogFilter
from bot.domain.moderation.policy import Level, ServerPolicy
from bot.domain.moderation.verdicts import Rule
from bot.store.log_pages import LogPages
from bot.store.schema import generations, ledger
from tests.behaviour.conftest import House, text_of
from tests.behaviour.roads import LORA, MAKES, STYLE, Scene, forbid, listed, scene_of
from tests.behaviour.roads_of_nothing import NOTHING

ROOT = Path(__file__).resolve().parents[2]
WORD = "wolfram"


async def rows(house: House) -> tuple[int, int]:
    """Return how many generations there are, and how many entries of the ledger."""

    def query(connection: Any) -> tuple[int, int]:
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (generations, ledger)
        ]
        return counts[0], counts[1]

    return await house.services.generations._database.read(query)


async def refusals(house: House) -> list[LogEntry]:
    pages = LogPages(house.services.generations._database)
    page = await pages.older(house.guild.id, LogFilter(action=Action.REFUSED), 50)
    return [one.entry for one in page.entries]


def test_every_road_is_named(house: House) -> None:
    found = list(listed(house.client))
    assert [found.count(name) for name in MAKES] == [1] * len(MAKES)
    assert set(found) == set(MAKES) | set(NOTHING)
    assert not set(MAKES) & set(NOTHING)


async def walk(scene: Scene, rule: Rule, *, word_in: str = "") -> None:
    """Walk every road that makes images, and see that nothing comes of it."""
    house = scene.house
    before = await rows(house)
    for name, road in MAKES.items():
        if word_in and word_in not in road.words_in:
            continue
        known = len(await refusals(house))
        answer = await road.walk(scene)
        assert answer.ephemeral, name
        assert text_of(answer.response).startswith("⚠️"), (name, text_of(answer.response))
        found = await refusals(house)
        assert len(found) == known + 1, (name, text_of(answer.response))
        entry = found[0]
        assert (entry.rule, entry.member_id) == (rule, house.ada.id), name
        assert entry.values, name
        assert await rows(house) == before, name


async def change(house: House, **choices: Any) -> None:
    moderation = house.services.moderation
    entry = LogEntry(
        server_id=house.guild.id, at=house.time.now(), action=Action.RULES_CHANGED, actor_id=1
    )
    await moderation.store.change(
        house.guild.id, lambda policy: ServerPolicy(**policy.model_dump() | choices), entry
    )
    moderation.policies.changed(house.guild.id)


async def test_a_blocked_member_makes_nothing_by_any_road(house: House) -> None:
    scene = await scene_of(house, {})
    await house.moderator.slash(house.channel, "mod block", member=house.ada, **{"for": "for_good"})
    await walk(scene, Rule.BLOCKED)


async def test_whom_discords_own_settings_keep_out_makes_nothing_by_any_road(house: House) -> None:
    scene = await scene_of(house, {})
    house.services.moderation.permissions.learn(
        house.guild.id, CommandPermissions(command=Overwrites(roles={house.guild.id: False}))
    )
    await walk(scene, Rule.COMMAND)


async def test_nothing_is_made_by_any_road_in_a_channel_that_is_off(house: House) -> None:
    scene = await scene_of(house, {})
    await change(house, level=Level.OFF)
    await walk(scene, Rule.CHANNEL_OFF)


@pytest.mark.parametrize(
    ("word_in", "options", "word"),
    [
        ("prompt", {"prompt": f"a {WORD} fox"}, WORD),
        ("negative_prompt", {"negative_prompt": WORD}, WORD),
        ("style", {"style": STYLE}, STYLE),
        ("loras", {"loras": f"{LORA}:0.5"}, "detail"),
    ],
)
async def test_a_forbidden_word_comes_in_by_no_road(
    house: House, word_in: str, options: dict[str, Any], word: str
) -> None:
    scene = await scene_of(house, options)
    await forbid(house, word)
    await walk(scene, Rule.TERM, word_in=word_in)
    found_in = "lora" if word_in == "loras" else word_in
    assert {entry.where for entry in await refusals(house)} == {found_in}


def callers(of: str) -> set[str]:
    """Return the files whose code holds *of*."""
    files = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "cogs").rglob("*.py")]
    return {str(path.relative_to(ROOT)) for path in files if of in path.read_text(encoding="utf-8")}


def test_there_is_one_door_and_all_go_through_it() -> None:
    assert callers("insert(generations)") == {"bot/store/admission.py"}
    assert callers("admission.admit(connection") == {"bot/store/generations.py"}
    assert callers("_generations.admit(") == {"bot/generation/admission.py"}
    assert callers("_admission.admit(") == {"bot/replies/requesting/asking.py"}


def test_the_door_asks_the_chain(house: House) -> None:
    client: EaselClient = house.client
    admission = client.services.admission
    assert client.services.moderation.chain.check in admission._last_checks
