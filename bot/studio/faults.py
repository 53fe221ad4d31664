"""Trouble on purpose: what tests and rehearsals make the studio do wrong, and when.

Nothing happens unless someone holding the ``Faults`` object asks for it.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.studio.refusals import Reason
from bot.studio.tasks import Status


class Place(StrEnum):
    """Which requests a fault waits for."""

    SUBMIT = "submit"
    LOOK = "look"
    MODELS = "models"
    DOWNLOAD = "download"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What one request meets instead of its answer.

    Attributes:
        refusal: Refuse with this reason, in the words of the wire that was used.
        http_status: Answer with this status, *headers* and *body*.
        hang: Never answer.
        drop: Close the connection without an answer.
        served: Do what was asked first, then lose the answer to this fault. So a submit is
            accepted and nobody hears of it.
        torn: Break off in the middle of the answer, be it *body* or what was served.
        delay_s: Wait this long first; with nothing else set, the answer is only late.
    """

    refusal: Reason | None = None
    http_status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hang: bool = False
    drop: bool = False
    served: bool = False
    torn: bool = False
    delay_s: float = 0.0


@dataclass(slots=True, kw_only=True, eq=False)
class Strike:
    """A fault on its way.

    Attributes:
        prompt: It waits for requests about a task whose prompt holds this text.
        left: How often it still strikes, or None for always.
        happened: Set when it first strikes; with ``served``, when the request has been served. So
            a test knows the moment to kill the bot.
        happened_at: When it struck last.
    """

    fault: Fault
    prompt: str
    left: int | None
    happened: asyncio.Event = field(default_factory=asyncio.Event)
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a task ends instead of painting."""

    status: Status
    reason: str


class Faults:
    """The faults still to come, in the order given."""

    def __init__(self) -> None:
        self._faults: defaultdict[Place, list[Strike]] = defaultdict(list)
        self._endings: deque[Ending] = deque()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._stopped = asyncio.Event()

    def add(self, place: Place, fault: Fault, *, times: int | None = 1, prompt: str = "") -> Strike:
        """Let the next *times* requests at *place* meet *fault*; None is for always.

        With *prompt*, only those about a task whose prompt holds that text, so that several tasks
        at once can each have their own trouble.
        """
        strike = Strike(fault=fault, prompt=prompt, left=times)
        self._faults[place].append(strike)
        return strike

    def end_next_task(self, status: Status, reason: str = "") -> None:
        """Let the next task that starts end with *status* at once."""
        self._endings.append(Ending(status, reason))

    def pause(self) -> None:
        """Start no more tasks; those that run go on."""
        self._flowing.clear()

    def resume(self) -> None:
        """Start tasks again."""
        self._flowing.set()

    def clear(self) -> None:
        """Forget everything that was asked for."""
        self._faults.clear()
        self._endings.clear()
        self.resume()

    def is_planned(self, place: Place) -> bool:
        """Tell whether any fault waits at *place*."""
        return bool(self._faults[place])

    def take(self, place: Place, prompt: str) -> Strike | None:
        """Return what strikes this request at *place*, about a task with *prompt*."""
        for strike in self._faults[place]:
            if strike.prompt in prompt:
                if strike.left is not None:
                    strike.left -= 1
                    if strike.left <= 0:
                        self._faults[place].remove(strike)
                return strike
        return None

    def take_ending(self) -> Ending | None:
        """Return the ending for the task that starts now, and use it up."""
        return self._endings.popleft() if self._endings else None

    async def may_start(self) -> None:
        """Wait while the studio is paused."""
        await self._flowing.wait()

    async def hang(self) -> None:
        """Wait until the studio stops."""
        await self._stopped.wait()

    def stop(self) -> None:
        """Let go of what hangs."""
        self._stopped.set()
