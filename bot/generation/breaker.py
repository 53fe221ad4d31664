"""The breaker of each provider: after trouble in a row nothing is handed over until it answers."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

import structlog

from bot.errors import ProviderAccount, ProviderBusy, ProviderError, ProviderUnavailable
from bot.generation.trouble import Streak
from bot.providers.provider import ModelKind, Provider
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_TROUBLE = (ProviderAccount, ProviderBusy, ProviderUnavailable)
_FIRST_PROBE_S = 15.0
_MAX_PROBE_S = 60.0
_JITTER = 0.2
_TRIAL_S = 5.0  # what waits is tried within it
_UNPROVED_S = 300.0  # after it a submit is tried although no probe is answered
_MAX_REST_S = 3_600.0
_LONG_REST_S = 60.0  # a longer one is worth a word on the cards


class Ask(StrEnum):
    """What was asked of the service; the one may fail while the other works."""

    SUBMIT = "submit"
    LOOK = "look"


@dataclass(slots=True)
class _Line:
    submits: Streak = field(default_factory=Streak)
    looks: Streak = field(default_factory=Streak)
    probe_at_s: float | None = None  # None: closed
    opened_at_s: float = 0.0
    next_probe_s: float = _FIRST_PROBE_S
    attempts: int = 0  # submits under way
    closed_at_s: float = 0.0
    rests_until_s: float = 0.0
    rests_long_until_s: float = 0.0


class Breaker:
    """Knows which providers are held up, and asks those for a sign of life now and then.

    Open: nothing is submitted and all that waits keeps its place. The first sign of life closes
    it, a look at a running task or the probe. If it was submits that failed, neither of these
    proves that submits work again: then one is tried alone, and its failure opens the breaker
    at once, for longer. The list that a probe asks for may be all that is broken: so one is
    tried alone every few minutes even if no probe is answered.

    A named ``Retry-After`` is no failure: it is a rest, for submits and looks alike.
    """

    def __init__(
        self, providers: Mapping[str, Provider], time: Time, chance: random.Random
    ) -> None:
        self._providers = providers
        self._time = time
        self._chance = chance
        self._lines = {name: _Line() for name in providers}
        self._on_rest: Callable[[str, float], None] = _nobody

    def tell(self, on_rest: Callable[[str, float], None]) -> None:
        """Call *on_rest* with provider and seconds when one asks to be left alone."""
        self._on_rest = on_rest

    def is_held_up(self, provider: str) -> bool:
        """Whether *provider* does not take what waits; steady while one is tried alone."""
        line = self._lines.get(provider)
        if line is None or self.is_shut(provider):
            return line is not None
        now_s = self._time.monotonic()
        is_tried = line.submits.is_long and now_s < line.closed_at_s + _TRIAL_S
        return is_tried or now_s < line.rests_long_until_s

    def is_shut(self, provider: str) -> bool:
        """Whether nothing is to be submitted to *provider* now; one may be tried alone."""
        line = self._lines.get(provider)
        if line is None:
            return False
        return line.probe_at_s is not None or (line.submits.is_long and line.attempts > 0)

    def rest_s(self, provider: str) -> float:
        """Return the seconds for which *provider* asked to be left alone, 0 if it did not."""
        line = self._lines.get(provider)
        return max(0.0, line.rests_until_s - self._time.monotonic()) if line is not None else 0.0

    @contextmanager
    def attempt(self, provider: str) -> Iterator[None]:
        """Count a submit as under way, so that the first after a probe stays alone."""
        line = self._lines[provider]
        line.attempts += 1
        try:
            yield
        finally:
            line.attempts -= 1

    def worked(self, provider: str, ask: Ask) -> None:
        """Note that *provider* answered as it should."""
        line = self._lines[provider]
        line.looks.end()
        if ask is Ask.SUBMIT:
            line.submits.end()
            line.next_probe_s = _FIRST_PROBE_S
        is_due = line.probe_at_s is not None and line.probe_at_s <= self._time.monotonic()
        if is_due or not line.submits.is_long:
            self._close(provider, line)

    def failed(self, provider: str, ask: Ask, error: ProviderError, generation_id: int) -> None:
        """Note what *provider* answered instead; a refusal of the request itself is an answer."""
        if error.retry_after_s:  # 0 asks for nothing
            self._rest(provider, error.retry_after_s)
            if isinstance(error, ProviderBusy):
                return
        if not isinstance(error, _TROUBLE):
            self.worked(provider, ask)
            return
        line, now_s = self._lines[provider], self._time.monotonic()
        streak = line.submits if ask is Ask.SUBMIT else line.looks
        streak.add(generation_id, now_s)
        if streak.is_long and line.probe_at_s is None:
            line.opened_at_s = now_s
            self._plan_probe(line)
            logger.error("provider held up", provider=provider, ask=ask, fault=type(error).__name__)

    def probe_due_s(self, provider: str | None = None) -> float | None:
        """Return seconds until the next probe, of any or of *provider*; None if none is needed."""
        lines = self._lines.values() if provider is None else [self._lines[provider]]
        planned = [line.probe_at_s for line in lines if line.probe_at_s is not None]
        return max(0.0, min(planned) - self._time.monotonic()) if planned else None

    async def probe(self) -> None:
        """Ask each provider whose probe is due for one model of its list, and hear it out."""
        now_s = self._time.monotonic()
        for provider, line in self._lines.items():
            if line.probe_at_s is not None and line.probe_at_s <= now_s:
                line.probe_at_s = now_s + _MAX_PROBE_S  # lest a bug makes it due at once again
                await self._probe(provider, line)

    async def _probe(self, provider: str, line: _Line) -> None:
        try:
            await self._providers[provider].entries(ModelKind.MODEL, limit=1)
        except _TROUBLE as error:
            if line.probe_at_s is not None:
                self._plan_probe(line)
            if error.retry_after_s:
                self._rest(provider, error.retry_after_s)
            logger.info("no sign of life", provider=provider, detail=error.detail)
            self._try_unproved(provider, line)
        except ProviderError:
            self._close(provider, line)  # it refuses that list, so it lives
        else:
            self._close(provider, line)

    def _try_unproved(self, provider: str, line: _Line) -> None:
        now_s = self._time.monotonic()
        has_waited = now_s - line.opened_at_s >= _UNPROVED_S and now_s >= line.rests_until_s
        if line.probe_at_s is not None and has_waited:
            line.submits.make_long()  # so that it is tried alone, whatever has opened the breaker
            self._close(provider, line)

    def _plan_probe(self, line: _Line) -> None:
        share = self._chance.uniform(1 - _JITTER, 1 + _JITTER)
        line.probe_at_s = self._time.monotonic() + line.next_probe_s * share
        line.next_probe_s = min(line.next_probe_s * 2, _MAX_PROBE_S)

    def _rest(self, provider: str, delay_s: float) -> None:
        line = self._lines[provider]
        until_s = self._time.monotonic() + min(delay_s, _MAX_REST_S)
        line.rests_until_s = max(line.rests_until_s, until_s)
        if delay_s > _LONG_REST_S:
            line.rests_long_until_s = line.rests_until_s
        if line.probe_at_s is not None:
            line.probe_at_s = max(line.probe_at_s, line.rests_until_s)
        self._on_rest(provider, until_s - self._time.monotonic())

    def _close(self, provider: str, line: _Line) -> None:
        if line.probe_at_s is None:
            return
        line.probe_at_s = None
        line.closed_at_s = self._time.monotonic()
        line.looks.end()
        if not line.submits.is_long:
            line.next_probe_s = _FIRST_PROBE_S
        logger.info("provider is tried again", provider=provider)


def _nobody(*_news: object) -> None:
    """Hear what nobody else listens to."""
