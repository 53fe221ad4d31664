"""Choices in the selects that the client fills itself: users, roles, channels."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox.component_tree import CHANNEL_SELECT, FILLED_SELECTS, walk
from bot.sandbox.payloads import Payload
from bot.sandbox.places import Channel
from bot.sandbox.refusals import ClientRefusal
from bot.sandbox.resolved import add_resolved
from bot.sandbox.world import User, World

_OFFERED = {5: {"users"}, 6: {"roles"}, 7: {"users", "roles"}, 8: {"channels"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picks:
    """Checks what was chosen there, and describes it as Discord does."""

    world: World

    def resolve(
        self, select: Payload, values: Sequence[str], user: User, channel: Channel
    ) -> Payload:
        """Return ``resolved`` for the values chosen in *select*; empty for a string select.

        Raises:
            ClientRefusal: The client offers no such user, role or channel.
        """
        resolved: Payload = {}
        if select["type"] not in FILLED_SELECTS:
            return resolved
        for value in values:
            found: Payload = {}
            if value.isdecimal():
                add_resolved(self.world, int(value), found, channel)
            if not found.keys() & _OFFERED[select["type"]]:
                raise ClientRefusal(f"{value} is none of the options.")
            if select["type"] == CHANNEL_SELECT:
                self._check_channel(select, int(value), user, channel)
            for kind, things in found.items():
                resolved.setdefault(kind, {}).update(things)
        return resolved

    def resolve_all(self, modal: Payload, data: Payload, user: User, channel: Channel) -> Payload:
        """Return ``resolved`` for all that was chosen in a modal.

        Raises:
            ClientRefusal: The client offers no such user, role or channel.
        """
        selects = {each.get("custom_id"): each for _, each in walk(modal["components"])}
        resolved: Payload = {}
        for _, part in walk(data["components"]):
            select = selects.get(part.get("custom_id"))
            if select is None or "values" not in part:
                continue
            found = self.resolve(select, part["values"], user, channel)
            for kind, things in found.items():
                resolved.setdefault(kind, {}).update(things)
        return resolved

    def _check_channel(self, select: Payload, value: int, user: User, here: Channel) -> None:
        chosen = self.world.channels[value]
        kinds = select.get("channel_types") or []
        is_offered = chosen.server_id == here.server_id and self.world.can_see(user.id, value)
        if not is_offered or (kinds and chosen.kind not in kinds):
            raise ClientRefusal(f"#{chosen.name} is none of the options.")
