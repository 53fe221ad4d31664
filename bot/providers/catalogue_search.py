"""Searching a list of models: words in any order, any case, what begins alike first."""

import re
from collections.abc import Iterable, Sequence

from bot.providers.provider import CatalogueEntry

_EXTENSION = ".safetensors"
_WORD = re.compile(r"[^\W_]+")


def matching(entries: Iterable[CatalogueEntry], search: str) -> list[CatalogueEntry]:
    """Return the entries that hold every word of *search*, best first, else in their order.

    Best is what begins with the search, then what has every word at a word's beginning.
    """
    wanted = search.casefold().strip()
    words = wanted.split()
    ranked = [(_rank(entry, wanted, words), entry) for entry in entries]
    hits = [(rank, entry) for rank, entry in ranked if rank is not None]
    return [entry for _rank, entry in sorted(hits, key=lambda hit: hit[0])]


def named(entries: Sequence[CatalogueEntry], api_name: str) -> CatalogueEntry | None:
    """Return the entry of that name: exactly, else without regard to case and extension."""
    exact = next((entry for entry in entries if entry.api_name == api_name), None)
    wanted = _bare(api_name)
    return exact or next((entry for entry in entries if _bare(entry.api_name) == wanted), None)


def _bare(api_name: str) -> str:
    return api_name.strip().casefold().removesuffix(_EXTENSION)


def _rank(entry: CatalogueEntry, wanted: str, words: Sequence[str]) -> int | None:
    names = (entry.label.casefold(), entry.api_name.casefold())
    if any(name.startswith(wanted) for name in names):
        return 0
    all_of_it = " ".join([*names, entry.base_model, *entry.tags]).casefold()
    if not all(word in all_of_it for word in words):
        return None
    parts = _WORD.findall(all_of_it)
    return 1 if all(any(part.startswith(word) for part in parts) for word in words) else 2
