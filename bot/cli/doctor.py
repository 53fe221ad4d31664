"""``easel doctor``: looks at everything the bot needs, and says how to mend what is wrong."""

import asyncio
import shutil
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path

import discord

from bot.cli.connection import discord_token, log_in
from bot.cli.console import Stop, say
from bot.client import needed_intents, use_addresses
from bot.domain.moderation.image_checks import ServiceCheck
from bot.errors import BotError, ProviderError, SettingsError
from bot.generation.disk_room import (
    LEAST_FREE_BYTES,
    UNIT_BYTES,
    is_disk_short,
    is_over_bound,
)
from bot.pictures.classifier import ClassifierUnusable, open_classifier
from bot.providers.build import build_provider
from bot.providers.catalogue_search import named
from bot.providers.provider import CatalogueEntry, ModelKind
from bot.services import prepare_folder
from bot.settings import Settings
from bot.settings_source import load_settings
from bot.store.database import Database
from bot.store.disk import Disk, Room
from bot.store.image_files import DiskUse
from bot.timing import SystemTime

_DEADLINE_S = 20.0
_LEAST_FREE_MB = 500
_NAMED_MODELS = 3
_MOST_MODELS = 1000


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
    async with asyncio.TaskGroup() as group:
        # All at once, so that two services that hang take no longer than one.
        lines = {name: group.create_task(_line(check(settings))) for name, check in _CHECKS.items()}
        for name, line in lines.items():
            is_well, text = await line
            say(f"{'✓' if is_well else '✗'} {name}: {text}")
            failures += not is_well
    if failures:
        raise Stop(f"{failures} {'thing' if failures == 1 else 'things'} to mend")
    say("all is well: start the bot with `easel run`")


async def _line(
    check: Coroutine[object, object, str], deadline_s: float = _DEADLINE_S
) -> tuple[bool, str]:
    """Return whether *check* found all well within *deadline_s*, and one line about it."""
    try:
        async with asyncio.timeout(deadline_s):
            return True, await check
    except TimeoutError:
        return False, f"no answer within {deadline_s:.0f} s; check the network and the address"
    except BotError as error:
        return False, " ".join(str(error).split())


async def _discord(settings: Settings) -> str:
    use_addresses(settings.discord)
    async with discord.Client(intents=needed_intents()) as client:
        await log_in(client, discord_token(settings))
        return f"logged in as {client.user}, application {client.application_id}"


async def _provider(settings: Settings) -> str:
    row = settings.provider
    if row is None:
        return "none is set up, so the built-in studio paints (sketch-painter-v1, no AI model)"
    if row.api_key is None:
        raise Stop("EASEL_PROVIDER__API_KEY is missing: set it to the key of the image service")
    provider = await asyncio.to_thread(build_provider, row, SystemTime())
    try:
        balance = await provider.balance_text()
        entries = await provider.entries(ModelKind.MODEL, settings.default_model)
        if named(entries, settings.default_model) is None:
            # The service's own search is known to miss names with blanks.
            entries = await provider.entries(ModelKind.MODEL, limit=_MOST_MODELS)
    except ProviderError as error:
        raise Stop(
            f"{row.base_url} answers: {error} {error.detail}; check EASEL_PROVIDER__BASE_URL, "
            "EASEL_PROVIDER__API_KEY and the balance of the account"
        ) from None
    finally:
        await provider.close()
    _check_model(settings, entries)
    return f"{row.name} ({row.kind}) at {row.base_url}: {balance}"


def _check_model(settings: Settings, entries: Sequence[CatalogueEntry]) -> None:
    if named(entries, settings.default_model) is None:
        offered = ", ".join(entry.api_name for entry in entries[:_NAMED_MODELS]) or "no model"
        raise Stop(
            f"the default model {settings.default_model!r} is not offered there; set "
            "default_model in [[providers]] or model in [defaults] to one that is, "
            f"such as {offered}"
        )


async def _database(settings: Settings) -> str:
    await asyncio.to_thread(prepare_folder, settings.data_dir)
    database = await Database.open(settings.store_url, SystemTime())
    try:
        room = await Disk(settings.data_dir, database, DiskUse()).room()
    finally:
        await database.close()
    return f"{settings.store_url} can be read and written; {_taken(settings, room)}"


def _taken(settings: Settings, room: Room) -> str:
    most_gb = settings.retention.disk_max_gb
    text = f"images take {room.taken_bytes / 1e9:.1f} of {most_gb:g} GB"
    if room.open_units:
        text += f", {room.open_units} more are to come"
    # By the same rules as the bot, for one image.
    if is_over_bound(room, 1, int(most_gb * 1e9)):
        raise Stop(
            f"{text}, so new requests are refused: raise disk_max_gb in [retention], or lower "
            "images_days to keep images for a shorter time"
        )
    if is_disk_short(room, 1):
        raise Stop(
            f"{text}, and {settings.data_dir} has {room.free_bytes // 1_000_000} MB left, so new "
            f"requests are refused: free at least {_least_free_mb(room)} MB, or set data_dir to "
            "another disk"
        )
    return text


def _least_free_mb(room: Room) -> int:
    """Return how much must be free for the bot to take one image more."""
    return (LEAST_FREE_BYTES + (room.open_units + 1) * UNIT_BYTES) // 1_000_000


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


async def _looks(settings: Settings) -> str:
    moderation = settings.moderation
    try:
        classifier = await asyncio.to_thread(open_classifier, moderation.classifier)
        if classifier.is_usable:
            await asyncio.to_thread(classifier.load)
            return "this machine looks at each image (opennsfw), where a server's level wants it"
    except ClassifierUnusable as error:
        raise Stop(
            f"the classifier cannot be used: {error}; install it with "
            "`pip install -e '.[classifier]'`, or set classifier = \"off\" in [moderation]"
        ) from None
    match moderation.service_check:
        case ServiceCheck.ALWAYS:
            return "the image service is asked to look at each image, which costs extra"
        case ServiceCheck.AUTO:
            return (
                "nothing looks at images, but for servers that want each one looked at: there the "
                "image service is asked, which costs extra; `pip install -e '.[classifier]'` lets "
                "this machine look"
            )
    return "nothing looks at images: `pip install -e '.[classifier]'` lets this machine look"


_CHECKS: dict[str, Callable[[Settings], Coroutine[object, object, str]]] = {
    "Discord": _discord,
    "image service": _provider,
    "data folder": _folder,
    "database": _database,
    "images": _looks,
}
