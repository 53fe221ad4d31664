"""V3's answers: real HTTP statuses, a flat error body, and numbers as strings."""

import json
from datetime import datetime

from aiohttp import web

from bot.studio.nsfw import detection_result
from bot.studio.refusals import Reason, Refused
from bot.studio.tasks import Status, StoredImage, Task

_REFUSALS = {
    Reason.INTERNAL: (500, "CREATE_TASK_FAILED"),
    Reason.BAD_BODY: (400, "INVALID_REQUEST_BODY"),
    Reason.OUT_OF_RANGE: (400, "VALIDATOR"),
    Reason.MODEL_UNKNOWN: (400, "INVALID_REQUEST_BODY"),
    Reason.SAMPLER_UNKNOWN: (400, "INVALID_REQUEST_BODY"),
    Reason.TASK_UNKNOWN: (404, "TASK_NOT_FOUND"),
    Reason.KEY_MISSING: (400, "MISSING_API_KEY"),
    Reason.KEY_WRONG: (403, "INVALID_API_KEY"),
    Reason.NO_BALANCE: (400, "BILLING_BALANCE_NOT_ENOUGH"),
    Reason.UNAVAILABLE: (500, "CREATE_TASK_FAILED"),
    Reason.TIMED_OUT: (500, "TASK_FAILED"),
    Reason.NOT_SUPPORTED: (403, "FEATURE_NOT_ALLOWED"),
    Reason.PROMPT_REFUSED: (400, "ILLEGAL_PROMPT"),
    Reason.TOO_MANY: (429, "RATE_LIMIT_EXCEEDED"),
    Reason.ENDPOINT_GONE: (404, "API_NOT_FOUND"),
    Reason.NO_IMAGE: (400, "INVALID_IMAGE_FORMAT"),
    Reason.FILE_TOO_BIG: (400, "IMAGE_FILE_EXCEEDS_MAX_SIZE"),
    Reason.TOO_MANY_PIXELS: (400, "IMAGE_EXCEEDS_MAX_RESOLUTION"),
    Reason.SIZES_DIFFER: (400, "INVALID_IMAGE_SIZE"),
}
_STATUSES = {
    Status.QUEUED: "TASK_STATUS_QUEUED",
    Status.RUNNING: "TASK_STATUS_PROCESSING",
    Status.SUCCEEDED: "TASK_STATUS_SUCCEED",
    Status.FAILED: "TASK_STATUS_FAILED",
    Status.TIMED_OUT: "TASK_STATUS_FAILED",
}


def refusal(refused: Refused) -> web.Response:
    """Return V3's error body with its HTTP status."""
    status, reason = _REFUSALS[refused.reason]
    body = {"code": status, "reason": reason, "message": refused.message, "metadata": {}}
    return web.json_response(body, status=status)


def accepted(task: Task) -> web.Response:
    """Return the answer to a submit."""
    return web.json_response({"task_id": task.task_id})


def task_result(task: Task, urls: list[str]) -> web.Response:
    """Return what is known of *task*; *urls* are the links to its images."""
    answer = {
        # Always there, even while the task waits: clients look inside without asking.
        "extra": _extra(task),
        "task": {
            "task_id": task.task_id,
            "task_type": task.request.task_type,
            "status": _STATUSES[task.status],
            "reason": task.failed_reason,
            "eta": 0,
            "progress_percent": 0 if task.is_final else int(task.fraction * 100),
        },
        "images": [_image(task, *pair) for pair in zip(task.images, urls, strict=True)],
        "videos": [],
        "audios": [],
    }
    return web.json_response(answer)


def _extra(task: Task) -> dict[str, object]:
    extra: dict[str, object] = {
        "seed": str(task.request.seed),
        "enable_nsfw_detection": task.request.nsfw_level is not None,
    }
    # Absent until all of it is known: a client fails on an empty number.
    if task.started_at is not None and task.finished_at is not None:
        extra["debug_info"] = {
            "request_info": _request_info(task),
            "submit_time_ms": _time_ms(task.submitted_at),
            "execute_time_ms": _time_ms(task.started_at),
            "complete_time_ms": _time_ms(task.finished_at),
        }
    return extra


def _request_info(task: Task) -> str:
    request = task.request
    return json.dumps(
        {
            "model_name": request.model,
            "width": request.width_px,
            "height": request.height_px,
            "image_num": request.images,
            "steps": request.steps,
        }
    )


def _image(task: Task, image: StoredImage, url: str) -> dict[str, object]:
    return {
        "image_url": url,
        "image_url_ttl": str(task.request.link_ttl_s),
        "image_type": image.image_type,
        "nsfw_detection_result": detection_result(image.nsfw_confidence),
    }


def _time_ms(time: datetime) -> str:
    return str(int(time.timestamp() * 1000))
