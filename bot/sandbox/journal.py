"""What the bot sent, kept for tests and for the page: requests and violations."""

from collections import deque
from dataclasses import asdict, dataclass

from bot.sandbox.hub import Hub
from bot.sandbox.payloads import Payload
from bot.timing import Time

_KEPT = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRequest:
    """One request of the bot.

    Attributes:
        method: The HTTP method.
        route: The path template, with names in braces.
        path: The path as it was sent; an interaction's token is part of it.
        body: The JSON body, or None.
        files: Name and size in bytes of each file.
        status: The status it was answered with; 0 if the connection was cut.
        at_s: Monotonic seconds of the sandbox's clock.
    """

    method: str
    route: str
    path: str
    body: object
    files: tuple[tuple[str, int], ...]
    status: int
    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A request that Discord would not take, or that its document does not know."""

    method: str
    path: str
    where: str
    message: str
    at: str

    def payload(self) -> Payload:
        """Return the violation for the page."""
        return asdict(self)


class Journal:
    """Keeps the newest requests and all violations."""

    def __init__(self, hub: Hub, time: Time) -> None:
        self._hub = hub
        self._time = time
        self.requests: deque[SeenRequest] = deque(maxlen=_KEPT)
        self.violations: list[Violation] = []

    def violated(self, method: str, path: str, where: str, message: str) -> None:
        """Record a violation and tell the watchers; *path* is the template."""
        at = self._time.now().isoformat()
        violation = Violation(method=method, path=path, where=where, message=message, at=at)
        self.violations.append(violation)
        self._hub.publish("VIOLATION", violation.payload())

    def forget(self) -> None:
        """Begin anew, for a test that provoked something on purpose."""
        self.requests.clear()
        self.violations.clear()
