"""One act of a person: what it was, and what the bot has made of it so far."""

import asyncio
from dataclasses import dataclass, field
from enum import IntEnum

from bot.sandbox.installs import Owners
from bot.sandbox.message_payloads import Message
from bot.sandbox.payloads import Payload
from bot.sandbox.places import Channel
from bot.sandbox.world import User

_SUBCOMMANDS = frozenset({1, 2})


class Kind(IntEnum):
    """What a person did, in Discord's numbers."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


@dataclass(slots=True, kw_only=True, eq=False)
class Interaction:
    """One act of a person, and what the bot has made of it so far.

    Attributes:
        data: The key ``data`` of the delivery.
        started_at: Monotonic seconds of the sandbox's clock.
        source: The message that carries the component, or None.
        opener: The interaction whose answer was the modal, for a modal's submission.
        owners: By whom the app was installed for this (``authorizing_integration_owners``).
        answer_type: Type of the first answer, or None while there is none.
        failed: What the client shows when the bot missed its time, or None.
        modal: The modal that the bot answered with, or None.
        choices: What autocompletion answered, or None.
        original_id: The message that ``@original`` names, or None.
        followup_ids: Further messages of this interaction.
        settled: Set once it is answered or has failed.
    """

    id: int
    token: str
    kind: Kind
    user: User
    channel: Channel
    data: Payload
    started_at: float
    owners: Owners
    source: Message | None = None
    opener: "Interaction | None" = None
    answer_type: int | None = None
    failed: str | None = None
    modal: Payload | None = None
    choices: list[Payload] | None = None
    original_id: int | None = None
    followup_ids: list[int] = field(default_factory=list)
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def name(self) -> str:
        """The command with its subcommands, such as ``style save``; empty for the others."""
        names = [self.data.get("name", "")]
        options = self.data.get("options") or []
        while options and options[0]["type"] in _SUBCOMMANDS:
            names.append(options[0]["name"])
            options = options[0].get("options") or []
        return " ".join(names)
