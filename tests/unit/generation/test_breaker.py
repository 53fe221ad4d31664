"""The breaker: when a provider counts as held up, and what proves that it is back."""

import random

import pytest

from bot.errors import (
    EndpointGone,
    ProviderAccount,
    ProviderBusy,
    ProviderError,
    ProviderUnavailable,
    RequestRefused,
)
from bot.generation.breaker import Ask, Breaker
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime


@pytest.fixture
def breaker(provider: FakeProvider, time: FakeTime) -> Breaker:
    return Breaker({"fake": provider}, time, random.Random(1))  # noqa: S311 - jitter


def _fail(
    breaker: Breaker, times: int = 5, ask: Ask = Ask.SUBMIT, error: ProviderError | None = None
) -> None:
    for generation_id in range(times):
        breaker.failed("fake", ask, error or ProviderUnavailable(), generation_id)


@pytest.mark.parametrize("ask", list(Ask))
@pytest.mark.parametrize(
    "error",
    [ProviderUnavailable(), ProviderAccount(), ProviderBusy()],
    ids=lambda error: type(error).__name__,
)
def test_the_fifth_failure_in_a_row_holds_the_provider_up(
    breaker: Breaker, ask: Ask, error: ProviderError
) -> None:
    _fail(breaker, 4, ask, error)
    assert not breaker.is_held_up("fake")
    _fail(breaker, 1, ask, error)
    assert breaker.is_held_up("fake")


def test_one_generation_alone_is_not_enough_unless_it_lasts(
    breaker: Breaker, time: FakeTime
) -> None:
    for _ in range(9):
        breaker.failed("fake", Ask.LOOK, ProviderUnavailable(), 1)
    assert not breaker.is_held_up("fake")
    time.advance(10.0)
    breaker.failed("fake", Ask.LOOK, ProviderUnavailable(), 1)
    assert breaker.is_held_up("fake")


@pytest.mark.parametrize("ask", list(Ask))
def test_a_success_between_them_ends_the_row(breaker: Breaker, ask: Ask) -> None:
    _fail(breaker, 4, ask)
    breaker.worked("fake", ask)
    _fail(breaker, 4, ask)
    assert not breaker.is_held_up("fake")


@pytest.mark.parametrize("error", [RequestRefused("steps"), EndpointGone()])
def test_a_refusal_of_the_request_is_an_answer(breaker: Breaker, error: ProviderError) -> None:
    _fail(breaker, 20, error=error)
    assert not breaker.is_held_up("fake")


def test_looks_that_work_do_not_hide_submits_that_fail(breaker: Breaker) -> None:
    for generation_id in range(5):
        breaker.failed("fake", Ask.SUBMIT, ProviderUnavailable(), generation_id)
        breaker.worked("fake", Ask.LOOK)
    assert breaker.is_held_up("fake")


def test_a_named_pause_is_a_rest_and_no_failure(breaker: Breaker, time: FakeTime) -> None:
    _fail(breaker, 20, error=ProviderBusy(retry_after_s=40.0))
    assert not breaker.is_held_up("fake")
    assert breaker.rest_s("fake") == pytest.approx(40.0)
    time.advance(30.0)
    assert breaker.rest_s("fake") == pytest.approx(10.0)
    time.advance(30.0)
    assert breaker.rest_s("fake") == 0.0


@pytest.mark.parametrize(("named_s", "rests_s"), [(900.0, 900.0), (86_400.0, 3_600.0)])
def test_a_long_pause_is_kept_for_up_to_an_hour_and_the_cards_say_so(
    breaker: Breaker, time: FakeTime, named_s: float, rests_s: float
) -> None:
    _fail(breaker, 1, error=ProviderBusy(retry_after_s=named_s))
    assert breaker.rest_s("fake") == pytest.approx(rests_s)
    time.advance(rests_s - 1.0)
    assert breaker.is_held_up("fake")
    time.advance(1.0)
    assert not breaker.is_held_up("fake")


def test_a_pause_of_nought_is_no_pause(breaker: Breaker) -> None:
    _fail(breaker, error=ProviderBusy(retry_after_s=0.0))
    assert breaker.is_held_up("fake")


def test_a_look_that_works_closes_what_looks_have_opened(breaker: Breaker) -> None:
    _fail(breaker, ask=Ask.LOOK)
    breaker.worked("fake", Ask.LOOK)
    assert not breaker.is_held_up("fake")
    assert breaker.probe_due_s() is None


def test_a_look_that_works_is_a_probe_for_submits_once_one_is_due(
    breaker: Breaker, time: FakeTime
) -> None:
    _fail(breaker)
    breaker.worked("fake", Ask.LOOK)
    assert breaker.is_held_up("fake")
    time.advance(breaker.probe_due_s() or 0.0)
    breaker.worked("fake", Ask.LOOK)
    assert not breaker.is_shut("fake")


