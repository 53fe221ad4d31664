"""``easel run``: the bot, from its settings to its last answer."""

import asyncio
import gc
import mimetypes
import secrets
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import partial

import structlog
from pydantic import SecretStr

from bot.cli.connection import discord_token, log_in, stay_connected
from bot.cli.console import stop_signals
from bot.client import EaselClient, use_addresses
from bot.services import build_services, open_foundation
from bot.settings import ProviderKind, ProviderSettings, Settings
from bot.studio.server import Studio
from bot.studio.settings import StudioSettings
from bot.timing import SystemTime, Time
from bot.tree import under_way_of

logger = structlog.stdlib.get_logger(__name__)

_ANSWER_S = 3.0  # later than that, Discord takes no first answer


async def run_bot(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM.

    Raises:
        Stop: No token, or Discord refuses it.
    """
    token = discord_token(settings)
    use_addresses(settings.discord)
    time = SystemTime()
    async with (
        _with_a_provider(settings, time) as complete,
        open_foundation(complete, time) as foundation,
        EaselClient(partial(build_services, foundation)) as client,
    ):
        await _serve(client, token)


async def _serve(client: EaselClient, token: str) -> None:
    mimetypes.init()  # its tables are read from files the first time a type is guessed
    # What exists by now lives as long as the process: a full collection over all of it would
    # stall the event loop for tenths of a second, again and again.
    gc.collect()
    gc.freeze()
    services = client.services
    with stop_signals() as told:
        # Before the work: what a restart left to be delivered goes out through this login.
        async with _running(log_in(client, token)) as login:
            if await _is_told(told, login):
                return
        async with _running(
            stay_connected(client, services.time),
            services.work.run(),
            services.live_reply.run(),
            services.group_sessions.keeper.run(),
        ) as works:
            if not await _is_told(told, works):
                return
            # The works go on, so that what ends in time is shown; told again, it stops at once.
            async with _running(_drain(client)) as draining:
                await _is_told(told, [*draining, *works])


async def _drain(client: EaselClient) -> None:
    """Let the work end, and then the commands under way: the door is shut, so none begins any."""
    services = client.services
    await services.work.drain(services.settings.work.grace_s)
    under_way = under_way_of(client)
    if under_way is not None and not await under_way.ended(_ANSWER_S):
        logger.warning("commands left unanswered")


@asynccontextmanager
async def _running(
    *works: Coroutine[object, object, None],
) -> AsyncIterator[Sequence[asyncio.Task[None]]]:
    """Run *works* beside the block; at its end none of them runs any more."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield tasks
    finally:
        for task in reversed(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _is_told(told: asyncio.Semaphore, works: Iterable[asyncio.Task[None]]) -> bool:
    """Wait until told to stop, or until one of *works* ends or fails; say whether it was told."""
    stop = asyncio.create_task(told.acquire())
    try:
        await asyncio.wait([stop, *works], return_when=asyncio.FIRST_COMPLETED)
        for task in works:
            if task.done():
                task.result()
        return stop.done()
    finally:
        stop.cancel()
        await asyncio.gather(stop, return_exceptions=True)


@asynccontextmanager
async def _with_a_provider(settings: Settings, time: Time) -> AsyncIterator[Settings]:
    """Yield the settings with an image service in them: the studio if there is no other."""
    if settings.provider is not None:
        yield settings
        return
    logger.warning(
        "no image service is set up: the built-in studio paints (sketch-painter-v1, "
        "procedural, no AI model); set [[providers]] or EASEL_PROVIDER__* to use another"
    )
    key = secrets.token_urlsafe(24)
    async with Studio(StudioSettings(api_key=key), time) as studio:
        yield settings.model_copy(update={"providers": (studio_row(studio.base_url, key),)})


def studio_row(base_url: str, key: str) -> ProviderSettings:
    """Return the provider's row for a studio of ours."""
    return ProviderSettings(
        name="studio",
        kind=ProviderKind.NOVITA_V2,
        base_url=base_url,
        api_key=SecretStr(key),
        default_model="sketch-painter-v1",
        images_per_minute=600,
    )
