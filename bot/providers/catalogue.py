"""The models, LoRAs and VAEs of a provider: cached, searched, and never slower than a budget."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import structlog

from bot.errors import ProviderError
from bot.providers.catalogue_search import matching, named
from bot.providers.provider import CatalogueEntry, ModelKind, Provider
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_TTL_S = 600.0
_COOL_DOWN_S = 15.0  # after a failure, so that each keystroke does not ask a service that is down
_WHOLE_LIMIT = 1000  # more than that is searched at the service
_SEARCH_LIMIT = 100
_SHORTEST_REMOTE_SEARCH = 3
_MOST_LISTS = 256
_AT_ONCE = 4  # questions to the service; looks and submits share its connections


class Unknown(Enum):
    """Whether a name exists could not be found out in time; the provider has to decide."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN

_Key = tuple[ModelKind, str]  # what was searched for; "" is the whole list


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    entries: tuple[CatalogueEntry, ...]
    is_complete: bool  # all that the service has, not just the first so many
    loaded_at_s: float


class Catalogue:
    """Lists of one provider; owns the tasks that load them, until ``close``."""

    def __init__(self, provider: Provider, time: Time) -> None:
        self._provider = provider
        self._time = time
        self._lists: OrderedDict[_Key, _List] = OrderedDict()
        self._loading: dict[_Key, asyncio.Task[None]] = {}
        self._failed_at_s: dict[ModelKind, float] = {}
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def entries(
        self, kind: ModelKind, search: str = "", limit: int = 25, budget_s: float = 1.0
    ) -> Sequence[CatalogueEntry]:
        """Return what matches *search*, best first, after at most *budget_s*.

        Where the service is too slow or fails, the last good list answers, or an empty one. Never
        raises a ``ProviderError``.
        """
        ends_at_s = self._time.monotonic() + budget_s
        share = 0.5 if search else 1.0  # leaves time for the second question
        whole = await self._list((kind, ""), budget_s * share)
        known = whole.entries if whole else ()
        hits = matching(known, search)
        has_all = len(hits) >= limit or (whole is not None and whole.is_complete)
        wanted = search.casefold().strip()
        if not has_all and len(wanted) >= _SHORTEST_REMOTE_SEARCH:
            found = await self._list((kind, wanted), ends_at_s - self._time.monotonic())
            names = {entry.api_name for entry in known}
            fresh = [
                each for each in (found.entries if found else ()) if each.api_name not in names
            ]
            hits = matching([*known, *fresh], search)
        return hits[:limit]

    async def find(
        self, kind: ModelKind, api_name: str, budget_s: float
    ) -> CatalogueEntry | Unknown | None:
        """Return the entry of that name, None if there surely is none, after at most *budget_s*.

        ``UNKNOWN`` means: accept it, the provider decides. Case and extension may differ; what
        counts is the entry's own ``api_name``. Never raises a ``ProviderError``.
        """
        whole = self._lists.get((kind, ""))
        entry = named(whole.entries, api_name) if whole else None
        if entry is not None:
            return entry
        # The service's own search is known to miss names with blanks.
        is_searchable = " " not in api_name and not self._is_fresh(whole, complete=True)
        key = (kind, api_name if is_searchable else "")
        found = await self._list(key, budget_s, may_be_stale=False)
        if found is None:
            return UNKNOWN
        entry = named(found.entries, api_name)
        if entry is None and not self._is_fresh(found, complete=True):
            return UNKNOWN
        return entry

    async def close(self) -> None:
        """Stop loading."""
        loading = list(self._loading.values())
        for task in loading:
            task.cancel()
        await asyncio.gather(*loading, return_exceptions=True)

    async def _list(self, key: _Key, budget_s: float, *, may_be_stale: bool = True) -> _List | None:
        """Return the newest list that *budget_s* allows; an old one at once, if that will do."""
        known = self._lists.get(key)
        if self._is_fresh(known):
            self._lists.move_to_end(key)
            return known
        task = self._load_once(key)
        if task is not None and not (known and may_be_stale):
            await asyncio.wait({task}, timeout=max(budget_s, 0.0))
        return self._lists.get(key)

    def _is_fresh(self, known: _List | None, *, complete: bool = False) -> bool:
        return (
            known is not None
            and self._time.monotonic() - known.loaded_at_s < _TTL_S
            and (known.is_complete or not complete)
        )

    def _load_once(self, key: _Key) -> asyncio.Task[None] | None:
        """Return the task that loads *key*, or None shortly after a failure."""
        failed_at_s = self._failed_at_s.get(key[0])
        if failed_at_s is not None and self._time.monotonic() - failed_at_s < _COOL_DOWN_S:
            return None
        task = self._loading.get(key)
        if task is None:
            task = asyncio.create_task(self._load(key), name=f"catalogue {key[0].value}")
            self._loading[key] = task
        return task

    async def _load(self, key: _Key) -> None:
        kind, search = key
        limit = _SEARCH_LIMIT if search else _WHOLE_LIMIT
        try:
            async with self._turns:
                found = await self._provider.entries(kind, search, limit)
        except ProviderError as error:
            logger.warning("no list", kind=kind.value, detail=error.detail)
            self._failed_at_s[kind] = self._time.monotonic()
        else:
            self._failed_at_s.pop(kind, None)
            self._keep(key, found, is_complete=len(found) < limit)
        finally:
            del self._loading[key]

    def _keep(self, key: _Key, found: Sequence[CatalogueEntry], *, is_complete: bool) -> None:
        loaded_at_s = self._time.monotonic()
        self._lists[key] = _List(
            entries=tuple(found), is_complete=is_complete, loaded_at_s=loaded_at_s
        )
        self._lists.move_to_end(key)
        while len(self._lists) > _MOST_LISTS:
            oldest = next(each for each in self._lists if each[1])  # whole lists stay
            del self._lists[oldest]
