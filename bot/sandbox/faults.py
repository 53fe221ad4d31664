"""What can be made to go wrong, on purpose, for tests."""

import asyncio
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyRequests:
    """Answer 429; without *has_via* it looks like a ban by Cloudflare."""

    retry_after_s: float = 0.05
    has_via: bool = True
    is_global: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerTrouble:
    """Answer with a 5xx and a text that is no JSON."""

    status: int = 502


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Answer with one of Discord's errors, such as 403 / 50013."""

    status: int
    code: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LostConnection:
    """Cut the connection; *is_done* tells whether the request takes effect before that."""

    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow:
    """Let the answer wait *delay_s* of the sandbox's time; *is_done*: after it took effect."""

    delay_s: float
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hang:
    """Never answer, until the sandbox stops; *is_done* tells whether the request takes effect."""

    is_done: bool = False


Fault: TypeAlias = TooManyRequests | ServerTrouble | Refused | LostConnection | Slow | Hang


@dataclass(slots=True, kw_only=True, eq=False)
class Strike:
    """A fault and the requests it waits for.

    Attributes:
        happened: Set when the first of them is struck: for a fault that strikes after the effect,
            when that is there. So a test knows the moment to kill the bot.
    """

    fault: Fault
    method: str
    route: str
    has_files: bool | None
    left: int | None
    happened: asyncio.Event = field(default_factory=asyncio.Event)

    def fits(self, method: str, route: str, *, has_files: bool) -> bool:
        """Tell whether this is a request it waits for."""
        return (
            self.method in {"", method}
            and self.route in route
            and self.has_files in {None, has_files}
        )


class Faults:
    """The faults that wait for their request."""

    def __init__(self) -> None:
        self._planned: list[Strike] = []
        self._stopped = asyncio.Event()

    def plan(
        self,
        fault: Fault,
        *,
        method: str = "",
        route: str = "",
        has_files: bool | None = None,
        times: int | None = 1,
    ) -> Strike:
        """Let a fault strike the next requests.

        Args:
            fault: What happens.
            method: The HTTP method it waits for; empty for any.
            route: A part of the path template, such as ``/webhooks/``; empty for any.
            has_files: Only requests with files, such as a final card's, or only those without.
            times: How often, or None for always.
        """
        strike = Strike(fault=fault, method=method, route=route, has_files=has_files, left=times)
        self._planned.append(strike)
        return strike

    def clear(self) -> None:
        """Forget all that is planned."""
        self._planned.clear()

    def take(self, method: str, route: str, *, has_files: bool = False) -> Strike | None:
        """Return what strikes this request, or None."""
        for planned in self._planned:
            if planned.fits(method, route, has_files=has_files):
                if planned.left is not None:
                    planned.left -= 1
                    if planned.left <= 0:
                        self._planned.remove(planned)
                return planned
        return None

    async def hang(self) -> None:
        """Wait until the sandbox stops."""
        await self._stopped.wait()

    def stop(self) -> None:
        """Let go of what hangs."""
        self._stopped.set()
