"""What is opened before the client exists and closed after it: database, files, image service."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.domain.builtin_styles import parse_styles
from bot.domain.moderation.image_checks import ClassifierMode
from bot.domain.moderation.words.starting_words import StartingWords, parse_starting_words
from bot.domain.styles import Style
from bot.errors import SettingsError
from bot.generation.durations import Durations
from bot.pictures.classifier import Classifier, ClassifierUnusable, open_classifier
from bot.providers.build import build_provider
from bot.providers.catalogue import Catalogue
from bot.providers.provider import Provider
from bot.settings import ProviderSettings, Settings
from bot.store.database import Database, file_of
from bot.store.durations import DurationTable
from bot.store.image_files import ImageFiles
from bot.store.instance_lock import only_instance
from bot.store.orphans import check_images_have_database
from bot.timing import Time

_CONFIG = Path(__file__).resolve().parent.parent.parent / "config"
_STYLES = _CONFIG / "styles.toml"
_WORDS = _CONFIG / "moderation.toml"
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
    classifier: Classifier
    builtin_styles: Mapping[str, Style]
    starting_words: StartingWords


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
    classifier = await asyncio.to_thread(_classifier, settings.moderation.classifier)
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
            classifier=classifier,
            builtin_styles=await asyncio.to_thread(_read_styles),
            starting_words=await asyncio.to_thread(_read_words),
        )


def _classifier(mode: ClassifierMode) -> Classifier:
    try:
        return open_classifier(mode)
    except ClassifierUnusable as error:
        raise SettingsError(
            f"moderation.classifier = 'required', and it cannot be used: {error}; install it with "
            "`pip install -e '.[classifier]'`, or set it to 'auto'"
        ) from None


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


def _read_words() -> StartingWords:
    try:
        return parse_starting_words(_WORDS.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"{_WORDS.name} cannot be read: {error.strerror}") from None
