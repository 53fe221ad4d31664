"""Discord fails while an image is made: nothing is lost, and each image is shown once."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.seen import Message, images_of, is_delivered, text_of
from bot.sandbox import Invocation
from bot.sandbox.faults import (
    Fault,
    LostConnection,
    Refused,
    ServerTrouble,
    Slow,
    TooManyRequests,
)
from bot.sandbox.settings import SandboxSettings
from tests.wire.town import DEADLINE_S, SMALL, Town, open_town

CALLBACK = "/callback"
TOKEN = "/webhooks/"


@dataclass(frozen=True)
class Case:
    """A fault, the requests that it strikes, how often, and whether the final card comes again."""

    fault: Fault
    method: str = "PATCH"
    route: str = TOKEN
    has_files: bool | None = True  # final cards alone have files
    times: int = 1
    is_repeated: bool = True


LATE = [  # on the final card, by the token
    Case(LostConnection(is_done=True)),
    Case(LostConnection(is_done=False), times=2),
    Case(TooManyRequests(retry_after_s=0.3)),
    Case(TooManyRequests(retry_after_s=0.3, is_global=True), route=""),
    Case(TooManyRequests(has_via=False)),
    Case(ServerTrouble(status=502)),
    Case(Refused(status=413, code=40005, message="Request entity too large")),
    Case(Refused(status=401, code=50027, message="Invalid Webhook Token")),
    Case(Refused(status=404, code=10015, message="Unknown Webhook")),
    Case(Slow(delay_s=1.5, is_done=True), is_repeated=False),
]
FIRST = [  # on the first answer
    Case(TooManyRequests(retry_after_s=0.3), "POST", CALLBACK, has_files=None),
    Case(TooManyRequests(retry_after_s=0.3, is_global=True), "POST", CALLBACK, has_files=None),
    Case(Slow(delay_s=1.5), "POST", CALLBACK, has_files=None),
    Case(Slow(delay_s=1.5, is_done=True), "POST", CALLBACK, has_files=None),
    Case(LostConnection(is_done=True), "POST", CALLBACK, has_files=None),
]


def shown(town: Town) -> list[str]:
    """Return the id of each message in the channel that shows images, an id an image."""
    return [message["id"] for message in public(town) for _image in images_of(message)]


def public(town: Town) -> list[Message]:
    """Return the messages of the channel that everybody sees."""
    messages = town.sandbox.messages(town.sandbox.channel_id)
    return [message for message in messages if message["_ephemeral_for"] is None]


def watched(town: Town, **about: Any) -> asyncio.Event:
    """Return an event that is set once another request of that kind has been answered."""
    return town.sandbox.faults.plan(Slow(delay_s=0, is_done=True), **about).happened


async def until(town: Town, is_true: Callable[[], bool]) -> None:
    """Wait until *is_true* holds; looked at whenever something happens in the sandbox."""
    changes = town.sandbox.member("mod").hub.subscribe(lambda _event: True)
    async with asyncio.timeout(DEADLINE_S):
        while not is_true():
            await changes.next()


async def test_each_fault_leaves_one_card_with_one_image(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot():
        for number, case in enumerate([*LATE, *FIRST], start=1):
            strike = town.sandbox.faults.plan(
                case.fault,
                method=case.method,
                route=case.route,
                has_files=case.has_files,
                times=case.times,
            )
            final = watched(town, has_files=True)
            assert is_delivered(await town.ask()), case
            assert strike.happened.is_set(), case
            if case.is_repeated:
                # Not before the last card is there: what came twice must be the same message.
                async with asyncio.timeout(DEADLINE_S):
                    await final.wait()
            town.sandbox.faults.clear()
            assert await town.left_today() == 100 - number, case
            assert len(set(shown(town))) == len(shown(town)) == number, case
            assert len(public(town)) == number, case
            assert len(town.studio.journal.entries) == number, case


async def started(town: Town) -> Invocation:
    """Ask for an image that the studio holds back, and return when its task is known."""
    town.studio.faults.pause()
    invocation = await town.sandbox.member().invoke("imagine", {"prompt": "a fox", **SMALL})
    async with asyncio.timeout(DEADLINE_S):
        async for message in invocation.states():
            if "Starting" in text_of(message):
                return invocation
    raise AssertionError(invocation.failed)


async def delivered(invocation: Invocation) -> None:
    async with asyncio.timeout(DEADLINE_S):
        async for message in invocation.states():
            if is_delivered(message):
                return
    raise AssertionError("the reply went away")


async def test_a_lost_socket_loses_no_generation(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot():
        gateway = town.sandbox.gateway
        disturbances: tuple[Callable[[], None], ...] = (
            gateway.lose_sockets,
            gateway.reconnect,
            lambda: gateway.lose_sockets(is_resumable=False),
            gateway.invalidate,
        )
        for number, disturb in enumerate(disturbances, start=1):
            invocation = await started(town)
            disturb()
            town.studio.faults.resume()
            await delivered(invocation)
            await town.sandbox.wait_online(DEADLINE_S)
            assert len(set(shown(town))) == len(shown(town)) == number
            assert len(town.studio.journal.entries) == number
        assert is_delivered(await town.ask())
        assert await town.left_today() == 100 - len(disturbances) - 1


async def test_a_first_answer_that_comes_too_late_leaves_the_image_another_way(
    tmp_path: Path,
) -> None:
    async with open_town(tmp_path, discord=SandboxSettings()) as town, town.bot():
        town.sandbox.faults.plan(Slow(delay_s=3.5), method="POST", route=CALLBACK)
        invocation = await town.sandbox.member().invoke("imagine", {"prompt": "a fox", **SMALL})
        await until(town, lambda: bool(shown(town)))
        assert invocation.failed == "The application did not respond"
        assert len(shown(town)) == 1
        assert len(town.studio.journal.entries) == 1
        assert is_delivered(await town.ask())


async def test_when_the_place_is_gone_the_image_finds_its_member(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot():
        upheavals = town.sandbox.upheavals

        invocation = await started(town)
        reply = invocation.reply
        assert reply is not None
        upheavals.delete_message(reply["id"])
        town.studio.faults.resume()
        assert len(await pictures_for(town, "ada", 1)) == 1
        assert shown(town) == []  # a person deleted it, so it is not posted there again

        await started(town)
        upheavals.delete_channel(town.sandbox.channel_id)
        town.studio.faults.resume()
        assert len(await pictures_for(town, "ada", 2)) == 2
        assert len(town.studio.journal.entries) == 2
        assert await town.left_today(is_direct=True) == 100


async def test_a_card_too_old_for_edits_is_answered_by_a_new_message(tmp_path: Path) -> None:
    dead = Refused(status=401, code=50027, message="Invalid Webhook Token")
    old = Refused(status=429, code=30046, message="Maximum number of edits reached")
    async with open_town(tmp_path) as town, town.bot():
        invocation = await started(town)
        town.sandbox.faults.plan(dead, route=TOKEN, has_files=True, times=None)
        edits = "/channels/{channel_id}/messages/{message_id}"
        town.sandbox.faults.plan(old, method="PATCH", route=edits, times=None)
        town.studio.faults.resume()
        await until(town, lambda: bool(shown(town)))
        assert invocation.reply is not None
        assert shown(town) != [invocation.reply["id"]]
        assert len(public(town)) == 2
        assert len(town.studio.journal.entries) == 1


async def pictures_for(town: Town, name: str, count: int) -> list[str]:
    """Wait for *count* pictures in the member's direct messages, and return their messages."""

    def found() -> list[str]:
        messages = town.sandbox.messages(town.sandbox.direct_channel(name), seen_by=name)
        return [each["id"] for each in messages for _image in images_of(each)]

    await until(town, lambda: len(found()) >= count)
    return found()


async def test_a_kicked_bot_keeps_the_image_and_goes_on_elsewhere(tmp_path: Path) -> None:
    closed = Refused(status=401, code=50027, message="Invalid Webhook Token")
    async with open_town(tmp_path) as town, town.bot():
        await started(town)
        town.sandbox.faults.plan(closed, route=TOKEN, has_files=True, times=None)
        last_try = watched(town, method="POST", route="/channels/{channel_id}/messages")
        town.sandbox.upheavals.kick_bot()
        town.studio.faults.resume()
        async with asyncio.timeout(DEADLINE_S):
            await last_try.wait()
        town.sandbox.faults.clear()
        town.sandbox.upheavals.invite_bot()
        assert is_delivered(await town.ask())
        assert len(shown(town)) == 1
        assert len(town.studio.journal.entries) == 2
        assert await town.left_today() == 98
