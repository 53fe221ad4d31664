"""The pictures that come with a request: kept if it is admitted, gone again if it is not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.domain.generation import NewGeneration
from bot.domain.request import ImageRequest
from bot.errors import NotKept, StorageUnavailable, UserError
from bot.store.image_files import ImageFiles
from bot.texts import gettext as _

logger = structlog.stdlib.get_logger(__name__)


class Inputs:
    """Holds the input images of a request while it is not known whether it gets in."""

    def __init__(self, files: ImageFiles) -> None:
        self._files = files

    @asynccontextmanager
    async def held(self, request: ImageRequest) -> AsyncIterator[None]:
        """Keep the pictures if the block ends well; a ``UserError`` in it is a refusal.

        Raises:
            NotKept: One of them was removed by its age.
            StorageUnavailable: The disk does not answer.
        """
        hashes = request.input_hashes
        if not hashes:
            yield
            return
        if not await self._files.hold_inputs(hashes):
            raise NotKept(
                _(
                    "A picture that this is made from was deleted, or is not kept any more. "
                    "Use `/imagine` and attach one."
                )
            )
        try:
            yield
        except UserError:
            await self._let_go(hashes)
            raise
        await self._files.keep_inputs(hashes)

    async def _let_go(self, hashes: frozenset[str]) -> None:
        try:
            await self._files.refuse_inputs(hashes)
        except StorageUnavailable as error:  # the refusal is what the member must read
            logger.warning("refused input stays", fault=repr(error.__cause__))


async def prompt_is_kept(new: NewGeneration) -> NewGeneration:
    """Let *new* pass if its prompt is there, as a check of the admission.

    Raises:
        NotKept: It comes from a generation whose prompt was erased by its age.
    """
    if new.request.is_erased:
        raise NotKept(
            _("The prompt of this image is not kept any more, so I cannot make it again.")
        )
    return new
