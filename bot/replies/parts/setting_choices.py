"""What a member can choose in the selects of `/settings` and `/quick`: 25 of each at most.

First what the server has, then what is chosen, what the member uses most, and what is common.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import discord

from bot.domain.generation import Generation
from bot.domain.lora_syntax import number_text
from bot.domain.samplers import Sampler
from bot.domain.sizes import FORMATS, Size, format_name, parse_size
from bot.errors import InvalidRequest, StyleError
from bot.generation.style_shelf import StyleShelf
from bot.providers.catalogue import Catalogue
from bot.providers.provider import CatalogueEntry, ModelKind
from bot.replies.parts.forms import MAX_OPTIONS, option
from bot.store.habits import most_used
from bot.texts import gettext as _
from bot.texts import number

DEFAULT = "easel:default"  # no model, size or style is named so
_MOST_LENGTH = 100  # of a value; one cut short would be wrong, so it is left out
_MOST_USED = 6
_BUDGET_S = 0.5  # of the second in which the panel stands
_STEPS = (10, 15, 20, 25, 30, 35, 40, 45, 50)
_GUIDANCES = (2, 3, 4, 5, 6, 7, 7.5, 8, 9, 10, 12, 15, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser:
    """Who chooses, and where: styles are kept by server."""

    member_id: int
    server_id: int


class SettingChoices:
    """Lists what can be chosen; *defaults* are the owner's texts by option."""

    def __init__(
        self, catalogue: Catalogue, shelf: StyleShelf, defaults: Mapping[str, str]
    ) -> None:
        self._catalogue = catalogue
        self._shelf = shelf
        self._defaults = defaults

    async def models(
        self, chosen: str | None, recent: Sequence[Generation]
    ) -> list[discord.SelectOption]:
        """Return the models: those used, then those that the service names first."""
        offered = await self._catalogue.entries(ModelKind.MODEL, "", MAX_OPTIONS, _BUDGET_S)
        labels = {entry.api_name: entry.label for entry in offered}
        used = most_used((one.request.model for one in recent), _MOST_USED)
        for name in [*used, *([chosen] if chosen else []), self._defaults["model"]]:
            if name not in labels:
                found = await self._catalogue.find(ModelKind.MODEL, name, 0.0)
                labels[name] = found.label if isinstance(found, CatalogueEntry) else name
        names = dict.fromkeys([*used, *labels])
        rest = [(name, labels[name]) for name in names]
        return _options(self._default("model", labels), rest, chosen, labels)

    def sizes(
        self,
        chosen: str | None,
        recent: Sequence[Generation] = (),
        own: str | None = None,
    ) -> list[discord.SelectOption]:
        """Return the formats, and the free sizes that the member uses; *own* is their default."""
        used = most_used(
            (str(Size(one.request.width_px, one.request.height_px)) for one in recent), _MOST_USED
        )
        named = {str(size) for size in FORMATS.values()}
        free = [text for text in used if text not in named]
        labels = {text: size_label(text) for text in (*FORMATS, *free)}
        first = self._default("size", labels) if own is None else _default(size_label(own))
        return _options(first, labels.items(), chosen, labels)

    def samplers(
        self, chosen: str | None, recent: Sequence[Generation]
    ) -> list[discord.SelectOption]:
        """Return the samplers, the used ones first."""
        used = most_used((str(one.request.sampler) for one in recent), _MOST_USED)
        labels = {name: name for name in dict.fromkeys([*used, *map(str, Sampler)])}
        return _options(self._default("sampler", labels), labels.items(), chosen, labels)

    def steps(self, chosen: str | None, recent: Sequence[Generation]) -> list[discord.SelectOption]:
        """Return numbers of steps, in order."""
        return self._numbers("steps", _STEPS, chosen, (one.request.steps for one in recent))

    def guidances(
        self, chosen: str | None, recent: Sequence[Generation]
    ) -> list[discord.SelectOption]:
        """Return strengths of guidance, in order."""
        used = (one.request.guidance_scale for one in recent)
        return self._numbers("guidance", _GUIDANCES, chosen, used)

    async def styles(
        self,
        who: Chooser,
        chosen: str | None,
        first: tuple[str, str],
        also: tuple[str, str] | None = None,
    ) -> list[discord.SelectOption]:
        """Return *first* (label and value), the member's own styles, built-in and shared ones."""
        shelf = await self._shelf.all(member_id=who.member_id, server_id=who.server_id)
        labels = {also[1]: also[0]} if also else {}
        labels |= {style.name: style.name for style in shelf.every}
        return _options(option(*first), labels.items(), chosen, labels)

    async def has_style(self, who: Chooser, name: str) -> bool:
        """Tell whether a request of theirs could have the style of that name."""
        try:
            await self._shelf.find(name, member_id=who.member_id, server_id=who.server_id)
        except StyleError:
            return False
        return True

    def _numbers(
        self, name: str, common: Sequence[float], chosen: str | None, used: Iterable[float]
    ) -> list[discord.SelectOption]:
        texts = (number_text(float(each)) for each in used)
        often = [float(text) for text in most_used(texts, _MOST_USED)]
        values = sorted({*map(float, common), *often})
        labels = {number_text(value): number(value) for value in values}
        return _options(self._default(name, labels), labels.items(), chosen, labels)

    def _default(self, name: str, labels: Mapping[str, str]) -> discord.SelectOption:
        value = self._defaults[name]
        return _default(labels.get(value, value))


def _default(label: str) -> discord.SelectOption:
    return option(_("Default: {value}").format(value=label), DEFAULT)


def size_label(text: str) -> str:
    """Return a size as a person reads it: "portrait · 512×768"."""
    try:
        label = parse_size(text).label
    except InvalidRequest:
        return text
    return f"{format_name(text)} · {label}" if text in FORMATS else label


def _options(
    first: discord.SelectOption,
    others: Iterable[tuple[str, str]],
    chosen: str | None,
    labels: Mapping[str, str],
) -> list[discord.SelectOption]:
    """Return *first* and *others* with what is *chosen* set; it is there, whatever is cut off."""
    values = dict(others)
    if chosen is not None and chosen not in list(values)[: MAX_OPTIONS - 1]:
        values = {chosen: labels.get(chosen, chosen), **values}
    fitting = [(value, label) for value, label in values.items() if len(value) <= _MOST_LENGTH]
    first.default = chosen is None
    return [
        first,
        *(option(label, value, is_set=value == chosen) for value, label in fitting),
    ][:MAX_OPTIONS]
