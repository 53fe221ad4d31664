"""The checks that a request passes before it costs anything; each refuses or hands it on."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from bot.domain.generation import NewGeneration
from bot.domain.request import ImageRequest
from bot.errors import InvalidRequest
from bot.providers.catalogue import Catalogue, Unknown
from bot.providers.provider import ModelKind, Provider
from bot.texts import gettext as _

# Refuses by raising a UserError; what it returns goes to the next check.
Check = Callable[[NewGeneration], Awaitable[NewGeneration]]

# What is left of Discord's 3 s after everything else of a first answer, for all of the network
# together: attachments first, then the catalogue.
NETWORK_BUDGET_S = 1.5

_OPTIONS = {ModelKind.MODEL: "model", ModelKind.LORA: "loras", ModelKind.VAE: "vae"}


def is_supported_by(provider: Provider) -> Check:
    """Return the check that *provider* can do what is asked for."""

    async def check(new: NewGeneration) -> NewGeneration:
        provider.check(new.request)
        return new

    return check


def names_are_offered(catalogue: Catalogue, budget_s: float) -> Check:
    """Return the check that model, LoRAs and VAE exist; it corrects their spelling.

    What cannot be found out within *budget_s*, for all of them together, is accepted: then the
    provider decides. Without any budget only what is known already counts.
    """

    async def api_name(kind: ModelKind, name: str) -> str:
        found = await catalogue.find(kind, name, budget_s)
        if isinstance(found, Unknown):
            return name
        if found is None:
            raise InvalidRequest(_OPTIONS[kind], name, _not_offered(kind))
        return found.api_name

    async def check(new: NewGeneration) -> NewGeneration:
        wanted = list(dict.fromkeys(_names(new.request)))
        if len(wanted) == 1:  # mostly: the model alone, which is worth no task of its own
            found = [await api_name(*wanted[0])]
        else:
            found = await _all_of(api_name(kind, name) for kind, name in wanted)
        names = dict(zip(wanted, found, strict=True))
        if all(key[1] == name for key, name in names.items()):
            return new
        return replace(new, request=_renamed(new.request, names))

    return check


async def _all_of(questions: Iterable[Awaitable[str]]) -> list[str]:
    """Return all answers, or raise the first error in order, once none is under way any more."""
    answers = []
    for answer in await asyncio.gather(*questions, return_exceptions=True):
        if isinstance(answer, BaseException):
            raise answer
        answers.append(answer)
    return answers


def _names(request: ImageRequest) -> Iterable[tuple[ModelKind, str]]:
    if request.upscale is not None:
        return  # nothing is painted
    yield ModelKind.MODEL, request.model
    for lora in request.loras:
        yield ModelKind.LORA, lora.name
    if request.vae is not None:
        yield ModelKind.VAE, request.vae


def _renamed(request: ImageRequest, names: dict[tuple[ModelKind, str], str]) -> ImageRequest:
    vae = request.vae
    return request.model_copy(
        update={
            "model": names[ModelKind.MODEL, request.model],
            "loras": tuple(
                lora.model_copy(update={"name": names[ModelKind.LORA, lora.name]})
                for lora in request.loras
            ),
            "vae": None if vae is None else names[ModelKind.VAE, vae],
        }
    )


def _not_offered(kind: ModelKind) -> str:
    return {
        ModelKind.LORA: _("the image service has no LoRA of that name; `/models` lists them"),
        ModelKind.VAE: _("the image service has no VAE of that name; `/models` lists them"),
    }.get(kind, _("the image service has no model of that name; `/models` lists them"))
