"""The routes of a channel's messages, as the bot uses them with its own token."""

from dataclasses import dataclass

from bot.sandbox.drafts import Composer
from bot.sandbox.front import Answer, Call, Route
from bot.sandbox.message_payloads import Message
from bot.sandbox.messages import Messages
from bot.sandbox.nonces import Nonces
from bot.sandbox.old_edits import OldEdits
from bot.sandbox.payloads import Payload
from bot.sandbox.privacy import Privacy
from bot.sandbox.refusals import DiscordRefusal, foreign_message, invalid_form, unknown_message
from bot.sandbox.world import World

_CHANNEL = "/channels/{channel_id}"
_MESSAGES = f"{_CHANNEL}/messages"
_MESSAGE = f"{_MESSAGES}/{{message_id}}"
_PLAIN, _REPLY = 0, 19
_USUAL_PAGE, _MOST_PAGE = 50, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """What the bot does in channels without an interaction."""

    world: World
    messages: Messages
    composer: Composer
    nonces: Nonces
    privacy: Privacy
    old_edits: OldEdits

    def routes(self) -> list[Route]:
        """Return the routes."""
        table = [
            ("GET", _MESSAGES, self._list),
            ("POST", _MESSAGES, self._create),
            ("GET", _MESSAGE, self._show),
            ("PATCH", _MESSAGE, self._edit),
            ("DELETE", _MESSAGE, self._delete),
            ("POST", f"{_CHANNEL}/typing", self._typing),
        ]
        return [Route(method=method, path=path, handler=handler) for method, path, handler in table]

    async def _list(self, call: Call) -> Answer:
        channel = self.world.channel_for_bot(call.id("channel_id"))
        newest_first = self.messages.of_channel(channel.id, seen_by=self.world.bot.id)[::-1]
        before, after = call.query.get("before"), call.query.get("after")
        if before:
            newest_first = [each for each in newest_first if each.id < int(before)]
        count = int(call.query.get("limit", _USUAL_PAGE))
        if not 1 <= count <= _MOST_PAGE:
            raise invalid_form("limit", f"Must be between 1 and {_MOST_PAGE}.")
        page = newest_first[:count]
        if after:
            page = [each for each in newest_first if each.id > int(after)][-count:]
        return Answer([self.privacy.payload(each) for each in page])

    async def _create(self, call: Call) -> Answer:
        channel = self.world.channel_for_bot(call.id("channel_id"), to_write=True)
        if not channel.takes_messages:
            raise DiscordRefusal(400, 50008, "Cannot send messages in a non-text channel")
        known = self.nonces.find(call.body)
        if known is not None and self.messages.has(known):
            return Answer(self.messages.payload(self.messages.get(known)))
        extra = self._reference(channel.id, call.body)
        draft = self.composer.create(call.body, call.files, channel.id, is_ephemeral=False)
        if call.body.get("nonce") is not None:
            extra["nonce"] = call.body["nonce"]
        kind = _REPLY if "message_reference" in extra else _PLAIN
        message = self.messages.new(channel.id, self.world.bot.id, draft, kind=kind, extra=extra)
        self.messages.add(message)
        self.nonces.keep(call.body, message.id)
        return Answer(self.messages.payload(message))

    async def _show(self, call: Call) -> Answer:
        return Answer(self.privacy.payload(self._message(call)))

    async def _edit(self, call: Call) -> Answer:
        message = self._message(call)
        if message.author_id != self.world.bot.id:
            raise foreign_message()
        self.old_edits.count(message)
        draft = self.composer.edit(message.draft, call.body, call.files, message.channel_id)
        self.messages.change(message, draft)
        return Answer(self.messages.payload(message))

    async def _delete(self, call: Call) -> Answer:
        message = self._message(call)
        if message.author_id != self.world.bot.id:
            raise DiscordRefusal(403, 50013, "Missing Permissions")
        self.messages.remove(message)
        return Answer()

    async def _typing(self, call: Call) -> Answer:
        self.world.channel_for_bot(call.id("channel_id"))
        return Answer()

    def _message(self, call: Call) -> Message:
        channel = self.world.channel_for_bot(call.id("channel_id"))
        message = self.messages.get(call.id("message_id"), channel_id=channel.id)
        if message.only_for is not None:
            raise unknown_message()  # an ephemeral message is not in the channel for a bot
        return message

    def _reference(self, channel_id: int, body: Payload) -> Payload:
        reference = body.get("message_reference")
        if not reference:
            return {}
        message_id = int(reference["message_id"])
        if not self.messages.has(message_id):
            if reference.get("fail_if_not_exists", True):
                raise invalid_form("message_reference", "Unknown message")
            return {}
        target = self.messages.get(message_id, channel_id=channel_id)
        about = {"type": 0, "channel_id": str(channel_id), "message_id": str(message_id)}
        if self.world.channels[channel_id].server_id is not None:
            about["guild_id"] = str(self.world.channels[channel_id].server_id)
        return {
            "message_reference": about,
            "referenced_message": {
                key: value
                for key, value in self.messages.payload(target).items()
                if key != "referenced_message"
            },
        }
