"""Pages of a history or of favourites, turned by the ids at their ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.generation import Generation
from bot.replies.past.past_ids import Look
from bot.store.past import NEWEST, Found, Past, Wanted

PER_PAGE = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who looks, and where: of one server, or everywhere if *server_id* is None."""

    member_id: int
    server_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPage:
    """Some generations, the newest first, and from which ids on there are others beside them."""

    look: Look
    generations: Sequence[Generation]
    newer_from: int | None = None
    older_from: int | None = None


class PastPages:
    """Finds pages; what was deleted in between only makes a page begin elsewhere."""

    def __init__(self, past: Past) -> None:
        self._past = past

    async def newest(self, viewer: Viewer, look: Look) -> PastPage:
        """Return the first page.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        found = await self._past.older(_wanted(viewer, look), NEWEST, PER_PAGE)
        return PastPage(look=look, generations=found.generations, older_from=found.goes_on_from)

    async def older(self, viewer: Viewer, look: Look, before_id: int) -> PastPage:
        """Return the page before that id, or the first if nothing is left there.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        wanted = _wanted(viewer, look)
        found = await self._past.older(wanted, before_id, PER_PAGE)
        if _is_end(found):
            return await self.newest(viewer, look)
        top_id = found.generations[0].id if found.generations else before_id - 1
        newer = await self._past.newer(wanted, top_id, 1)
        return PastPage(
            look=look,
            generations=found.generations,
            newer_from=None if _is_end(newer) else top_id,
            older_from=found.goes_on_from,
        )

    async def newer(self, viewer: Viewer, look: Look, after_id: int) -> PastPage:
        """Return the page after that id, or the first if a page is not full there.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        found = await self._past.newer(_wanted(viewer, look), after_id, PER_PAGE)
        if found.goes_on_from is None:
            return await self.newest(viewer, look)
        shown = found.generations
        return PastPage(
            look=look,
            generations=shown,
            newer_from=found.goes_on_from,
            older_from=shown[-1].id if shown else after_id + 1,
        )


def _wanted(viewer: Viewer, look: Look) -> Wanted:
    return Wanted(
        member_id=viewer.member_id,
        server_id=viewer.server_id,
        is_favourites=look.is_favourites,
        words=look.words,
    )


def _is_end(found: Found) -> bool:
    return not found.generations and found.goes_on_from is None