async def test_the_probe_is_due_in_a_quarter_of_a_minute_then_less_often_up_to_a_minute(
    breaker: Breaker, time: FakeTime, provider: FakeProvider
) -> None:
    provider.entries_errors = [ProviderUnavailable() for _ in range(6)]
    _fail(breaker)
    delays_s = []
    for _ in range(6):
        delays_s.append(breaker.probe_due_s() or 0.0)
        time.advance(delays_s[-1])
        await breaker.probe()
        assert breaker.is_held_up("fake")
    for delay_s, plain_s in zip(delays_s, [15, 30, 60, 60, 60, 60], strict=True):
        assert delay_s == pytest.approx(plain_s, rel=0.2)
    assert len(set(delays_s)) == 6


async def test_a_probe_that_is_answered_closes_it_and_one_that_is_not_due_is_not_made(
    breaker: Breaker, time: FakeTime, provider: FakeProvider
) -> None:
    _fail(breaker)
    await breaker.probe()
    assert provider.entries_calls == 0
    time.advance(20.0)
    await breaker.probe()
    assert provider.entries_calls == 1
    assert not breaker.is_shut("fake")


@pytest.mark.parametrize(
    ("error", "is_held_up"),
    [(EndpointGone(), False), (ProviderAccount(), True), (ProviderBusy(), True)],
    ids=["gone", "account", "busy"],
)
async def test_any_answer_to_the_probe_is_a_sign_of_life_but_a_closed_door(
    breaker: Breaker,
    time: FakeTime,
    provider: FakeProvider,
    error: ProviderError,
    is_held_up: bool,  # noqa: FBT001 - the expected outcome
) -> None:
    provider.entries_errors = [error]
    _fail(breaker)
    time.advance(20.0)
    await breaker.probe()
    assert breaker.is_shut("fake") is is_held_up


async def test_after_a_probe_one_submit_is_tried_alone_and_its_failure_opens_again(
    breaker: Breaker, time: FakeTime
) -> None:
    _fail(breaker)
    time.advance(20.0)
    await breaker.probe()
    assert not breaker.is_shut("fake")
    with breaker.attempt("fake"):
        assert breaker.is_shut("fake")
        breaker.failed("fake", Ask.SUBMIT, ProviderUnavailable(), 9)
    assert breaker.is_held_up("fake")
    assert breaker.probe_due_s() == pytest.approx(30.0, rel=0.2)


@pytest.mark.parametrize("ask", list(Ask))
async def test_one_submit_is_tried_alone_every_few_minutes_although_no_probe_is_answered(
    breaker: Breaker, time: FakeTime, provider: FakeProvider, ask: Ask
) -> None:
    provider.entries_errors = [ProviderUnavailable() for _ in range(99)]
    _fail(breaker, ask=ask)
    for _ in range(3):
        shut_since_s = time.monotonic()
        while breaker.is_shut("fake"):
            time.advance(breaker.probe_due_s() or 0.0)
            await breaker.probe()
        assert 300 <= time.monotonic() - shut_since_s <= 380
        with breaker.attempt("fake"):
            assert breaker.is_shut("fake")
            breaker.failed("fake", Ask.SUBMIT, ProviderUnavailable(), 9)
        assert breaker.is_shut("fake")


async def test_a_pause_that_was_named_is_kept_before_anything_is_tried_unproved(
    breaker: Breaker, time: FakeTime, provider: FakeProvider
) -> None:
    provider.entries_errors = [ProviderUnavailable(retry_after_s=200.0) for _ in range(9)]
    _fail(breaker)
    for _ in range(9):
        time.advance(breaker.probe_due_s() or 0.0)
        await breaker.probe()
        assert breaker.is_shut("fake")


async def test_what_is_back_and_has_nothing_to_do_is_not_called_held_up_for_ever(
    breaker: Breaker, time: FakeTime
) -> None:
    _fail(breaker)
    time.advance(20.0)
    await breaker.probe()
    assert breaker.is_held_up("fake")  # until something is tried, a card need not change twice
    time.advance(6.0)
    assert not breaker.is_held_up("fake")


async def test_after_a_submit_that_works_nothing_is_left_of_the_trouble(
    breaker: Breaker, time: FakeTime
) -> None:
    _fail(breaker)
    time.advance(20.0)
    await breaker.probe()
    with breaker.attempt("fake"):
        breaker.worked("fake", Ask.SUBMIT)
        assert not breaker.is_shut("fake")
    _fail(breaker, 4)
    assert not breaker.is_held_up("fake")
    _fail(breaker, 1)
    assert breaker.probe_due_s("fake") == pytest.approx(15.0, rel=0.2)


async def test_a_probe_that_fails_late_does_not_open_what_is_closed(
    breaker: Breaker, time: FakeTime, provider: FakeProvider
) -> None:
    _fail(breaker)
    time.advance(20.0)
    provider.entries_errors = [ProviderUnavailable()]
    provider.entries_hook = lambda: breaker.worked("fake", Ask.SUBMIT)
    await breaker.probe()
    assert not breaker.is_held_up("fake")
