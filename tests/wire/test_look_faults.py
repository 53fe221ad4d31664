"""Looks that show nonsense, nothing, or no end: the card stays honest, the images come."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

from bot.cli.seen import Message, is_delivered, is_refused, text_of
from bot.studio.faults import Fault, Place
from bot.studio.refusals import Reason
from bot.studio.tasks import Status
from tests.wire.town import DEADLINE_S, SMALL, Town, open_town

HASTY = {"EASEL_PROVIDER__DEADLINE_S": "6"}
LIVELY = {
    "EASEL_LIVE__EDIT_INTERVAL_S": "0.5",
    "EASEL_LIVE__CHANNEL_EDITS_PER_MINUTE": "300",
}


def progress(**data: object) -> Fault:
    """Return what a look shows, in V2's words."""
    body = {"code": 0, "msg": "", "data": {"progress": 0, "imgs": None, **data}}
    return Fault(http_status=200, body=json.dumps(body).encode())


async def states_of(town: Town, prompt: str) -> AsyncIterator[Message]:
    """Ask for *prompt* and yield each state of the reply until its end."""
    invocation = await town.sandbox.member().invoke("imagine", {"prompt": prompt, **SMALL})
    async with asyncio.timeout(DEADLINE_S):
        async for message in invocation.states():
            yield message
            if is_delivered(message) or is_refused(message):
                return
    raise AssertionError(prompt)


async def test_looks_that_fail_for_a_while_are_repeated(tmp_path: Path) -> None:
    looks = {
        "cut": Fault(drop=True),
        "torn": Fault(served=True, torn=True),
        "down": Fault(http_status=500),
        "page": Fault(http_status=200, body=b"<html>hello</html>"),
        "empty": Fault(http_status=200),
        "unfinished": Fault(http_status=200, body=b'{"code": 0, "data": {'),
        "inner": Fault(refusal=Reason.INTERNAL),
        "late": Fault(refusal=Reason.TIMED_OUT),
        "busy": Fault(http_status=429, headers={"Retry-After": "1"}),
        "strange": progress(status=17),
        "statusless": progress(progress=0.5),
    }
    async with open_town(tmp_path) as town, town.bot(EASEL_LIMITS__RUNNING="20"):
        for prompt, fault in looks.items():
            town.studio.faults.add(Place.LOOK, fault, times=2, prompt=f"a {prompt} fox")
        replies = await asyncio.gather(*(town.ask(prompt=f"a {prompt} fox") for prompt in looks))
        for prompt, reply in zip(looks, replies, strict=True):
            assert is_delivered(reply), (prompt, text_of(reply))
        assert len(town.studio.journal.entries) == len(looks)
        assert await town.left_today() == 100 - len(looks)


async def test_tasks_that_end_without_images_are_one_sentence_each(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot(**HASTY):
        town.studio.faults.end_next_task(Status.FAILED, "the brush broke")
        assert "the brush broke" in text_of(await town.ask())
        town.studio.faults.end_next_task(Status.TIMED_OUT)
        assert "it took too long" in text_of(await town.ask())
        cases = {
            "vanished": (Fault(refusal=Reason.TASK_UNKNOWN), 1, "has lost this request"),
            "empty": (progress(status=2, imgs=[]), 1, "ended without an image"),
            "endless": (progress(status=1, progress=0.5), None, "it took too long"),
            "mute": (Fault(http_status=500), None, "does not answer properly"),
        }
        for prompt, (fault, times, _sentence) in cases.items():
            town.studio.faults.add(Place.LOOK, fault, times=times, prompt=f"a {prompt} fox")
        replies = await asyncio.gather(*(town.ask(prompt=f"a {prompt} fox") for prompt in cases))
        for (_fault, _times, sentence), reply in zip(cases.values(), replies, strict=True):
            assert sentence in text_of(reply)
            assert "not charged" in text_of(reply)
        assert len(town.studio.journal.entries) == 2 + len(cases)
        assert await town.left_today() == 100
        assert is_delivered(await town.ask())


async def test_progress_that_goes_backwards_is_not_shown_backwards(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot(**LIVELY):
        looks, about = town.studio.faults, "backwards"
        looks.add(Place.LOOK, progress(status=1, progress=0.6), times=None, prompt=about)
        shown: list[int] = []
        async for state in states_of(town, "a fox walking backwards"):
            if found := re.search(r"(\d+)\s?%", text_of(state)):
                shown.append(int(found[1]))
                looks.clear()
                if len(shown) == 1:  # not earlier, since a card does not show every look
                    lower = progress(status=1, progress=0.1)
                    looks.add(Place.LOOK, lower, times=None, prompt=about)
        assert is_delivered(state)
        assert len(shown) >= 2
        assert shown == sorted(shown)
