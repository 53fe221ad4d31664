"""What was found in the images of a generation: written beside each, once it was looked at."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, update

from bot.domain.generation import StoredImage
from bot.store.database import Database
from bot.store.schema import images

WRITE = (
    update(images)
    .where(
        images.c.generation_id == bindparam("of_generation"),
        images.c.image_index == bindparam("of_index"),
    )
    .values(classifier_score=bindparam("score"), pdq=bindparam("hash"))
)


class ImageSigns:
    """Notes scores and hashes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, generation_id: int, found: Sequence[StoredImage]) -> None:
        """Write the scores and hashes that *found* hold.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = [
            {
                "of_generation": generation_id,
                "of_index": image.index,
                "score": image.classifier_score,
                "hash": image.pdq,
            }
            for image in found
        ]

        def job(connection: Connection) -> None:
            connection.execute(WRITE, values)

        if values:
            await self._database.writer.write(job)
