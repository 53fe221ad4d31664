"""The route of first answers: ``POST /interactions/{id}/{token}/callback``."""

from dataclasses import dataclass

from bot.sandbox.drafts import EPHEMERAL
from bot.sandbox.front import Answer, Call, Route
from bot.sandbox.hub import Hub
from bot.sandbox.interaction import Interaction, Kind
from bot.sandbox.interaction_payloads import callback_answer
from bot.sandbox.interactions import Interactions
from bot.sandbox.modal_rules import check_modal
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import invalid_form
from bot.sandbox.replies import Replies

MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
_ON_MESSAGE = frozenset({DEFERRED_UPDATE, UPDATE})
_ALLOWED = {
    Kind.COMMAND: frozenset({MESSAGE, DEFERRED_MESSAGE, MODAL}),
    Kind.COMPONENT: frozenset({MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL}),
    Kind.AUTOCOMPLETE: frozenset({CHOICES}),
    Kind.MODAL: frozenset({MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Callbacks:
    """Takes the first answer to each interaction."""

    interactions: Interactions
    replies: Replies
    hub: Hub

    def routes(self) -> list[Route]:
        """Return the one route."""
        path = "/interactions/{interaction_id}/{interaction_token}/callback"
        return [Route(method="POST", path=path, handler=self._answer, needs_token=False)]

    async def _answer(self, call: Call) -> Answer:
        interaction = self.interactions.to_answer(
            call.id("interaction_id"), call.params["interaction_token"]
        )
        answer_type = int(call.body["type"])
        if not _is_allowed(interaction, answer_type):
            raise invalid_form(
                "type", f"Type {answer_type} does not answer this kind of interaction."
            )
        self._take(interaction, answer_type, call.body.get("data") or {}, call)
        self.interactions.answered(interaction, answer_type)
        if call.query.get("with_response", "").lower() not in {"1", "true"}:
            return Answer()
        shown_type = answer_type if answer_type in {MESSAGE, UPDATE} else None
        return Answer(callback_answer(self.replies.messages, interaction, shown_type))

    def _take(self, interaction: Interaction, answer_type: int, data: Payload, call: Call) -> None:
        match answer_type:
            case 4:
                self.replies.create(interaction, data, call.files, is_followup=False)
            case 5:
                self._defer(interaction, data)
            case 6 | 7:
                self._update(interaction, data if answer_type == UPDATE else None, call)
            case 8:
                interaction.choices = list(data["choices"] or [])
            case 9:
                self._open_modal(interaction, data)

    def _defer(self, interaction: Interaction, data: Payload) -> None:
        flags = int(data.get("flags") or 0)
        if flags & ~EPHEMERAL:
            raise invalid_form("data.flags", "Only EPHEMERAL can be set when deferring.")
        self.replies.think(interaction, is_ephemeral=bool(flags))

    def _update(self, interaction: Interaction, data: Payload | None, call: Call) -> None:
        if interaction.source is None:
            raise invalid_form("type", "There is no message to update.")
        source = self.replies.messages.get(interaction.source.id)
        self.interactions.shown_by(interaction, source.id)
        if data is not None:
            self.replies.edit(source, data, call.files)

    def _open_modal(self, interaction: Interaction, modal: Payload) -> None:
        check_modal(modal["components"])
        interaction.modal = modal
        data = {"interaction_id": str(interaction.id), "modal": modal}
        self.hub.publish("MODAL", data, audience={interaction.user.id})


def _is_allowed(interaction: Interaction, answer_type: int) -> bool:
    if answer_type in _ON_MESSAGE and interaction.source is None:
        return False
    return answer_type in _ALLOWED[interaction.kind]
