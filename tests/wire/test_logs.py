"""The log of the real process: one JSON object a line, a generation's whole life, no prompt."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli.seen import is_delivered, is_refused
from bot.studio.faults import Fault, Place
from bot.studio.refusals import Reason
from bot.studio.tasks import Status
from tests.wire.easel import log_of
from tests.wire.town import DEADLINE_S, Town, open_town

PROMPT = "a lighthouse of quartz that nobody else asks for"
NEGATIVE = "no seagulls of quartz above it"
AS_OWNERS_HAVE_IT = {"EASEL_LOG__FORMAT": "json", "EASEL_LOG__LEVEL": "info"}


async def lines_of(town: Town) -> list[dict[str, Any]]:
    """Return the log; fails if a line of it is not one JSON object with its head."""
    lines = [json.loads(line) for line in (await log_of(town.settings)).splitlines()]
    assert all(list(line)[:4] == ["time", "level", "logger", "event"] for line in lines)
    return lines


def life_of(generation: int, lines: list[dict[str, Any]]) -> list[str]:
    return [line["event"] for line in lines if line.get("generation") == generation]


async def ended(town: Town, last: str) -> None:
    """Wait until the log has the event *last*: the message stands before its row is written."""
    async with asyncio.timeout(DEADLINE_S):
        while f'"event": "{last}"' not in await log_of(town.settings):
            pass  # each look is a trip to the disk, during which others run


def only_generation(lines: list[dict[str, Any]]) -> int:
    (generation,) = {line["generation"] for line in lines if "generation" in line}
    assert isinstance(generation, int)
    return generation


async def test_a_generation_can_be_followed_by_its_number(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        async with town.bot(**AS_OWNERS_HAVE_IT):
            message = await town.ask(prompt=PROMPT, negative_prompt=NEGATIVE)
            await ended(town, "delivered")
        assert is_delivered(message)
        lines = await lines_of(town)
        number = only_generation(lines)
        assert life_of(number, lines) == [
            "admitted",
            "its turn",
            "submitted",
            "running",
            "images stored",
            "answered",
            "delivered",
        ]
        told = {key: value for line in lines if "generation" in line for key, value in line.items()}
        assert told["rung"] == "token"
        assert told["task"] == town.studio.journal.entries[0].task_id
        assert "quartz" not in await log_of(town.settings)


@pytest.mark.parametrize(
    ("fault", "steps", "words"),
    [
        (Fault(refusal=Reason.NO_BALANCE), [], "code 7"),
        (None, ["submitted", "running"], "broke"),
    ],
)
async def test_a_failure_is_the_end_with_its_reason(
    tmp_path: Path, fault: Fault | None, steps: list[str], words: str
) -> None:
    async with open_town(tmp_path) as town:
        if fault is None:
            town.studio.faults.end_next_task(Status.FAILED, "the brush broke")
        else:
            town.studio.faults.add(Place.SUBMIT, fault)
        async with town.bot(**AS_OWNERS_HAVE_IT):
            assert is_refused(await town.ask(prompt=PROMPT))
            await ended(town, "told")
        lines = await lines_of(town)
        life = life_of(only_generation(lines), lines)
        assert life == ["admitted", "its turn", *steps, "failed", "answered", "told"]
        (failed,) = (line for line in lines if line["event"] == "failed")
        assert words in failed["reason"]
        assert failed["level"] == "warning"


async def test_a_service_that_repeats_the_prompt_puts_it_in_no_log(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        town.studio.faults.end_next_task(Status.FAILED, f"cannot paint: {PROMPT}")
        async with town.bot(**AS_OWNERS_HAVE_IT):
            assert is_refused(await town.ask(prompt=PROMPT))
            await ended(town, "told")
        lines = await lines_of(town)
        assert life_of(only_generation(lines), lines)[-3:] == ["failed", "answered", "told"]
        assert "quartz" not in await log_of(town.settings)
