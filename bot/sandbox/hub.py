"""What happens in the sandbox, told to whoever watches: pages, tests, the demo."""

import asyncio
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.sandbox.payloads import Payload

EventType: TypeAlias = Literal[
    "MESSAGE_CREATE",
    "MESSAGE_UPDATE",
    "MESSAGE_DELETE",
    "COMMANDS",
    "BOT",
    "MODAL",
    "INTERACTION",
    "VIOLATION",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened; *only_for* is the one member who may know, or None for all."""

    type: EventType
    data: Payload
    only_for: int | None = None


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
    """Hands each event to every subscription that is still held by someone."""

    def __init__(self) -> None:
        # Weak, so that a watcher that is simply dropped leaves nothing behind.
        self._subscriptions: weakref.WeakSet[Subscription] = weakref.WeakSet()

    def subscribe(self, wants: Callable[[Event], bool]) -> Subscription:
        """Return a subscription to what *wants* accepts from now on."""
        subscription = Subscription(wants)
        self._subscriptions.add(subscription)
        return subscription

    def subscribe_member(self, user_id: int) -> Subscription:
        """Return a subscription to all that this member may see."""
        return self.subscribe(lambda event: event.only_for in {None, user_id})

    def publish(self, kind: EventType, data: Payload, *, only_for: int | None = None) -> None:
        """Tell everyone who may know."""
        event = Event(type=kind, data=data, only_for=only_for)
        for subscription in tuple(self._subscriptions):
            subscription.offer(event)
