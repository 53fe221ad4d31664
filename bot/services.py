"""The composition root: builds every long-lived object, and closes what it opened."""

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import discord

from bot.domain.builtin_styles import parse_styles
from bot.domain.generation import MemberLimits
from bot.domain.styles import Style
from bot.errors import SettingsError
from bot.generation.admission import Admission
from bot.generation.assembly import Surroundings, UseCase, put_together
from bot.generation.cancelling import Cancelling
from bot.generation.disk_room import DiskRoom
from bot.generation.durations import Durations
from bot.generation.inputs import Inputs
from bot.generation.membership import Membership
from bot.generation.option_defaults import option_defaults
from bot.generation.style_shelf import StyleShelf
from bot.generation.upkeep import build_upkeep
from bot.generation.work import Work
from bot.providers.build import build_provider
from bot.providers.catalogue import Catalogue
from bot.providers.provider import Provider
from bot.replies.asking import Asking
from bot.replies.delivery import Delivery
from bot.replies.edit_queue import EditQueue
from bot.replies.live_reply import LiveReply
from bot.replies.owner_notice import OwnerNotice
from bot.replies.queue_panel import QueuePanels
from bot.replies.request_reader import RequestReader
from bot.replies.resending import Resending
from bot.replies.roads import Roads
from bot.replies.uploads import Packer
from bot.settings import ProviderSettings, Settings
from bot.store.database import Database, file_of
from bot.store.durations import DurationTable
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles
from bot.store.instance_lock import only_instance
from bot.store.leases import Leases
from bot.store.listings import Listings
from bot.store.orphans import check_images_have_database
from bot.store.styles import Styles
from bot.store.usage import Usage
from bot.timing import Time

