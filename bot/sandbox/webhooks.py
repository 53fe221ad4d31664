"""The routes of an interaction's token: follow-ups, ``@original``, and messages by id."""

from dataclasses import dataclass

from bot.sandbox.front import Answer, Call, Route
from bot.sandbox.installs import is_by_user_alone
from bot.sandbox.interaction import Interaction
from bot.sandbox.interactions import Interactions
from bot.sandbox.message_payloads import Message
from bot.sandbox.refusals import too_many_followups, unknown_message, unknown_webhook
from bot.sandbox.replies import Replies

_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = f"{_HOOK}/messages/@original"
_MESSAGE = f"{_HOOK}/messages/{{message_id}}"
_MOST_USER_INSTALL_FOLLOWUPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """Everything that a token allows for 15 minutes after its interaction."""

    interactions: Interactions
    replies: Replies

    def routes(self) -> list[Route]:
        """Return the routes; the token in the path is all they ask for."""
        table = [
            ("POST", _HOOK, self._follow_up),
            ("GET", _ORIGINAL, self._show),
            ("PATCH", _ORIGINAL, self._edit),
            ("DELETE", _ORIGINAL, self._delete),
            ("GET", _MESSAGE, self._show),
            ("PATCH", _MESSAGE, self._edit),
            ("DELETE", _MESSAGE, self._delete),
        ]
        return [
            Route(method=method, path=path, handler=handler, needs_token=False)
            for method, path, handler in table
        ]

    async def _follow_up(self, call: Call) -> Answer:
        interaction = self._interaction(call)
        placeholder = self._placeholder(interaction)
        if placeholder is not None:
            # Discord's quirk: the first follow-up after a defer fills the placeholder, and who
            # may see it was decided by the defer.
            message = self.replies.edit(placeholder, call.body, call.files)
            return self._shown(message)
        if (
            is_by_user_alone(interaction.owners)
            and len(interaction.followup_ids) >= _MOST_USER_INSTALL_FOLLOWUPS
        ):
            raise too_many_followups()
        message = self.replies.create(interaction, call.body, call.files, is_followup=True)
        return self._shown(message)

    async def _show(self, call: Call) -> Answer:
        return self._shown(self._message(call))

    async def _edit(self, call: Call) -> Answer:
        return self._shown(self.replies.edit(self._message(call), call.body, call.files))

    async def _delete(self, call: Call) -> Answer:
        self.replies.messages.remove(self._message(call))
        return Answer()

    def _interaction(self, call: Call) -> Interaction:
        if call.id("webhook_id") != self.replies.world.bot.id:
            raise unknown_webhook()
        return self.interactions.by_token(call.params["webhook_token"])

    def _message(self, call: Call) -> Message:
        interaction = self._interaction(call)
        if "message_id" not in call.params:
            if interaction.original_id is None:
                raise unknown_message()
            return self.replies.messages.get(interaction.original_id)
        message_id = call.id("message_id")
        if message_id not in {interaction.original_id, *interaction.followup_ids}:
            raise unknown_message()
        return self.replies.messages.get(message_id)

    def _placeholder(self, interaction: Interaction) -> Message | None:
        if interaction.original_id is None or not self.replies.messages.has(
            interaction.original_id
        ):
            return None
        message = self.replies.messages.get(interaction.original_id)
        return message if message.draft.is_loading else None

    def _shown(self, message: Message) -> Answer:
        return Answer(self.replies.messages.payload(message))
