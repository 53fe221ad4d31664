"""What the studio and a painting process say to each other, and how it crosses the pipe.

The studio sends one ``Job``; the process answers with any number of ``Step`` and then one
``Done`` or ``Failed``. A process says ``Ready`` once, when it can paint without delay.
"""

import asyncio
import pickle
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from bot.studio.request import HiresTarget
from bot.studio.sources import Source

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintJob:
    """Paint one image and write it to *path*, encoded as *image_type*."""

    prompt: str
    negative_prompt: str
    width_px: int
    height_px: int
    steps: int
    guidance_scale: float
    sampler: str
    seed: int
    hires: HiresTarget | None
    source: Source | None
    path: Path
    image_type: str
    parameters: str
    previews: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectJob:
    """Write what a ControlNet preprocessor sees in *image* to *path*."""

    module: str
    image: bytes = field(repr=False)
    resize_mode: int
    width_px: int
    height_px: int
    path: Path
    image_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpscaleJob:
    """Write *image* to *path* at another size, cropped or stretched to it."""

    image: bytes = field(repr=False)
    crops: bool
    width_px: int
    height_px: int
    path: Path
    image_type: str
    parameters: str


Job = PaintJob | DetectJob | UpscaleJob


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The process has loaded everything; *model* is the painter's name."""

    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """*step* of *steps* is done; *preview* is a small WebP, or empty when none is due."""

    step: int
    steps: int
    preview: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The file is written."""

    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The job cannot be done; the process lives on.

    Attributes:
        reason: What a client may be told.
        cause: What the studio's log may be told: an errno's text, or where a bug is.
    """

    reason: str
    cause: str


Answer = Ready | Step | Done | Failed


def pack(message: Job | Answer) -> bytes:
    """Return *message* as it crosses the pipe: length, then content."""
    content = pickle.dumps(message)
    return _LENGTH.pack(len(content)) + content


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    """Return the next answer of a painting process.

    Raises:
        asyncio.IncompleteReadError: The process is gone.
    """
    (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
    answer: Answer = pickle.loads(await reader.readexactly(length))  # noqa: S301 - our own child
    return answer


def read_job(stream: BinaryIO) -> Job | None:
    """Return the next job, or None when the studio is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    if len(content) < length:
        return None
    job: Job = pickle.loads(content)  # noqa: S301 - our own parent
    return job
