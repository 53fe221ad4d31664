"""What is offered while a member types an option: at most 25 answers of at most 100 characters."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

import discord
from discord.app_commands import Choice

from bot.domain.advanced_suggest import advanced_suggestions
from bot.domain.control import control_suggestions
from bot.domain.hires_syntax import hires_suggestions
from bot.domain.samplers import sampler_suggestions
from bot.domain.sizes import size_suggestions
from bot.generation.style_shelf import StyleShelf
from bot.providers.catalogue import Catalogue
from bot.providers.provider import CatalogueEntry, ModelKind
from bot.replies.parts.place import server_id_of
from bot.texts import gettext as _
from bot.texts import shorten

MAX_CHOICES = 25
MAX_LENGTH = 100
_BUDGET_S = 1.0  # of the 3 s after which Discord shows an error in place of the list

Pair = tuple[str, str]  # what is shown, what is sent


class Choices:
    """Answers autocomplete, for every option that has it."""

    def __init__(self, catalogue: Catalogue, shelf: StyleShelf) -> None:
        self._catalogue = catalogue
        self._shelf = shelf
        self._pure: Mapping[str, Callable[[str], Iterable[Pair]]] = {
            "size": size_suggestions,
            "hires": hires_suggestions,
            "advanced": advanced_suggestions,
            "sampler": lambda text: _pairs(sampler_suggestions(text)),
            "control": lambda text: _pairs(control_suggestions(text)),
        }
        self._asked: Mapping[str, Callable[[str], Awaitable[Iterable[Pair]]]] = {
            "model": self._models,
            "loras": self._loras,
            "vae": self._vaes,
        }

    async def offered(self, interaction: discord.Interaction, text: str) -> list[Choice[str]]:
        """Return the choices for the option that the member is typing in."""
        option = focused_option(interaction)
        if option in self._pure:
            return choices(self._pure[option](text))
        if option in self._asked:
            return choices(await self._asked[option](text))
        return choices(await self._styles(interaction, text))

    async def _styles(self, interaction: discord.Interaction, text: str) -> Iterable[Pair]:
        """Complete the last of a list, and keep those before it."""
        before, comma, last = text.rpartition(",")
        kept = f"{before}{comma} " if comma else ""
        names = await self._shelf.names(
            last, member_id=interaction.user.id, server_id=server_id_of(interaction)
        )
        return _pairs(f"{kept}{name}" for name in names)

    async def _models(self, text: str) -> Iterable[Pair]:
        return _entry_pairs(await self._entries(ModelKind.MODEL, text))

    async def _vaes(self, text: str) -> Iterable[Pair]:
        entries = await self._entries(ModelKind.VAE, text)
        return [*_entry_pairs(entries), (_("none"), "none")]

    async def _loras(self, text: str) -> Iterable[Pair]:
        """Complete the last of a list, and keep those before it."""
        before, comma, last = text.rpartition(",")
        kept = f"{before}{comma} " if comma else ""
        name, colon, weight = last.strip().partition(":")
        if colon:
            return [(f"{kept}{name}:{weight or each}",) * 2 for each in ("1", "0.7", "0.5", "-0.5")]
        entries = await self._entries(ModelKind.LORA, name)
        return [(f"{kept}{label}", f"{kept}{value}") for label, value in _entry_pairs(entries)]

    async def _entries(self, kind: ModelKind, text: str) -> Sequence[CatalogueEntry]:
        return await self._catalogue.entries(kind, text.strip(), MAX_CHOICES, _BUDGET_S)


def choices(pairs: Iterable[Pair]) -> list[Choice[str]]:
    """Return what fits into an answer; a value cut short would be wrong, so it is left out."""
    fitting = {value: label for label, value in pairs if 0 < len(value) <= MAX_LENGTH}
    return [
        Choice(name=shorten(label, MAX_LENGTH) or value, value=value)
        for value, label in fitting.items()
    ][:MAX_CHOICES]


def focused_option(interaction: discord.Interaction) -> str:
    """Return the name of the option that the member is typing in, also in a subcommand."""
    data: Mapping[str, object] = interaction.data or {}
    waiting: list[object] = [data]
    while waiting:
        level = waiting.pop()
        if isinstance(level, Mapping):
            if level.get("focused"):
                return str(level["name"])
            waiting.extend(level.get("options", ()))
    return ""


def _pairs(names: Iterable[str]) -> list[Pair]:
    return [(str(name), str(name)) for name in names]


def _entry_pairs(entries: Iterable[CatalogueEntry]) -> list[Pair]:
    return [
        (f"{entry.label} ({entry.base_model})" if entry.base_model else entry.label, entry.api_name)
        for entry in entries
    ]
