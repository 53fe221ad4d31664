"""What happens in the sandbox, told to whoever watches: pages, tests, the demo."""

import asyncio
import weakref
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.sandbox.payloads import Payload

EventType: TypeAlias = Literal[
    "MESSAGE_CREATE",
    "MESSAGE_UPDATE",
    "MESSAGE_DELETE",
    "CHANNELS",
    "COMMANDS",
    "BOT",
    "MODAL",
    "INTERACTION",
    "VIOLATION",
]

_MANY = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened; *audience* are the members who may know, or None for all."""

    type: EventType
    data: Payload
    audience: AbstractSet[int] | None = None


class Subscription:
    """The events that a watcher asked for, in order."""

    def __init__(self, wants: Callable[[Event], bool]) -> None:
        self._wants = wants
        self._events: asyncio.Queue[Event] = asyncio.Queue()

    def offer(self, event: Event) -> None:
        """Keep *event* if it is wanted."""
        if self._wants(event):
            self._events.put_nowait(event)

    async def next(self) -> Event:
        """Wait for the next event and return it."""
        return await self._events.get()


class Hub:
    """Hands each event to the subscriptions that are still held by someone.

    Pages see everything. What follows one interaction is kept apart by its id, so that hundreds
    of them at once do not look at each other's events.
    """

    def __init__(self) -> None:
        # Weak, so that a watcher that is simply dropped leaves nothing behind.
        self._watchers: weakref.WeakSet[Subscription] = weakref.WeakSet()
        self._followers: dict[int, weakref.WeakSet[Subscription]] = {}

    def subscribe(self, wants: Callable[[Event], bool]) -> Subscription:
        """Return a subscription to what *wants* accepts from now on."""
        subscription = Subscription(wants)
        self._watchers.add(subscription)
        return subscription

    def subscribe_member(self, user_id: int) -> Subscription:
        """Return a subscription to all that this member may see."""
        return self.subscribe(lambda event: event.audience is None or user_id in event.audience)

    def follow(self, *ids: int | None) -> Subscription:
        """Return a subscription to what concerns these interactions and messages."""
        subscription = Subscription(lambda _event: True)
        if len(self._followers) > _MANY:
            self._followers = {each: group for each, group in self._followers.items() if group}
        for each in ids:
            if each is not None:
                self._followers.setdefault(each, weakref.WeakSet()).add(subscription)
        return subscription

    def link(self, interaction_id: int, message_id: int) -> None:
        """Let who follows the interaction follow its reply as well."""
        for subscription in tuple(self._followers.get(interaction_id, ())):
            self._followers.setdefault(message_id, weakref.WeakSet()).add(subscription)

    def publish(
        self,
        kind: EventType,
        data: Payload,
        *,
        about: int | None = None,
        audience: AbstractSet[int] | None = None,
    ) -> None:
        """Tell everyone who may know; *about* is the interaction or message concerned."""
        event = Event(type=kind, data=data, audience=audience)
        for watcher in tuple(self._watchers):
            watcher.offer(event)
        followers = self._followers.get(about or 0)
        if followers is None:
            return
        for follower in tuple(followers):
            follower.offer(event)
        if not followers:
            del self._followers[about or 0]