_STYLES = Path(__file__).resolve().parent.parent / "config" / "styles.toml"
_MARGIN_S = 5.0  # after its grace, a predecessor still has to close what it has open
_LONGEST_WRITE = timedelta(minutes=1)  # of an image file, by whoever still lives


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """What is opened before the client exists and closed after it."""

    settings: Settings
    row: ProviderSettings
    time: Time
    database: Database
    image_files: ImageFiles
    durations: Durations
    provider: Provider
    catalogue: Catalogue
    builtin_styles: Mapping[str, Style]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the cogs are given."""

    settings: Settings
    time: Time
    provider: Provider
    catalogue: Catalogue
    generations: Generations
    usage: Usage
    styles: Styles
    builtin_styles: Mapping[str, Style]
    image_files: ImageFiles
    admission: Admission
    work: Work
    live_reply: LiveReply
    reader: RequestReader
    asking: Asking
    listings: Listings
    cancelling: Cancelling
    queue_panels: QueuePanels
    resending: Resending
    membership: Membership
    disk_room: DiskRoom


@asynccontextmanager
async def open_foundation(
    settings: Settings, time: Time, provider: Provider | None = None
) -> AsyncIterator[Foundation]:
    """Open database, files and image service; *provider* replaces the settings' own.

    Raises:
        SettingsError: One of them cannot be used; nothing was overwritten.
    """
    row = settings.provider
    if row is None:
        raise SettingsError("providers: no image service is set up")
    await asyncio.to_thread(prepare_folder, settings.data_dir)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(
            only_instance(
                settings.data_dir,
                settings.work.instance,
                time,
                patience_s=settings.work.grace_s + _MARGIN_S,
            )
        )
        image_files = ImageFiles(settings.data_dir)
        await image_files.sweep(time.now() - _LONGEST_WRITE)
        await asyncio.to_thread(
            check_images_have_database, file_of(settings.store_url), settings.data_dir / "images"
        )
        database = await Database.open(settings.store_url, time)
        stack.push_async_callback(database.close)
        durations = Durations(DurationTable(database), time)
        await durations.load()
        if provider is None:
            provider = await asyncio.to_thread(build_provider, row, time)
        stack.push_async_callback(provider.close)
        catalogue = Catalogue(provider, time)
        stack.push_async_callback(catalogue.close)
        yield Foundation(
            settings=settings,
            row=row,
            time=time,
            database=database,
            image_files=image_files,
            durations=durations,
            provider=provider,
            catalogue=catalogue,
            builtin_styles=await asyncio.to_thread(_read_styles),
        )


def build_services(foundation: Foundation, client: discord.Client) -> Services:
    """Put the parts together; starts nothing."""
    base, time = foundation, foundation.time
    generations = Generations(base.database, base.settings.work.instance)
    packer = Packer()
    live_reply = _live_reply(base, client, packer)
    listings = Listings(base.database)
    upkeep = build_upkeep(
        settings=base.settings.retention,
        data_dir=base.settings.data_dir,
        database=base.database,
        files=base.image_files,
        notice=OwnerNotice(client),
        time=time,
    )
    use_case = put_together(
        Surroundings(
            owner=base.settings.work.instance,
            generations=generations,
            leases=Leases(base.database),
            image_files=base.image_files,
            providers={base.row.name: base.provider},
            rows={base.row.name: base.row},
            durations=base.durations,
            limits=_limits(base),
            longest_wait=timedelta(minutes=base.settings.limits.longest_wait_min),
            has_previews=base.settings.live.previews,
            announcer=live_reply,
            time=time,
            chance=random.Random(),  # noqa: S311 - jitter
            sweeps=upkeep.sweeps,
        )
    )
    admission = Admission(
        generations=generations,
        provider=base.provider,
        catalogue=base.catalogue,
        limits=_limits(base),
        turns=use_case.turns,
        time=time,
        first_checks=(use_case.door.check,),
        set_aside=upkeep.disk_room.set_aside,
    )
    return Services(
        settings=base.settings,
        time=time,
        provider=base.provider,
        catalogue=base.catalogue,
        generations=generations,
        usage=Usage(base.database),
        styles=Styles(base.database),
        builtin_styles=base.builtin_styles,
        image_files=base.image_files,
        admission=admission,
        work=use_case.work,
        live_reply=live_reply,
        reader=_reader(base),
        asking=Asking(
            admission=admission,
            inputs=Inputs(base.image_files),
            card_ids=use_case.card_ids,
            live_reply=live_reply,
            work=use_case.work,
            rush=use_case.rush,
        ),
        listings=listings,
        cancelling=_cancelling(generations, use_case, time),
        queue_panels=QueuePanels(
            listings, generations, use_case.turns.outlook, use_case.poller.is_unanswered
        ),
        resending=Resending(generations, base.image_files, packer),
        membership=upkeep.membership,
        disk_room=upkeep.disk_room,
    )


def _limits(base: Foundation) -> MemberLimits:
    limits = base.settings.limits
    return MemberLimits(
        daily_quota=limits.daily_quota,
        waiting=limits.waiting,
        running=limits.running,
        server_waiting=limits.server_waiting,
        server_running=limits.server_running,
    )


def _cancelling(generations: Generations, use_case: UseCase, time: Time) -> Cancelling:
    return Cancelling(
        generations=generations,
        endings=use_case.endings,
        turns=use_case.turns,
        work=use_case.work,
        time=time,
    )


def _reader(base: Foundation) -> RequestReader:
    return RequestReader(
        shelf=StyleShelf(Styles(base.database), base.builtin_styles),
        image_files=base.image_files,
        defaults=option_defaults(base.settings.defaults, base.settings.provider),
        provider=base.provider.name,
        role_weights=base.settings.limits.role_weights,
    )


def _live_reply(base: Foundation, client: discord.Client, packer: Packer) -> LiveReply:
    live = base.settings.live
    roads = Roads(client, base.time)
    queue = EditQueue(
        base.time, interval_s=live.edit_interval_s, per_minute=live.channel_edits_per_minute
    )
    return LiveReply(roads, Delivery(roads, base.time, packer), queue)


def prepare_folder(folder: Path) -> None:
    """Create the data folder if it is not there.

    Raises:
        SettingsError: It cannot be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"data_dir = {str(folder)!r} cannot be created: {error.strerror}; "
            "it must be a folder that the bot may write to"
        ) from None


def _read_styles() -> Mapping[str, Style]:
    try:
        return parse_styles(_STYLES.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"{_STYLES.name} cannot be read: {error.strerror}") from None
