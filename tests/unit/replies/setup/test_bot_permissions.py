"""What `/setup` looks at in a channel: all that something of the bot's is refused without."""

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.errors import NotAllowed
from bot.replies.sessions.session_place import place_for_session
from bot.replies.setup.bot_permissions import needed_permissions

_NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "read_message_history": "Read Message History",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
}


def in_a_channel(permissions: discord.Permissions) -> Any:
    return SimpleNamespace(
        type=discord.ChannelType.text,
        id=1,
        guild=SimpleNamespace(me=None),
        permissions_for=lambda _me: permissions,
    )


def missing_for_a_session(permissions: discord.Permissions) -> str:
    interaction: Any = SimpleNamespace(
        channel=in_a_channel(permissions),
        guild_id=1,
        app_permissions=permissions,
        is_guild_integration=lambda: True,
    )
    with pytest.raises(NotAllowed) as refused:
        place_for_session(interaction)
    return str(refused.value)


@pytest.mark.parametrize("permission", sorted(_NAMES))
def test_what_a_session_is_refused_without_is_shown_as_missing(permission: str) -> None:
    permissions = discord.Permissions.all_channel()
    permissions.update(**{permission: False})
    assert _NAMES[permission] in missing_for_a_session(permissions)
    shown = needed_permissions(in_a_channel(permissions))
    assert [one.name for one in shown if not one.is_granted] == [_NAMES[permission]]
