"""Who asks where, as the first rules see it."""

from bot.domain.generation import Place
from bot.domain.moderation.asker import Asker

SERVER, CHANNEL, THREAD, ADA = 10, 20, 21, 7
EVERYONE, ALL_CHANNELS = SERVER, SERVER - 1


def place(*, thread: bool = False, age: bool = False, server: int = SERVER) -> Place:
    return Place(
        member_id=ADA,
        server_id=server,
        channel_id=THREAD if thread else CHANNEL,
        parent_channel_id=CHANNEL if thread else None,
        is_age_restricted=age,
        interaction_id=1,
        application_id=2,
    )


def asker(*roles: int, is_administrator: bool = False) -> Asker:
    return Asker(role_ids=frozenset(roles), is_administrator=is_administrator)
