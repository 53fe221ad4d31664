"""Discord's answers to what a session sends, told apart: gone, not now, or to be posted anew."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
import pytest

from bot.errors import DiscordUnreachable
from bot.generation.sessions.stage import ThreadGone
from bot.replies.sessions.session_sending import SessionSending


class FakeResponse:
    def __init__(self, status: int) -> None:
        self.status, self.reason = status, ""
        self.headers: dict[str, str] = {}


def refused(status: int, code: int) -> discord.HTTPException:
    kind = {403: discord.Forbidden, 404: discord.NotFound}.get(status, discord.HTTPException)
    response: Any = FakeResponse(status)
    return kind(response, {"code": code, "message": "no"})


class FakeThread:
    """A thread that answers with *answers*, one a call; and counts when it is woken."""

    def __init__(self, answers: Sequence[Exception | None]) -> None:
        self.answers = list(answers)
        self.woken: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.http = self
        self.id = 9

    def get_partial_messageable(self, _key: int) -> "FakeThread":
        return self

    def get_partial_message(self, _key: int) -> "FakeThread":
        return self

    async def send(self, **given: Any) -> "FakeThread":
        self._answer()
        self.sent.append(given)
        return self

    async def edit(self, **given: Any) -> None:
        self._answer()
        self.sent.append(given)

    async def delete(self) -> None:
        self._answer()

    async def pin(self) -> None:
        self._answer()

    async def start_thread_with_message(self, *_keys: int, **_given: Any) -> dict[str, str]:
        self._answer()
        return {"id": "77"}

    async def edit_channel(self, _key: int, **given: Any) -> None:
        self.woken.append(given)

    def _answer(self) -> None:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer


def sending(*answers: Exception | None) -> tuple[SessionSending, FakeThread]:
    thread = FakeThread(answers)
    client: Any = thread
    return SessionSending(client), thread


VIEW = discord.ui.LayoutView


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (refused(404, 10003), ThreadGone),
        (refused(403, 50001), DiscordUnreachable),
        (refused(403, 50013), DiscordUnreachable),
        (refused(500, 0), DiscordUnreachable),
        (OSError(), DiscordUnreachable),
    ],
)
async def test_what_is_gone_and_what_may_pass(fault: Exception, error: type[Exception]) -> None:
    calls: list[Callable[[SessionSending], Awaitable[object]]] = [
        lambda sender: sender.post(1, VIEW(), "n"),
        lambda sender: sender.edit(1, 2, VIEW()),
        lambda sender: sender.delete(1, 2),
        lambda sender: sender.open_thread(1, 2, "x"),
    ]
    for call in calls:
        sender, _thread = sending(fault)
        with pytest.raises(error):
            await call(sender)


@pytest.mark.parametrize("fault", [refused(404, 10008), refused(429, 30046)])
async def test_a_board_that_cannot_be_edited_any_more_is_to_be_posted_anew(
    fault: Exception,
) -> None:
    sender, _thread = sending(fault)
    assert await sender.edit(1, 2, VIEW()) is False


async def test_a_message_that_is_deleted_already_is_fine() -> None:
    sender, _thread = sending(refused(404, 10008))
    await sender.delete(1, 2)


async def test_an_archived_thread_is_woken_for_an_edit() -> None:
    sender, thread = sending(refused(400, 50083))
    assert await sender.edit(1, 2, VIEW()) is True
    assert thread.woken == [{"archived": False}]


async def test_a_thread_that_a_crash_has_left_is_taken() -> None:
    sender, _thread = sending(refused(400, 160004))
    assert await sender.open_thread(1, 2, "x") == 2


async def test_a_board_that_may_not_be_pinned_stands_all_the_same() -> None:
    sender, _thread = sending(refused(403, 50013))
    await sender.pin(1, 2)


async def test_nothing_pings_anybody_and_each_post_has_its_nonce() -> None:
    sender, thread = sending()
    await sender.post(1, VIEW(), "e7")
    await sender.edit(1, 2, VIEW())
    nobody = discord.AllowedMentions.none().to_dict()
    assert [one["allowed_mentions"].to_dict() for one in thread.sent] == [nobody, nobody]
    assert thread.sent[0]["nonce"] == "e7"
