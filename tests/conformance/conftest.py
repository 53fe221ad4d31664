"""A studio in a thread of its own, for clients that block."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from multiprocessing.pool import ThreadPool
from typing import Any, Self

import pytest
from novita_client import NovitaClient, settings, utils

from bot.providers.build import build_provider
from bot.providers.provider import Provider
from bot.settings import ProviderKind, ProviderSettings
from bot.studio.server import Studio
from bot.studio.settings import StudioSettings
from bot.timing import SystemTime

KEY = "conformance-key"
_DEADLINE_S = 60

Build = Callable[..., Provider]


class HostedStudio:
    """Runs a studio on an event loop in another thread."""

    def __init__(self, studio_settings: StudioSettings) -> None:
        self._settings = studio_settings
        self._started: Future[Studio] = Future()
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.studio = self._started.result(_DEADLINE_S)
        return self

    def do(self, act: Callable[[], None]) -> None:
        """Call *act* on the studio's own loop, where its events belong."""

        async def call() -> None:
            act()

        asyncio.run_coroutine_threadsafe(call(), self._loop).result(_DEADLINE_S)

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(_DEADLINE_S)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        async with Studio(self._settings, SystemTime()) as studio:
            self._started.set_result(studio)
            await self._stopping.wait()


@pytest.fixture(scope="module")
def hosted() -> Iterator[HostedStudio]:
    """Return a studio whose painter is quick: what these tests look at is the wire."""
    wanted = StudioSettings(api_key=KEY, workers=2, painter="tests.unit.studio.plain_painter")
    with HostedStudio(wanted) as running:
        yield running


@pytest.fixture
def studio(hosted: HostedStudio) -> Studio:
    """Return the studio itself; what touches its events goes through ``hosted.do``."""
    return hosted.studio


@pytest.fixture(autouse=True)
def no_faults(hosted: HostedStudio) -> Iterator[None]:
    """Leave no fault behind for the next test."""
    yield
    hosted.do(hosted.studio.faults.clear)


@pytest.fixture
def novita(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Iterator[NovitaClient]:
    """Return the third-party client, looking more often than it does by itself."""
    monkeypatch.setattr(settings, "DEFAULT_POLL_INTERVAL", 0.02)
    # It counts looks, not seconds: 300 of them would be six seconds, little on a loaded machine.
    for wait in (NovitaClient.wait_for_task, NovitaClient.wait_for_task_v3):
        monkeypatch.setattr(wait, "__defaults__", (3_000, *(wait.__defaults__ or ())[1:]))
    pools: list[ThreadPool] = []

    def remembered_pool() -> ThreadPool:
        pools.append(ThreadPool(2))
        return pools[-1]

    monkeypatch.setattr(utils, "ThreadPool", remembered_pool)
    client = NovitaClient(KEY, studio.base_url)
    with client.session:
        yield client
    # The client leaves the pools it downloads with open, which is a warning, and so an error.
    for pool in pools:
        pool.terminate()
        pool.join()


@pytest.fixture
async def build(hosted: HostedStudio) -> AsyncIterator[Build]:
    """Return a function that builds an adapter for the studio."""
    built: list[Provider] = []

    def build(kind: ProviderKind, **settings: Any) -> Provider:
        row = {"kind": kind, "base_url": hosted.studio.base_url, "api_key": KEY, **settings}
        built.append(build_provider(ProviderSettings(**row), SystemTime()))
        return built[-1]

    yield build
    for provider in built:
        await provider.close()


@pytest.fixture(params=list(ProviderKind))
def provider(request: pytest.FixtureRequest, build: Build) -> Provider:
    """Return one adapter after the other."""
    return build(request.param)
