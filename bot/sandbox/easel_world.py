"""The people and places of every sandbox."""

from types import MappingProxyType

from bot.sandbox.places import Channel, ChannelKind, Server
from bot.sandbox.world import User, World

_FIRST_ID = 1_100_000_000_000_000_000
_HOME, _ELSEWHERE = _FIRST_ID + 1, _FIRST_ID + 5
_GENERAL, _GALLERY = _FIRST_ID + 21, _FIRST_ID + 25
_NAMES = {"ada": "Ada", "ben": "Ben", "cleo": "Cleo", "mod": "Mod", "yuki": "Yuki"}
_INSTALLERS = ("ada", "ben")


def easel_world() -> World:
    """Return the server "Easel Sandbox" with Ada, Ben, Cleo, Yuki, and Mod who may manage it.

    The bot is a member there. Ada and Ben have also installed it for themselves, so they use it
    in the server "Night Market" and in their group, where the bot itself is not.
    """
    members = {
        _FIRST_ID + number: User(
            id=_FIRST_ID + number,
            username=username,
            global_name=shown,
            is_moderator=username == "mod",
        )
        for number, (username, shown) in enumerate(_NAMES.items(), start=11)
    }
    ids = {user.username: user.id for user in members.values()}
    channels = [*_home(ids["mod"]), *_elsewhere({ids["ada"], ids["ben"]}), *_direct(members)]
    return World(
        guild_id=_HOME,
        owner_id=_FIRST_ID + 9,
        moderator_role_id=_FIRST_ID + 3,
        bot=User(id=_FIRST_ID + 2, username="Easel", global_name=None, is_bot=True),
        members=MappingProxyType(members),
        servers=MappingProxyType({each.id: each for each in _servers(ids)}),
        channels={channel.id: channel for channel in channels},
        installers=frozenset(ids[name] for name in _INSTALLERS),
    )


def _servers(ids: dict[str, int]) -> list[Server]:
    return [
        Server(
            id=_HOME,
            name="Easel Sandbox",
            locale="en-US",
            member_ids=frozenset(ids.values()),
            has_bot=True,
        ),
        Server(
            id=_ELSEWHERE,
            name="Night Market",
            locale="de",
            member_ids=frozenset(ids[name] for name in ("ada", "ben", "cleo")),
            has_bot=False,
        ),
    ]


def _home(moderator_id: int) -> list[Channel]:
    kinds = ChannelKind
    return [
        Channel(id=_GENERAL, name="general", server_id=_HOME),
        Channel(id=_FIRST_ID + 22, name="images", server_id=_HOME, position=1),
        Channel(
            id=_FIRST_ID + 23,
            name="after-dark",
            server_id=_HOME,
            position=2,
            is_age_restricted=True,
        ),
        Channel(
            id=_FIRST_ID + 24,
            name="news",
            kind=kinds.ANNOUNCEMENT,
            server_id=_HOME,
            position=3,
        ),
        Channel(id=_GALLERY, name="gallery", kind=kinds.FORUM, server_id=_HOME, position=4),
        Channel(
            id=_FIRST_ID + 20,
            name="moderators",
            server_id=_HOME,
            position=5,
            member_ids=frozenset({moderator_id}),
        ),
        Channel(
            id=_FIRST_ID + 26,
            name="sunsets",
            kind=kinds.THREAD,
            server_id=_HOME,
            parent_id=_GENERAL,
        ),
        Channel(
            id=_FIRST_ID + 27,
            name="Show your foxes",
            kind=kinds.THREAD,
            server_id=_HOME,
            parent_id=_GALLERY,
        ),
    ]


def _elsewhere(friends: set[int]) -> list[Channel]:
    return [
        Channel(id=_FIRST_ID + 28, name="lounge", server_id=_ELSEWHERE),
        Channel(
            id=_FIRST_ID + 29,
            name="Ada and Ben",
            kind=ChannelKind.GROUP,
            member_ids=frozenset(friends),
        ),
    ]


def _direct(members: dict[int, User]) -> list[Channel]:
    return [
        Channel(id=user.id + 30, name=user.username, kind=ChannelKind.DIRECT, user_id=user.id)
        for user in members.values()
    ]
