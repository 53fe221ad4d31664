"""Threads that the bot opens: from a message, or as a post of a forum; and what it pins there."""

from dataclasses import dataclass

from bot.sandbox.drafts import Composer
from bot.sandbox.front import Answer, Call, Route
from bot.sandbox.gateway import Gateway
from bot.sandbox.hub import Hub
from bot.sandbox.message_payloads import Message
from bot.sandbox.messages import Messages
from bot.sandbox.payloads import Payload
from bot.sandbox.places import Channel, ChannelKind
from bot.sandbox.refusals import DiscordRefusal
from bot.sandbox.world import World
from bot.sandbox.world_payloads import channel_payload

_CHANNEL = "/channels/{channel_id}"
_CREATED = 201


@dataclass(frozen=True, slots=True, kw_only=True)
class Threads:
    """Opens them, and tells the bot and every page."""

    world: World
    messages: Messages
    composer: Composer
    gateway: Gateway
    hub: Hub

    def routes(self) -> list[Route]:
        """Return the routes."""
        table = [
            ("POST", f"{_CHANNEL}/messages/{{message_id}}/threads", self._from_message),
            ("POST", f"{_CHANNEL}/threads", self._in_forum),
            ("PUT", f"{_CHANNEL}/messages/pins/{{message_id}}", self._pin),
        ]
        return [Route(method=method, path=path, handler=handler) for method, path, handler in table]

    async def _from_message(self, call: Call) -> Answer:
        message = self._message(call)
        parent = self.world.channels[message.channel_id]
        if parent.is_thread or parent.server_id is None:
            raise DiscordRefusal(400, 50024, "Cannot execute action on this channel type")
        if message.id in self.world.channels:
            text = "A thread has already been created for this message"
            raise DiscordRefusal(400, 160004, text)
        payload = self._open(message.id, str(call.body["name"]), parent)
        message.extra = {**message.extra, "thread": payload}
        self.messages.change(message, message.draft)
        return Answer(payload, status=_CREATED)

    async def _in_forum(self, call: Call) -> Answer:
        forum = self.world.channel_for_bot(call.id("channel_id"))
        if forum.kind is not ChannelKind.FORUM:
            raise DiscordRefusal(400, 50024, "Cannot execute action on this channel type")
        body = call.body["message"]
        draft = self.composer.create(body, call.files, forum.id, is_ephemeral=False)
        message = self.messages.new(forum.id, self.world.bot.id, draft)
        message.channel_id = message.id  # a post has the id of its first message
        payload = self._open(message.id, str(call.body["name"]), forum)
        self.messages.add(message)
        whole = {**payload, "message": self.messages.payload(message)}
        return Answer(whole, status=_CREATED)

    async def _pin(self, call: Call) -> Answer:
        message = self._message(call)
        message.extra = {**message.extra, "pinned": True}
        self.messages.change(message, message.draft)
        return Answer()

    def _open(self, thread_id: int, name: str, parent: Channel) -> Payload:
        thread = Channel(
            id=thread_id,
            name=name,
            kind=ChannelKind.THREAD,
            server_id=parent.server_id,
            parent_id=parent.id,
            is_age_restricted=parent.is_age_restricted,
        )
        self.world.add(thread)
        payload = channel_payload(self.world, thread)
        self.gateway.announce("THREAD_CREATE", {**payload, "newly_created": True})
        self.hub.publish("CHANNELS", {"id": str(thread_id)}, audience=self.world.audience(thread))
        return payload

    def _message(self, call: Call) -> Message:
        channel = self.world.channel_for_bot(call.id("channel_id"))
        return self.messages.get(call.id("message_id"), channel_id=channel.id)
