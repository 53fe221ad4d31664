"""What a request has where its member says nothing: their own defaults over the owner's.

A default that cannot be any more (its model is gone, the service does not take its sampler) is
left out, and the member is told where to choose another: else no request of theirs would work.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.domain.member_settings import NO_SETTINGS, MemberSettings
from bot.domain.options import ImagineOptions, image_request_from
from bot.domain.request import ImageRequest
from bot.errors import StorageUnavailable, UserError
from bot.providers.catalogue import Catalogue
from bot.providers.provider import ModelKind, Provider
from bot.store.member_settings import MemberSettingsStore
from bot.texts import gettext as _
from bot.texts import shorten

_MODEL = "model"
_BUDGET_S = 1.0  # of the 1.5 s that all of the network may take before the first answer
_TRIAL = ImagineOptions(prompt="a")


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """Texts by option for what neither the member nor a style gives.

    ``notes`` are sentences for the member about settings that were left out.
    """

    options: Mapping[str, str]
    settings: MemberSettings = NO_SETTINGS
    notes: tuple[str, ...] = ()


class MemberDefaults:
    """Lays a member's settings over *defaults*, the owner's, as far as they can be used."""

    def __init__(
        self,
        store: MemberSettingsStore,
        defaults: Mapping[str, str],
        provider: Provider,
        catalogue: Catalogue,
    ) -> None:
        self._store = store
        self._defaults = defaults
        self._provider = provider
        self._catalogue = catalogue

    async def settings(self, member_id: int) -> MemberSettings:
        """Return what the member has chosen; nothing while that cannot be read.

        The admission, which needs the database as well, tells the member.
        """
        try:
            return await self._store.get(member_id)
        except StorageUnavailable:
            return NO_SETTINGS

    async def of(
        self, member_id: int, *, given: Collection[str] = (), budget_s: float = _BUDGET_S
    ) -> Defaults:
        """Return what applies to a request whose member gives the options *given*.

        Whether their model is still offered is asked for *budget_s* at most.
        """
        settings = await self.settings(member_id)
        layer = {name: text for name, text in settings.layer.items() if name not in given}
        if not layer:
            return Defaults(options=self._defaults, settings=settings)
        kept = dict(layer) if self._fits(layer) else self._fitting(layer)
        if _MODEL in kept and await self._is_gone(kept[_MODEL], budget_s):
            del kept[_MODEL]
        return Defaults(
            options={**self._defaults, **kept},
            settings=settings,
            notes=tuple(left_out(name, text) for name, text in layer.items() if name not in kept),
        )

    def check(self, name: str, text: str) -> None:
        """Let a default pass that a request can have.

        Raises:
            InvalidRequest: It cannot be.
            NotSupported: The service cannot do it.
        """
        self._provider.check(self._trial({name: text}))

    def _fitting(self, layer: Mapping[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for name, text in layer.items():
            if self._fits({**kept, name: text}):
                kept[name] = text
        return kept

    def _fits(self, layer: Mapping[str, str]) -> bool:
        try:
            self._provider.check(self._trial(layer))
        except UserError:
            return False
        return True

    def _trial(self, layer: Mapping[str, str]) -> ImageRequest:
        return image_request_from(_TRIAL, defaults={**self._defaults, **layer}, seed=0)

    async def _is_gone(self, model: str, budget_s: float) -> bool:
        return await self._catalogue.find(ModelKind.MODEL, model, budget_s) is None


def left_out(name: str, text: str) -> str:
    """Say that a setting was left out."""
    return _(
        "Your default `{option}: {value}` cannot be used any more, so I left it out. "
        "Choose another with `/settings`."
    ).format(option=name, value=shorten(text, 60).replace("`", "'"))
