"""Presses that are being admitted: the same one twice must not pay twice."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

import discord

from bot.errors import NotAllowed
from bot.texts import gettext as _

_MOST_SEEN = 4_096


class UnderAdmission:
    """Lets one press of a kind by one member through at a time, and each interaction once.

    Once the first has its card, the same may be wanted again on purpose.
    """

    def __init__(self) -> None:
        self._under_way: set[tuple[int, str]] = set()
        self._seen: OrderedDict[int, None] = OrderedDict()

    @contextmanager
    def one(self, interaction: discord.Interaction, what: str) -> Iterator[None]:
        """Hold *what* for whoever pressed while it is not known whether they get in.

        Raises:
            NotAllowed: It is being admitted for them already.
        """
        key = (interaction.user.id, what)
        if key in self._under_way or interaction.id in self._seen:
            raise NotAllowed(_("You have just asked for this: it is under way."))
        self._seen[interaction.id] = None
        if len(self._seen) > _MOST_SEEN:
            self._seen.popitem(last=False)
        self._under_way.add(key)
        try:
            yield
        finally:
            self._under_way.discard(key)
