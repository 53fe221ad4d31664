"""What can be made to go wrong, on purpose, for tests."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyRequests:
    """Answer 429; without *has_via* it looks like a ban by Cloudflare."""

    retry_after_s: float = 0.05
    has_via: bool = True


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
    """Wait *delay_s* of the sandbox's time before the request is looked at."""

    delay_s: float


Fault: TypeAlias = TooManyRequests | ServerTrouble | Refused | LostConnection | Slow


@dataclass(slots=True, kw_only=True)
class _Planned:
    fault: Fault
    method: str
    route: str
    left: int | None


class Faults:
    """The faults that wait for their request."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def plan(
        self, fault: Fault, *, method: str = "", route: str = "", times: int | None = 1
    ) -> None:
        """Let a fault strike the next requests.

        Args:
            fault: What happens.
            method: The HTTP method it waits for; empty for any.
            route: A part of the path template, such as ``/webhooks/``; empty for any.
            times: How often, or None for always.
        """
        self._planned.append(_Planned(fault=fault, method=method, route=route, left=times))

    def clear(self) -> None:
        """Forget all that is planned."""
        self._planned.clear()

    def take(self, method: str, route: str) -> Fault | None:
        """Return the fault that strikes this request, or None."""
        for planned in self._planned:
            if planned.method in {"", method} and planned.route in route:
                if planned.left is not None:
                    planned.left -= 1
                    if planned.left <= 0:
                        self._planned.remove(planned)
                return planned.fault
        return None
