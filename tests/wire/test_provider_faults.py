"""The image service fails in every way: one honest sentence each, units back, paid at most once."""

from pathlib import Path

import pytest

from bot.cli.seen import is_delivered, text_of
from bot.studio.faults import Fault, Place
from bot.studio.refusals import Reason
from bot.studio.tasks import Status
from tests.wire.town import open_town

UNTRIED = "does not answer properly"

# What one submit meets, the member's sentence, and how many tasks the studio then has of it.
SUBMIT_FAULTS = [
    (Fault(http_status=500), UNTRIED, 0),
    (Fault(http_status=502, body=b"<html>Bad Gateway</html>"), UNTRIED, 0),
    (Fault(http_status=200, body=b"<html>hello</html>"), UNTRIED, 0),
    (Fault(http_status=200, body=b""), UNTRIED, 0),
    (Fault(http_status=200, body=b'{"code": 0'), UNTRIED, 0),
    (Fault(http_status=200, body=b'{"code": 77, "msg": "?", "data": null}'), UNTRIED, 0),
    (Fault(drop=True), UNTRIED, 0),
    (Fault(drop=True, served=True), UNTRIED, 1),
    (Fault(refusal=Reason.KEY_WRONG), "does not accept this bot's account", 0),
    (Fault(refusal=Reason.NO_BALANCE), "does not accept this bot's account", 0),
    (Fault(refusal=Reason.PROMPT_REFUSED), "content rules", 0),
    (Fault(refusal=Reason.OUT_OF_RANGE), "refused the request", 0),
    (Fault(http_status=404), "not offer", 0),
]


@pytest.mark.parametrize("kind", ["novita-v2", "novita-v3"])
async def test_each_failed_submit_is_said_once_and_never_repeated(
    tmp_path: Path, kind: str
) -> None:
    async with open_town(tmp_path) as town, town.bot(EASEL_PROVIDER__KIND=kind):
        for fault, sentence, taken in SUBMIT_FAULTS:
            before = len(town.studio.journal.entries)
            town.studio.faults.add(Place.SUBMIT, fault)
            message = await town.ask()
            assert sentence in text_of(message), fault
            assert "not charged" in text_of(message), fault
            assert len(town.studio.journal.entries) - before == taken, fault
            assert await town.left_today() == 100, fault
        assert is_delivered(await town.ask())
        assert await town.left_today() == 99


async def test_a_task_that_fails_or_is_lost_gives_the_units_back(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot():
        town.studio.faults.end_next_task(Status.FAILED, "the brush broke")
        assert "the brush broke" in text_of(await town.ask())
        town.studio.faults.add(Place.LOOK, Fault(refusal=Reason.TASK_UNKNOWN))
        assert "has lost this request" in text_of(await town.ask())
        assert await town.left_today() == 100


async def test_looks_and_downloads_that_fail_for_a_while_are_repeated(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot():
        town.studio.faults.add(Place.LOOK, Fault(http_status=503), times=2)
        town.studio.faults.add(Place.DOWNLOAD, Fault(drop=True))
        assert is_delivered(await town.ask())
        assert len(town.studio.journal.entries) == 1


async def test_a_provider_that_is_down_is_one_sentence(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        nobody = {"EASEL_PROVIDER__BASE_URL": "http://127.0.0.1:9"}
        async with town.bot(**nobody):
            assert UNTRIED in text_of(await town.ask())
            assert await town.left_today() == 100


async def test_a_slow_provider_is_given_up_and_not_asked_again(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot(EASEL_PROVIDER__TIMEOUT_S="1"):
        town.studio.faults.add(Place.SUBMIT, Fault(hang=True))
        assert UNTRIED in text_of(await town.ask())
        assert len(town.studio.journal.entries) == 0
        assert await town.left_today() == 100
