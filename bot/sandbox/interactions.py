"""Interactions and their clocks: 3 seconds for the first answer, 15 minutes for the token."""

import asyncio
import secrets
from types import MappingProxyType
from typing import Literal

from bot.sandbox.hub import Hub
from bot.sandbox.installs import Owners
from bot.sandbox.interaction import Interaction, Kind
from bot.sandbox.message_payloads import Message
from bot.sandbox.payloads import Payload
from bot.sandbox.places import Channel
from bot.sandbox.refusals import (
    already_acknowledged,
    dead_token,
    unknown_interaction,
    unknown_webhook,
)
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.world import User
from bot.timing import Time

_FAILED = {
    Kind.COMMAND: "The application did not respond",
    Kind.COMPONENT: "This interaction failed",
    Kind.AUTOCOMPLETE: "Loading options failed",
    Kind.MODAL: "Something went wrong. Try again.",
}

_NOBODY: Owners = MappingProxyType({})


class Interactions:
    """Keeps every interaction, and watches its first deadline."""

    def __init__(
        self, settings: SandboxSettings, time: Time, snowflakes: Snowflakes, hub: Hub
    ) -> None:
        self._settings = settings
        self._time = time
        self._snowflakes = snowflakes
        self._hub = hub
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}
        self._watches: dict[int, asyncio.Task[None]] = {}

    def new(
        self,
        kind: Kind,
        user: User,
        channel: Channel,
        data: Payload,
        *,
        owners: Owners = _NOBODY,
        source: Message | None = None,
        opener: Interaction | None = None,
    ) -> Interaction:
        """Make an interaction; its clock starts with ``start``."""
        interaction = Interaction(
            id=self._snowflakes.new(),
            token=secrets.token_urlsafe(48),
            kind=kind,
            user=user,
            channel=channel,
            data=data,
            started_at=self._time.monotonic(),
            source=source,
            opener=opener,
            owners=owners,
        )
        self._by_id[interaction.id] = interaction
        self._by_token[interaction.token] = interaction
        return interaction

    def start(self, interaction: Interaction) -> None:
        """Start the clock of the first answer."""
        interaction.started_at = self._time.monotonic()
        self._tell(interaction, "sent", "")
        watch = asyncio.create_task(self._fail_late(interaction))
        self._watches[interaction.id] = watch
        watch.add_done_callback(lambda _: self._watches.pop(interaction.id, None))

    def get(self, interaction_id: int) -> Interaction | None:
        """Return an interaction, whatever has become of it, or None."""
        return self._by_id.get(interaction_id)

    def to_answer(self, interaction_id: int, token: str) -> Interaction:
        """Return an interaction that still waits for its first answer.

        Raises:
            DiscordRefusal: 10062 if it is unknown or late, 40060 if it was answered.
        """
        interaction = self._by_id.get(interaction_id)
        if interaction is None or interaction.token != token:
            raise unknown_interaction()
        if interaction.answer_type is not None:
            raise already_acknowledged()
        if interaction.failed or self._age_s(interaction) > self._settings.answer_deadline_s:
            raise unknown_interaction()
        return interaction

    def by_token(self, token: str) -> Interaction:
        """Return an answered interaction whose token lives.

        Raises:
            DiscordRefusal: 10015 before the first answer, 50027 after 15 minutes.
        """
        interaction = self._by_token.get(token)
        if interaction is None or interaction.answer_type is None:
            raise unknown_webhook()
        if self._age_s(interaction) > self._settings.token_lifetime_s:
            raise dead_token()
        return interaction

    def shown_by(self, interaction: Interaction, message_id: int) -> None:
        """Note that ``@original`` of the interaction names this message."""
        interaction.original_id = message_id
        self._hub.link(interaction.id, message_id)

    def answered(self, interaction: Interaction, answer_type: int) -> None:
        """Note the first answer."""
        interaction.answer_type = answer_type
        self._settle(interaction, "answered", "")
        watch = self._watches.get(interaction.id)
        if watch is not None:
            watch.cancel()

    async def close(self) -> None:
        """Stop every clock."""
        watches = list(self._watches.values())
        for watch in watches:
            watch.cancel()
        await asyncio.gather(*watches, return_exceptions=True)

    def _age_s(self, interaction: Interaction) -> float:
        return self._time.monotonic() - interaction.started_at

    async def _fail_late(self, interaction: Interaction) -> None:
        await self._time.sleep(self._settings.answer_deadline_s)
        if interaction.answer_type is None:
            interaction.failed = _FAILED[interaction.kind]
            self._settle(interaction, "failed", interaction.failed)

    def _settle(
        self, interaction: Interaction, status: Literal["answered", "failed"], text: str
    ) -> None:
        interaction.settled.set()
        self._tell(interaction, status, text)

    def _tell(self, interaction: Interaction, status: str, text: str) -> None:
        data = {"interaction_id": str(interaction.id), "status": status, "text": text}
        audience = {interaction.user.id}
        self._hub.publish("INTERACTION", data, about=interaction.id, audience=audience)
