"""What is to be done for one task: a job for each image and each preprocessor picture."""

from collections.abc import Sequence
from pathlib import Path

from bot.studio.messages import DetectJob, Job, PaintJob, UpscaleJob
from bot.studio.parameters import parameters_text, upscaled_text
from bot.studio.request import PaintRequest, TaskRequest, UpscaleRequest
from bot.studio.tasks import Task


def image_jobs(task: Task) -> Sequence[Job]:
    """Return the jobs for the results of *task*, in their order."""
    match task.request:
        case PaintRequest() as request:
            return [_paint_job(task, request, index) for index in range(request.images)]
        case UpscaleRequest() as request:
            return [_upscale_job(task, request)]
        case TaskRequest() as other:
            raise TypeError(type(other))


def detect_jobs(task: Task) -> list[DetectJob]:
    """Return the jobs for the preprocessor pictures, which come after all results."""
    request = task.request
    if not isinstance(request, PaintRequest) or not request.detect_maps:
        return []
    width_px, height_px = request.final_size_px
    return [
        DetectJob(
            module=unit.module,
            image=unit.picture.content,
            resize_mode=unit.resize_mode,
            width_px=width_px,
            height_px=height_px,
            path=_path(task, request.images + index),
            image_type=request.image_type,
        )
        for index, unit in enumerate(request.control)
    ]


def _paint_job(task: Task, request: PaintRequest, index: int) -> PaintJob:
    return PaintJob(
        prompt=request.painted_prompt,
        negative_prompt=request.negative_prompt,
        width_px=request.width_px,
        height_px=request.height_px,
        steps=request.steps,
        guidance_scale=request.guidance_scale,
        sampler=request.sampler,
        seed=request.seed_of(index),
        hires=request.hires,
        source=request.source,
        path=_path(task, index),
        image_type=request.image_type,
        parameters=parameters_text(request, index),
        previews=request.previews,
    )


def _upscale_job(task: Task, request: UpscaleRequest) -> UpscaleJob:
    return UpscaleJob(
        image=request.picture.content,
        crops=request.crops,
        width_px=request.width_px,
        height_px=request.height_px,
        path=_path(task, 0),
        image_type=request.image_type,
        parameters=upscaled_text(request),
    )


def _path(task: Task, index: int) -> Path:
    return task.folder / f"{task.task_id}-{index}.{task.request.image_type}"
