"""The protocol that every image service is reached through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.domain.request import ImageRequest


class Ability(StrEnum):
    """What not every image service can."""

    SOURCE = "image to image"  # paints over a source image, by strength
    MASK = "mask"  # paints over a part of it
    UPSCALE = "upscale"  # enlarges a finished image; else only a hires fix makes it anew, larger


class TaskStatus(StrEnum):
    """Where the service says a task is; what it says in words we do not know is PROCESSING."""

    QUEUED = "queued"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedTask:
    """The service's receipt."""

    task_id: str
    warning: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteImage:
    """A finished image that still lies with the service, behind a link that expires.

    An empty *url* is an image that the service lost; it keeps the place of the others.
    """

    url: str = field(repr=False)  # signed
    nsfw_confidence: float | None = None  # 0 to 100; None if not checked


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskState:
    """What one look at a task showed.

    ``fraction`` is 0 to 1 or None if unknown; ``eta_s`` seconds left or None; ``preview`` a link
    to, or the bytes of, a picture of the canvas; ``images`` the N results first, then extras.
    """

    status: TaskStatus
    fraction: float | None = None
    eta_s: float | None = None
    preview: bytes | str | None = field(default=None, repr=False)
    images: tuple[RemoteImage, ...] = ()
    reason: str = ""
    warning: str | None = None


class ModelKind(StrEnum):
    """What a catalogue entry is."""

    MODEL = "checkpoint"
    LORA = "lora"
    VAE = "vae"
    CONTROLNET = "controlnet"
    UPSCALER = "upscaler"
    EMBEDDING = "textualinversion"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """A model, LoRA or VAE that the service offers now."""

    api_name: str  # the string to send
    label: str
    kind: ModelKind
    base_model: str = ""
    tags: tuple[str, ...] = ()
    is_sdxl: bool = False


class Provider(Protocol):
    """One image service. Every method but ``check`` raises ``ProviderError`` and its kinds."""

    @property
    def name(self) -> str:
        """The row's name in the settings, stored with each generation."""
        ...

    @property
    def has_previews(self) -> bool:
        """Whether ``TaskState.preview`` can ever be there."""
        ...

    @property
    def abilities(self) -> frozenset[Ability]:
        """What it can of that which not every service can."""
        ...

    def check(self, request: ImageRequest) -> None:
        """Refuse what the service cannot do, before anything is spent.

        Raises:
            NotSupported: Names the option and what the service can.
            InvalidRequest: A value is out of this service's narrower range.
        """
        ...

    async def submit(self, request: ImageRequest, inputs: Mapping[str, bytes]) -> SubmittedTask:
        """Hand the request over once; *inputs* are image bytes by their SHA-256.

        Raises:
            ProviderError: ``surely_not_taken`` tells whether it may be submitted again.
        """
        ...

    async def fetch(self, task_id: str) -> TaskState:
        """Look at a task; may be repeated freely."""
        ...

    async def entries(
        self, kind: ModelKind, search: str = "", limit: int = 100
    ) -> Sequence[CatalogueEntry]:
        """List what is offered and available now, at most *limit* entries."""
        ...

    async def download(self, url: str) -> bytes:
        """Fetch a finished image or preview without handing our key to its host.

        Raises:
            BadImage: Too large, or not an image by its first bytes.
            ProviderError: The link does not answer.
        """
        ...

    async def balance_text(self) -> str:
        """Say in one line whether key and account work, for ``easel doctor``."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...
