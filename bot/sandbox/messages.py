"""The messages of all channels: kept in order, and told of when they change."""

from collections.abc import Callable

from bot.sandbox.cdn import Cdn
from bot.sandbox.drafts import Draft
from bot.sandbox.hub import EventType, Hub
from bot.sandbox.message_payloads import Message, MessagePayloads
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import unknown_message
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.world import World
from bot.timing import Time

Notify = Callable[[EventType, Message], None]


class Messages:
    """Keeps messages in order and tells the hub, and the gateway, of each change."""

    def __init__(
        self, world: World, cdn: Cdn, hub: Hub, snowflakes: Snowflakes, time: Time
    ) -> None:
        self._world = world
        self._cdn = cdn
        self._hub = hub
        self._snowflakes = snowflakes
        self._time = time
        self._payloads = MessagePayloads(world, cdn)
        self._messages: dict[int, Message] = {}
        self._listeners: list[Notify] = []

    def listen(self, notify: Notify) -> None:
        """Call *notify* after each change of a message that is not ephemeral."""
        self._listeners.append(notify)

    def new(
        self,
        channel_id: int,
        author_id: int,
        draft: Draft,
        *,
        kind: int = 0,
        only_for: int | None = None,
        extra: Payload | None = None,
    ) -> Message:
        """Return a message that is not yet in its channel; ``add`` puts it there."""
        return Message(
            id=self._snowflakes.new(),
            channel_id=channel_id,
            author_id=author_id,
            draft=draft,
            created_at=self._time.now().isoformat(),
            kind=kind,
            only_for=only_for,
            extra=extra or {},
        )

    def add(self, message: Message) -> None:
        """Put the message into its channel."""
        self._messages[message.id] = message
        self._tell("MESSAGE_CREATE", message)

    def change(self, message: Message, draft: Draft) -> None:
        """Give the message new content; ending the "thinking" counts as no edit."""
        if not message.draft.is_loading:
            message.edited_at = self._time.now().isoformat()
        message.draft = draft
        self._tell("MESSAGE_UPDATE", message)

    def remove(self, message: Message) -> None:
        """Delete the message, by whomever."""
        del self._messages[message.id]
        for file in message.draft.files:
            self._cdn.retire(file)
        self._tell("MESSAGE_DELETE", message)

    def remove_channel(self, channel_id: int) -> None:
        """Delete all messages of a channel, as happens with the channel itself."""
        for message in list(self._messages.values()):
            if message.channel_id == channel_id:
                self.remove(message)

    def has(self, message_id: int) -> bool:
        """Tell whether the message is still there."""
        return message_id in self._messages

    def get(self, message_id: int, *, channel_id: int | None = None) -> Message:
        """Return a message, of that channel if one is named.

        Raises:
            DiscordRefusal: 10008.
        """
        message = self._messages.get(message_id)
        if message is None or channel_id not in {None, message.channel_id}:
            raise unknown_message()
        return message

    def of_channel(self, channel_id: int, *, seen_by: int) -> list[Message]:
        """Return the channel's messages that the user may see, oldest first."""
        return [
            message
            for message in self._messages.values()
            if message.channel_id == channel_id and message.only_for in {None, seen_by}
        ]

    def payload(self, message: Message) -> Payload:
        """Return the message object of the HTTP API."""
        return self._payloads.public(message)

    def client_payload(self, message: Message) -> Payload:
        """Return the message object with what a client knows besides."""
        return self._payloads.client(message)

    def _tell(self, kind: EventType, message: Message) -> None:
        if kind == "MESSAGE_DELETE":
            data: Payload = {"id": str(message.id), "channel_id": str(message.channel_id)}
        else:
            data = self.client_payload(message)
        audience = self._world.audience(self._world.channels[message.channel_id])
        if message.only_for is not None:
            audience = {message.only_for}
        self._hub.publish(kind, data, about=message.id, audience=audience)
        if message.only_for is None:
            for notify in self._listeners:
                notify(kind, message)
