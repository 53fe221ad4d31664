"""Images without their database: a new one would count from 1 again and overwrite them."""

from itertools import islice
from pathlib import Path

from bot.errors import SettingsError

_PARTS = ".parts"


def check_images_have_database(database: Path, images: Path) -> None:
    """Refuse to begin a new *database* beside the *images* of another one.

    Raises:
        SettingsError: The database is missing or empty, but there are images.
    """
    try:
        is_there = database.exists() and database.stat().st_size > 0
        has_images = not is_there and _has_files(images)
    except OSError as error:
        raise SettingsError(f"{images} cannot be read: {error.strerror}.") from error
    if has_images:
        raise SettingsError(
            f"The database {database} is missing, but {images} holds the images of an earlier one, "
            "which a new one would overwrite: put the database back, or move that folder away."
        )


def _has_files(images: Path) -> bool:
    folders = images.iterdir() if images.is_dir() else ()
    return any(
        list(islice(folder.iterdir(), 1))
        for folder in folders
        if folder.is_dir() and folder.name != _PARTS
    )
