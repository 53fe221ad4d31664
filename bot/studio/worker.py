"""The painting process: ``python -m bot.studio.worker PAINTER``, one job at a time.

PAINTER is a module with the names of ``Painter``. Jobs come through
standard input. When that closes, the studio is gone, however it went, and so goes this process:
a signal could be missed by a parent that crashed, an end of file cannot.
"""

import importlib
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from queue import SimpleQueue
from typing import BinaryIO, Protocol

from PIL import Image

from bot.studio.detect import detect
from bot.studio.encode import preview_bytes, write_image
from bot.studio.messages import (
    Answer,
    DetectJob,
    Done,
    Failed,
    Job,
    PaintJob,
    Ready,
    Step,
    UpscaleJob,
    pack,
    read_job,
)
from bot.studio.pictures import opened
from bot.studio.sources import Source

_PREVIEW_INTERVAL_S = 0.3
_NICENESS = 5

OnStep = Callable[[int, int, Callable[[], Image.Image]], None]


class Painter(Protocol):
    """The module that paints."""

    MODEL_NAME: str
    Painting: Callable[..., object]
    Hires: Callable[..., object]
    Source: Callable[..., object]
    Mask: Callable[..., object]
    paint: Callable[[object, OnStep | None], Image.Image]
    enlarged: Callable[..., Image.Image]


class Worker:
    """Does jobs with one painter and tells *send* about them."""

    def __init__(self, painter: Painter, send: Callable[[Answer], None]) -> None:
        self._painter = painter
        self._send = send
        self._next_preview_s = 0.0

    def run(self, job: Job) -> None:
        """Do *job*; whatever goes wrong is an answer, not the end of the process."""
        try:
            image = self._image(job)
            parameters = "" if isinstance(job, DetectJob) else job.parameters
            size_bytes = write_image(image, job.path, job.image_type, parameters)
        except OSError as error:
            self._fail("the image could not be stored", cause=error.strerror or "")
        except Exception as error:  # noqa: BLE001 - the process outlives a job that goes wrong
            # Without the error's own text, which may repeat a prompt.
            cause = "".join(traceback.format_tb(error.__traceback__))
            self._fail(f"the painter failed ({type(error).__name__})", cause=cause)
        else:
            self._send(Done(size_bytes=size_bytes))

    def _fail(self, reason: str, *, cause: str) -> None:
        self._send(Failed(reason=reason, cause=cause))

    def warm_up(self) -> None:
        """Paint something tiny, so that the first real job need not load fonts and words."""
        self._painter.paint(self._painter.Painting(**_WARM_UP, hires=None), None)

    def _image(self, job: Job) -> Image.Image:
        match job:
            case PaintJob():
                return self._paint(job)
            case UpscaleJob():
                return self._enlarged(job)
            case DetectJob():
                return detect(job)

    def _enlarged(self, job: UpscaleJob) -> Image.Image:
        size_px = (job.width_px, job.height_px)
        image = self._painter.enlarged(opened(job.image), *size_px, crops=job.crops)
        return _exactly(image, size_px)

    def _paint(self, job: PaintJob) -> Image.Image:
        hires = job.hires and self._painter.Hires(
            width_px=job.hires.width_px,
            height_px=job.hires.height_px,
            strength=job.hires.strength,
        )
        painting = self._painter.Painting(
            prompt=job.prompt,
            negative_prompt=job.negative_prompt,
            width_px=job.width_px,
            height_px=job.height_px,
            steps=job.steps,
            guidance_scale=job.guidance_scale,
            sampler=job.sampler,
            seed=job.seed,
            hires=hires,
            source=job.source and self._source(job.source),
        )
        self._next_preview_s = 0.0

        def on_step(step: int, steps: int, preview: Callable[[], Image.Image]) -> None:
            self._send(Step(step=step, steps=steps, preview=self._preview(job, preview)))

        image = self._painter.paint(painting, on_step)
        wanted = (job.hires.width_px, job.hires.height_px) if job.hires else None
        return _exactly(image, wanted or (job.width_px, job.height_px))

    def _source(self, source: Source) -> object:
        mask = source.mask and self._painter.Mask(
            image=opened(source.mask.picture.content),
            blur_px=source.mask.blur_px,
            is_inverted=source.mask.is_inverted,
            fill=source.mask.fill,
            padding_px=source.mask.padding_px,
        )
        return self._painter.Source(
            image=opened(source.picture.content),
            strength=source.strength,
            resize_mode=source.resize_mode,
            mask=mask,
        )

    def _preview(self, job: PaintJob, preview: Callable[[], Image.Image]) -> bytes:
        """Return a preview if one is asked for and the last one is old enough."""
        now_s = time.monotonic()
        if not job.previews or now_s < self._next_preview_s:
            return b""
        self._next_preview_s = now_s + _PREVIEW_INTERVAL_S
        return preview_bytes(preview())


_WARM_UP: dict[str, object] = {
    "prompt": "a tree",
    "negative_prompt": "",
    "width_px": 64,
    "height_px": 64,
    "steps": 1,
    "guidance_scale": 7.0,
    "sampler": "Euler a",
    "seed": 1,
}


def _exactly(image: Image.Image, size_px: tuple[int, int]) -> Image.Image:
    """Return *image* at *size_px*: clients pay for exact sizes, whatever a painter does."""
    return image if image.size == size_px else image.resize(size_px, Image.Resampling.LANCZOS)


def _own_stdout() -> BinaryIO:
    """Return standard output for answers alone; what others print goes to standard error."""
    stream = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return stream


def _feed(jobs: "SimpleQueue[Job]") -> None:
    while (job := read_job(sys.stdin.buffer)) is not None:
        jobs.put(job)
    os._exit(0)  # a painting may be under way, and nobody wants it any more


def main(painter_name: str) -> None:
    """Paint until the studio is gone."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # they may reach all processes; the studio decides
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # the event loop that answers people goes first
    answers = _own_stdout()

    def send(answer: Answer) -> None:
        answers.write(pack(answer))
        answers.flush()

    jobs: SimpleQueue[Job] = SimpleQueue()
    threading.Thread(target=_feed, args=(jobs,), daemon=True).start()
    painter: Painter = importlib.import_module(painter_name)
    worker = Worker(painter, send)
    worker.warm_up()
    send(Ready(model=painter.MODEL_NAME))
    while True:
        worker.run(jobs.get())


if __name__ == "__main__":
    main(sys.argv[1])
