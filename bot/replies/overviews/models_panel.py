"""What `/models` shows: what the image service offers now."""

from collections.abc import Sequence

from bot.providers.provider import CatalogueEntry, ModelKind
from bot.replies.parts.panels import Panel, listed
from bot.replies.parts.words import code, safe
from bot.texts import gettext as _
from bot.texts import shorten


def models_panel(
    entries: Sequence[CatalogueEntry], kind: ModelKind, search: str, provider: str
) -> Panel:
    """List *entries* with the name to type, the label, the base model and a few tags."""
    title = _("{kind} at {provider}").format(kind=kind_name(kind), provider=safe(provider))
    if search:
        title += " · " + _("search: {text}").format(text=safe(shorten(search, 60)))
    empty = _("Nothing found, or the image service does not answer right now. Try another word.")
    hint = _("Type the name in /imagine; it is offered there as you type.")
    return Panel(title, [listed(map(_line, entries), empty, 3_000), f"-# {hint}"])


def kind_name(kind: ModelKind) -> str:
    """Return what a person calls a list of *kind*."""
    return {
        ModelKind.MODEL: _("Models"),
        ModelKind.LORA: _("LoRAs"),
        ModelKind.VAE: _("VAEs"),
        ModelKind.CONTROLNET: _("ControlNets"),
        ModelKind.UPSCALER: _("Upscalers"),
        ModelKind.EMBEDDING: _("Embeddings"),
    }[kind]


def _line(entry: CatalogueEntry) -> str:
    parts = [code(entry.api_name, 100)]
    if entry.label and entry.label != entry.api_name:
        parts.append(safe(shorten(entry.label, 60)))
    if entry.base_model:
        parts.append(f"*{safe(shorten(entry.base_model, 30))}*")
    if entry.tags:
        parts.append(safe(shorten(", ".join(entry.tags[:4]), 60)))
    return " · ".join(parts)
