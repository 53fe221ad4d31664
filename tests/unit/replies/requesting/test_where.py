"""Where requests are taken: each kind of channel, closed threads, and each missing permission."""

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.errors import NotAllowed
from bot.replies.requesting.where import check_place
from tests.fakes.interaction import FakeInteraction

KIND = discord.ChannelType
ALL = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
)
ELSEWHERE = discord.Permissions(embed_links=True, attach_files=True)


def thread(**state: bool) -> Any:
    made = discord.Thread.__new__(discord.Thread)
    made._type = KIND.public_thread
    made.archived = state.get("archived", False)
    made.locked = state.get("locked", False)
    return made


def asked(
    channel: Any = None,
    permissions: discord.Permissions = ALL,
    *,
    guild_id: int | None = 10,
    is_member: bool = True,
) -> Any:
    interaction: Any = FakeInteraction(
        guild_id=guild_id, channel=channel, app_permissions=permissions
    )
    interaction.client = SimpleNamespace(get_guild=lambda _id: None)
    interaction.is_guild_integration = lambda: is_member
    return interaction


TAKEN = [
    KIND.text,
    KIND.news,
    KIND.voice,
    KIND.stage_voice,
    KIND.public_thread,
    KIND.private_thread,
    KIND.news_thread,
]


@pytest.mark.parametrize("kind", TAKEN)
@pytest.mark.parametrize("is_private", [False, True])
def test_every_channel_that_holds_messages_is_taken(
    kind: discord.ChannelType, *, is_private: bool
) -> None:
    check_place(asked(SimpleNamespace(type=kind)), is_private=is_private)


@pytest.mark.parametrize("kind", [KIND.private, KIND.group])
def test_direct_messages_and_groups_are_taken_whatever_the_permissions(
    kind: discord.ChannelType,
) -> None:
    nothing = discord.Permissions.none()
    check_place(asked(SimpleNamespace(type=kind), nothing, guild_id=None), is_private=False)


@pytest.mark.parametrize("kind", [KIND.forum, KIND.media, KIND.category])
def test_a_channel_without_messages_is_refused(kind: discord.ChannelType) -> None:
    with pytest.raises(NotAllowed, match="this kind of channel"):
        check_place(asked(SimpleNamespace(type=kind)), is_private=True)


@pytest.mark.parametrize("state", ["archived", "locked"])
def test_a_closed_thread_is_refused(state: str) -> None:
    check_place(asked(thread()), is_private=False)
    with pytest.raises(NotAllowed, match="thread is closed"):
        check_place(asked(thread(**{state: True})), is_private=True)


@pytest.mark.parametrize(
    ("lacks", "is_thread", "words"),
    [
        ("view_channel", False, "View Channel"),
        ("send_messages", False, "Send Messages"),
        ("send_messages_in_threads", True, "Send Messages in Threads"),
        ("embed_links", False, "Embed Links"),
        ("attach_files", True, "Attach Files"),
    ],
)
def test_exactly_the_missing_permission_is_named(
    lacks: str, words: str, *, is_thread: bool
) -> None:
    permissions = discord.Permissions(ALL.value)
    permissions.update(**{lacks: False})
    interaction = asked(thread() if is_thread else None, permissions)
    with pytest.raises(NotAllowed, match=f"channel: {words}\\."):
        check_place(interaction, is_private=False)
    check_place(interaction, is_private=True)  # what only the member sees needs none


@pytest.mark.parametrize(("lacks", "is_thread"), [("send_messages", True), ("manage_guild", False)])
def test_a_permission_that_is_not_needed_there_is_not_asked_for(
    lacks: str, *, is_thread: bool
) -> None:
    permissions = discord.Permissions(ALL.value)
    permissions.update(**{lacks: False})
    check_place(asked(thread() if is_thread else None, permissions), is_private=False)


def test_where_the_bot_is_no_member_only_what_the_interaction_needs_counts() -> None:
    check_place(asked(permissions=ELSEWHERE, is_member=False), is_private=False)
    with pytest.raises(NotAllowed, match="Send Messages"):
        check_place(asked(permissions=ELSEWHERE), is_private=False)
    no_files = discord.Permissions(embed_links=True)
    with pytest.raises(NotAllowed, match="Attach Files"):
        check_place(asked(permissions=no_files, is_member=False), is_private=False)


def test_an_administrator_lacks_nothing() -> None:
    check_place(asked(permissions=discord.Permissions(administrator=True)), is_private=False)
