"""Each way to fail a submit: one honest sentence, units back, paid at most once, bot alive."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli.seen import is_delivered, text_of
from bot.studio.faults import Fault, Place
from bot.studio.refusals import Reason
from tests.wire.town import DEADLINE_S, Town, open_town

UNTRIED = "does not answer properly"
HELD_UP = "takes nothing right now. Your place is kept."
ACCOUNT = "does not accept this bot's account"
MANY: dict[str, str] = {"EASEL_PROVIDER__IMAGES_PER_MINUTE": "10000"}
_A_FEW = 3  # failures in a row; from five on the breaker would keep what follows waiting


@dataclass(frozen=True)
class Case:
    """What one submit meets, the member's sentence, and how many tasks the studio then has."""

    fault: Fault
    sentence: str = UNTRIED
    taken: int = 0


HTTP = [
    Case(Fault(http_status=500)),
    Case(Fault(http_status=502, body=b"<html>Bad Gateway</html>")),
    Case(Fault(http_status=504)),
    Case(Fault(http_status=418)),
    Case(Fault(http_status=404), "does not offer"),
]
NONSENSE = [
    Case(Fault(http_status=200, body=b"<html>hello</html>")),
    Case(Fault(http_status=200, body=b"")),
    Case(Fault(http_status=200, body=b'{"code": 0')),
    Case(Fault(http_status=200, body=b'{"code": 77, "msg": "?", "data": null}')),
    Case(Fault(http_status=200, body=b'{"code": 0, "msg": "", "data": {"task_id": null}}')),
]
CUT = [
    Case(Fault(drop=True)),
    Case(Fault(drop=True, served=True), taken=1),
    Case(Fault(torn=True, served=True), taken=1),
    Case(Fault(http_status=500, served=True), taken=1),
    Case(Fault(http_status=200, body=b'{"code": 0, "data"', torn=True)),
]
# V2 says these as the codes -1 and 1 to 11, V3 as statuses and names.
REFUSED = [
    Case(Fault(refusal=Reason.INTERNAL)),
    Case(Fault(refusal=Reason.BAD_BODY), "refused the request"),
    Case(Fault(refusal=Reason.TASK_UNKNOWN), "has lost this request"),
    Case(Fault(refusal=Reason.KEY_MISSING), ACCOUNT),
    Case(Fault(refusal=Reason.KEY_WRONG), ACCOUNT),
    Case(Fault(refusal=Reason.UNAVAILABLE)),
    Case(Fault(refusal=Reason.OUT_OF_RANGE), "refused the request"),
    Case(Fault(refusal=Reason.NO_BALANCE), ACCOUNT),
    Case(Fault(refusal=Reason.SAMPLER_UNKNOWN), "refused the request"),
    Case(Fault(refusal=Reason.TIMED_OUT)),
    Case(Fault(refusal=Reason.PROMPT_REFUSED), "content rules"),
    Case(Fault(refusal=Reason.ENDPOINT_GONE), "does not offer"),
]
BY_KIND = {
    "novita-v2": [
        Case(Fault(refusal=Reason.MODEL_UNKNOWN), "does not offer"),
        Case(Fault(refusal=Reason.NOT_SUPPORTED), "refused the request"),
    ],
    "novita-v3": [
        Case(Fault(refusal=Reason.MODEL_UNKNOWN), "refused the request"),
        Case(Fault(refusal=Reason.NOT_SUPPORTED), ACCOUNT),
    ],
}


async def go_through(town: Town, cases: Sequence[Case]) -> None:
    """Let each case strike one request, and a request without trouble succeed now and then."""
    left = await town.left_today()
    for number, case in enumerate(cases, start=1):
        before = len(town.studio.journal.entries)
        town.studio.faults.add(Place.SUBMIT, case.fault)
        message = await town.ask()
        assert case.sentence in text_of(message), case
        assert "not charged" in text_of(message), case
        assert len(town.studio.journal.entries) - before == case.taken, case
        assert await town.left_today() == left, case
        if number % _A_FEW == 0 or number == len(cases):
            assert is_delivered(await town.ask()), case
            left -= 1
    assert await town.left_today() == left


@pytest.mark.parametrize("kind", ["novita-v2", "novita-v3"])
async def test_each_failed_submit_is_said_once_and_never_repeated(
    tmp_path: Path, kind: str
) -> None:
    async with open_town(tmp_path) as town, town.bot(**MANY, EASEL_PROVIDER__KIND=kind):
        await go_through(town, [*HTTP, *NONSENSE, *CUT, *REFUSED, *BY_KIND[kind]])


async def test_a_provider_that_is_busy_is_left_alone_and_then_asked_once(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot(**MANY):
        for fault, pause_s in (
            (Fault(http_status=429, headers={"Retry-After": "1"}), 1.0),
            (Fault(http_status=429), 2.0),
            (Fault(http_status=503, headers={"Retry-After": "1"}), 1.0),
        ):
            before = len(town.studio.journal.entries)
            strike = town.studio.faults.add(Place.SUBMIT, fault)
            message = await town.ask()
            assert is_delivered(message), fault
            (entry,) = town.studio.journal.entries[before:]
            assert strike.happened_at is not None
            assert (entry.at - strike.happened_at).total_seconds() >= pause_s, fault


async def test_requests_keep_their_place_while_the_provider_is_not_there(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        nobody = {"EASEL_PROVIDER__BASE_URL": "http://127.0.0.1:9"}
        async with town.bot(**nobody):
            member = town.sandbox.member()
            asked = [await member.invoke("imagine", {"prompt": "a fox"}) for _number in range(6)]
            async with asyncio.timeout(2 * DEADLINE_S):
                async for message in asked[-1].states():
                    if HELD_UP in text_of(message):
                        break
            assert await town.left_today() == 100 - len(asked)


async def test_a_slow_provider_is_given_up_and_not_asked_again(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot(EASEL_PROVIDER__TIMEOUT_S="1"):
        town.studio.faults.add(Place.SUBMIT, Fault(hang=True))
        town.studio.faults.add(Place.SUBMIT, Fault(hang=True, served=True))
        for taken in (0, 1):
            assert UNTRIED in text_of(await town.ask())
            assert len(town.studio.journal.entries) == taken
        assert await town.left_today() == 100
        assert is_delivered(await town.ask())
