"""``easel doctor``: looks at everything the bot needs, and says how to mend what is wrong."""

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path

import discord

from bot.cli.console import Stop, say
from bot.cli.run import discord_token, log_in
from bot.client import use_addresses
from bot.errors import BotError, ProviderError, SettingsError
from bot.providers.build import build_provider
from bot.services import prepare_folder
from bot.settings import Settings
from bot.settings_source import load_settings
from bot.store.database import Database
from bot.timing import SystemTime

_DEADLINE_S = 20.0
_LEAST_FREE_MB = 500


async def examine() -> None:
    """Print a line for each check.

    Raises:
        Stop: At least one of them failed.
    """
    try:
        settings = load_settings()
    except SettingsError as error:
        say(f"✗ settings: {error}")
        raise Stop("1 thing to mend") from None
    say("✓ settings: all of them are understood")
    failures = 0
    for name, check in _CHECKS.items():
        try:
            async with asyncio.timeout(_DEADLINE_S):
                say(f"✓ {name}: {await check(settings)}")
        except TimeoutError:
            failures += 1
            say(
                f"✗ {name}: no answer within {_DEADLINE_S:.0f} s; check the network and the address"
            )
        except BotError as error:
            failures += 1
            say(f"✗ {name}: {error}")
    if failures:
        raise Stop(f"{failures} {'thing' if failures == 1 else 'things'} to mend")
    say("all is well: start the bot with `easel run`")


async def _discord(settings: Settings) -> str:
    use_addresses(settings.discord)
    async with discord.Client(intents=discord.Intents.none()) as client:
        await log_in(client, discord_token(settings))
        return f"logged in as {client.user}, application {client.application_id}"


async def _provider(settings: Settings) -> str:
    row = settings.provider
    if row is None:
        return "none is set up, so the built-in studio paints (sketch-painter-v1, no AI model)"
    if row.api_key is None:
        raise Stop("EASEL_PROVIDER__API_KEY is missing: set it to the key of the image service")
    provider = build_provider(row, SystemTime())
    try:
        return f"{row.name} ({row.kind}) at {row.base_url}: {await provider.balance_text()}"
    except ProviderError as error:
        raise Stop(
            f"{row.base_url} answers: {error} {error.detail}; check EASEL_PROVIDER__BASE_URL, "
            "EASEL_PROVIDER__API_KEY and the balance of the account"
        ) from None
    finally:
        await provider.close()


async def _database(settings: Settings) -> str:
    database = await Database.open(settings.store_url, SystemTime())
    await database.close()
    return f"{settings.store_url} can be read and written"


async def _folder(settings: Settings) -> str:
    free_mb = await asyncio.to_thread(_free_mb, settings.data_dir)
    if free_mb < _LEAST_FREE_MB:
        raise Stop(
            f"{settings.data_dir} has {free_mb} MB left and images need room: free at least "
            f"{_LEAST_FREE_MB} MB, or set data_dir to another disk"
        )
    return f"{settings.data_dir} has {free_mb} MB left"


def _free_mb(folder: Path) -> int:
    prepare_folder(folder)
    return shutil.disk_usage(folder).free // 1_000_000


_CHECKS: dict[str, Callable[[Settings], Coroutine[object, object, str]]] = {
    "Discord": _discord,
    "image service": _provider,
    "data folder": _folder,
    "database": _database,
}
