"""The owner is told privately; whatever Discord says to it, the bot goes on."""

from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest

from bot.replies.sending.owner_notice import OwnerNotice

OWNER, TEAM_USER, LEADER = 5, 6, 7


class FakeClient:
    """Has an application, and remembers who got what."""

    def __init__(self, team: object = None, fault: Exception | None = None) -> None:
        self._team = team
        self._fault = fault
        self.sent: list[tuple[int, str]] = []

    async def application_info(self) -> Any:
        return SimpleNamespace(
            team=self._team, owner=SimpleNamespace(id=TEAM_USER if self._team else OWNER)
        )

    async def create_dm(self, user: discord.Object) -> Any:
        async def send(text: str, *, allowed_mentions: discord.AllowedMentions) -> None:
            assert not allowed_mentions.everyone
            if self._fault is not None:
                raise self._fault
            self.sent.append((user.id, text))

        return SimpleNamespace(send=send)


def notice(client: FakeClient) -> OwnerNotice:
    return OwnerNotice(cast("discord.Client", client))


async def test_the_owner_gets_a_private_message() -> None:
    client = FakeClient()
    assert await notice(client).tell("Room gets short.")
    assert client.sent == [(OWNER, "Room gets short.")]


async def test_of_a_team_its_owner_is_told() -> None:
    client = FakeClient(team=SimpleNamespace(owner_id=LEADER))
    assert await notice(client).tell("Room gets short.")
    assert client.sent == [(LEADER, "Room gets short.")]


@pytest.mark.parametrize(
    "fault",
    [
        discord.Forbidden(
            cast("Any", SimpleNamespace(status=403, reason="Forbidden")),
            {"code": 50007, "message": "Cannot send messages to this user"},
        ),
        aiohttp.ClientConnectionError(),
        TimeoutError(),
    ],
)
async def test_an_owner_who_cannot_be_reached_is_only_logged(
    fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    assert not await notice(FakeClient(fault=fault)).tell("Room gets short.")
    assert "owner not told" in caplog.text
