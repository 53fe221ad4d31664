"""What is to be done for one task: a job for each image and each preprocessor picture."""

from pathlib import Path

from bot.studio.messages import DetectJob, PaintJob
from bot.studio.parameters import parameters_text
from bot.studio.tasks import Task


def paint_jobs(task: Task) -> list[PaintJob]:
    """Return the jobs for the results of *task*, in their order."""
    request = task.request
    return [
        PaintJob(
            prompt=request.painted_prompt,
            negative_prompt=request.negative_prompt,
            width_px=request.width_px,
            height_px=request.height_px,
            steps=request.steps,
            guidance_scale=request.guidance_scale,
            sampler=request.sampler,
            seed=request.seed_of(index),
            hires=request.hires,
            path=_path(task, index),
            image_type=request.image_type,
            parameters=parameters_text(request, index),
            previews=request.previews,
        )
        for index in range(request.images)
    ]


def detect_jobs(task: Task) -> list[DetectJob]:
    """Return the jobs for the preprocessor pictures, which come after all results."""
    request = task.request
    if not request.detect_maps:
        return []
    width_px, height_px = request.final_size_px
    return [
        DetectJob(
            module=unit.module,
            image=unit.image,
            resize_mode=unit.resize_mode,
            width_px=width_px,
            height_px=height_px,
            path=_path(task, request.images + index),
            image_type=request.image_type,
        )
        for index, unit in enumerate(request.control)
    ]


def _path(task: Task, index: int) -> Path:
    return task.folder / f"{task.task_id}-{index}.{task.request.image_type}"
