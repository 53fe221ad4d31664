"""Who asks, as far as the rules look at it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """What Discord told of the member at the moment of asking.

    ``role_ids`` is None where Discord does not tell it: in direct messages, also about what was
    asked for in a server. ``is_administrator``: Discord's command permissions do not bind them.
    """

    role_ids: frozenset[int] | None = None
    is_administrator: bool = False


UNKNOWN_ASKER = Asker()
