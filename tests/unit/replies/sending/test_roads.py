"""What each of Discord's errors says of a road, and what a new message is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest

from bot.domain.generation import Generation, Rung
from bot.replies.parts.cards import failed_card
from bot.replies.sending.roads import Outcome, Roads, card_url, rungs
from tests.unit.replies.fake_roads import FakePosted, StillTime
from tests.unit.replies.samples import a_generation


class Channel:
    """A channel that keeps what is sent to it, or refuses."""

    id = 33

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.sent: list[dict[str, Any]] = []

    async def send(self, **options: Any) -> Any:
        if self.error is not None:
            raise self.error
        self.sent.append(options)
        return SimpleNamespace(id=900 + len(self.sent), channel=self)

    def get_partial_message(self, _message_id: int) -> "Channel":
        return self

    async def edit(self, **options: Any) -> None:
        await self.send(**options)


class Client:
    """The parts of discord.py's client that the roads use; every channel is the same."""

    def __init__(
        self, channel: Channel, servers: Sequence[int] = (22,), *, ready: bool = True
    ) -> None:
        self.channel = channel
        self._servers = servers
        self._ready = ready

    def get_partial_messageable(self, _channel_id: int) -> Channel:
        return self.channel

    async def create_dm(self, _member: object) -> Channel:
        return self.channel

    def is_ready(self) -> bool:
        return self._ready

    def get_guild(self, server_id: int) -> object | None:
        return object() if server_id in self._servers else None


def refusal(status: int, code: int) -> discord.HTTPException:
    answer = cast("aiohttp.ClientResponse", SimpleNamespace(status=status, reason="no"))
    kind = {403: discord.Forbidden, 404: discord.NotFound}.get(status, discord.HTTPException)
    return kind(answer, {"code": code, "message": "no"})


def roads_to(client: Client) -> Roads:
    return Roads(cast("discord.Client", client), FakePosted(), StillTime())


async def take(rung: Rung, error: Exception | None, generation: Generation) -> Outcome:
    card = failed_card(generation, "no")
    return await roads_to(Client(Channel(error))).take(rung, generation, card, ())


@pytest.mark.parametrize("rung", [Rung.EDIT, Rung.CHANNEL, Rung.DM])
@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (refusal(401, 50027), Outcome.BLOCKED),  # the token is dead
        (refusal(404, 10062), Outcome.BLOCKED),  # the interaction is unknown
        (refusal(404, 10015), Outcome.BLOCKED),  # its webhook is unknown
        (refusal(429, 30046), Outcome.BLOCKED),  # too many edits of an old message
        (refusal(404, 10003), Outcome.BLOCKED),  # the channel is gone
        (refusal(403, 50001), Outcome.BLOCKED),  # no access
        (refusal(403, 50013), Outcome.BLOCKED),  # no permission
        (refusal(403, 50007), Outcome.BLOCKED),  # no direct messages
        (refusal(403, 0), Outcome.BLOCKED),
        (refusal(404, 0), Outcome.BLOCKED),
        (refusal(404, 10008), Outcome.DELETED),
        (refusal(413, 0), Outcome.TOO_LARGE),
        (refusal(413, 40005), Outcome.TOO_LARGE),
        (refusal(400, 40005), Outcome.TOO_LARGE),
        (refusal(429, 0), Outcome.UNREACHABLE),
        (refusal(500, 0), Outcome.UNREACHABLE),
        (refusal(503, 0), Outcome.UNREACHABLE),
        (aiohttp.ClientConnectionError(), Outcome.UNREACHABLE),
        (TimeoutError(), Outcome.UNREACHABLE),
        (None, Outcome.DONE),
    ],
    ids=str,
)
async def test_each_error_closes_what_it_must(
    rung: Rung, error: Exception | None, outcome: Outcome
) -> None:
    assert await take(rung, error, a_generation()) is outcome


async def test_a_card_whose_message_was_never_known_cannot_be_edited() -> None:
    generation = a_generation()
    unknown = replace(generation, place=replace(generation.place, message_id=None))
    assert await take(Rung.EDIT, None, unknown) is Outcome.BLOCKED


@pytest.mark.parametrize("rung", [Rung.CHANNEL, Rung.DM])
async def test_a_new_message_pings_its_member_alone_and_is_posted_once(rung: Rung) -> None:
    channel, generation = Channel(), a_generation(prompt="for @everyone and <@99>")
    await roads_to(Client(channel)).take(rung, generation, failed_card(generation, "no"), ())
    (sent,) = channel.sent
    assert sent["allowed_mentions"].to_dict() == {"parse": [], "users": [11]}
    assert sent["nonce"] == "1"


async def test_an_edit_pings_nobody() -> None:
    channel, generation = Channel(), a_generation()
    await roads_to(Client(channel)).take(Rung.EDIT, generation, failed_card(generation, "no"), ())
    assert channel.sent[0]["allowed_mentions"].to_dict() == {"parse": []}


@pytest.mark.parametrize(
    ("servers", "ready", "server_id", "has_channel"),
    [
        ([22], True, 22, True),
        ([], True, 22, False),  # brought along by a member who installed it for themselves
        ([], False, 22, True),  # which servers it is in is not known yet
        ([], True, 0, True),  # a direct message
    ],
)
def test_where_the_bot_is_not_itself_its_own_roads_are_closed(
    servers: list[int], server_id: int, *, ready: bool, has_channel: bool
) -> None:
    generation = a_generation()
    there = replace(generation, place=replace(generation.place, server_id=server_id))
    roads = roads_to(Client(Channel(), servers, ready=ready))
    assert roads.has_channel(there) is has_channel


@pytest.mark.parametrize("rung", [Rung.EDIT, Rung.CHANNEL])
@pytest.mark.parametrize(("channel_id", "is_own"), [(33, True), (34, False)])
async def test_a_group_where_the_bot_itself_is_not_is_no_road(
    rung: Rung, channel_id: int, *, is_own: bool
) -> None:
    generation, channel = a_generation(), Channel()
    outside = replace(generation.place, server_id=0, channel_id=channel_id)
    generation = replace(generation, place=outside)
    card = failed_card(generation, "no")
    outcome = await roads_to(Client(channel)).take(rung, generation, card, ())
    assert outcome is (Outcome.DONE if is_own else Outcome.BLOCKED)
    assert len(channel.sent) == is_own


def test_without_a_channel_only_token_and_direct_message_are_left() -> None:
    assert rungs(a_generation(), token_lives=True, has_channel=False) == (
        Rung.TOKEN,
        Rung.DM,
        Rung.KEPT,
    )


@pytest.mark.parametrize(("age_s", "lives"), [(0, True), (14 * 60, True), (14.6 * 60, False)])
def test_the_token_is_used_with_a_margin(age_s: float, *, lives: bool) -> None:
    time = StillTime()
    roads = Roads(cast("discord.Client", Client(Channel())), FakePosted(), time)
    generation = a_generation(asked_at=time.now())
    time.now_value += timedelta(seconds=age_s)
    assert roads.has_token(generation) is lives


def test_the_link_to_the_card_is_discords_own() -> None:
    generation = a_generation()
    assert card_url(generation) == "https://discord.com/channels/22/33/55"
    in_private = replace(generation, place=replace(generation.place, server_id=0))
    assert card_url(in_private) == "https://discord.com/channels/@me/33/55"
    assert card_url(a_generation(is_private=True)) is None
