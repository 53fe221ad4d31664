"""V2's answers: HTTP 200 whatever happens, and a code that is 0 or says what went wrong."""

from datetime import datetime

from aiohttp import web

from bot.studio import v3_answers
from bot.studio.nsfw import detection_result
from bot.studio.refusals import Reason, Refused
from bot.studio.tasks import Status, Task

_CODES = {
    Reason.INTERNAL: -1,
    Reason.BAD_BODY: 1,
    Reason.MODEL_UNKNOWN: 2,
    Reason.TASK_UNKNOWN: 3,
    Reason.KEY_MISSING: 4,
    Reason.KEY_WRONG: 4,
    Reason.UNAVAILABLE: 5,
    Reason.OUT_OF_RANGE: 6,
    Reason.NO_BALANCE: 7,
    Reason.SAMPLER_UNKNOWN: 8,
    Reason.TIMED_OUT: 9,
    Reason.NOT_SUPPORTED: 10,
    Reason.PROMPT_REFUSED: 11,
    Reason.NO_IMAGE: 6,
    Reason.FILE_TOO_BIG: 6,
    Reason.TOO_MANY_PIXELS: 6,
    Reason.SIZES_DIFFER: 6,
}
_STATUSES = {
    Status.QUEUED: 0,
    Status.RUNNING: 1,
    Status.SUCCEEDED: 2,
    Status.FAILED: 3,
    Status.TIMED_OUT: 4,
}


def refusal(refused: Refused) -> web.Response:
    """Return V2's error. What the gateway in front decides keeps its HTTP status (429, 404)."""
    code = _CODES.get(refused.reason)
    if code is None:
        return v3_answers.refusal(refused)
    return web.json_response({"code": code, "msg": refused.message, "data": None})


def accepted(task: Task) -> web.Response:
    """Return the answer to a submit, with a warning about fields that change nothing here."""
    data = {"task_id": task.task_id}
    if task.request.effectless:
        data["warn"] = "accepted without effect: " + ", ".join(task.request.effectless)
    return web.json_response({"code": 0, "msg": "", "data": data})


def progress(task: Task, *, urls: list[str], previews: list[str], eta_s: float) -> web.Response:
    """Return what is known of *task*; *urls* lead to its images, *previews* to unfinished ones."""
    has_ended_well = task.status is Status.SUCCEEDED
    data: dict[str, object] = {
        "status": _STATUSES[task.status],
        "progress": round(task.fraction, 4),
        "eta_relative": round(eta_s, 2),
        "imgs": urls if has_ended_well else None,
        "info": "",
        "failed_reason": task.failed_reason,
        "current_images": previews or [""],
        "submit_time": _clock(task.submitted_at),
        "execution_time": _clock(task.started_at),
        "txt2img_time": _clock(task.finished_at if has_ended_well else None),
        "finish_time": _clock(task.finished_at),
        "enable_nsfw_detection": task.request.nsfw_level is not None,
        "nsfw_detection_result": _nsfw(task),
    }
    if task.started_at is not None and task.finished_at is not None:
        data["debug_info"] = {
            "submit_time_ms": _time_ms(task.submitted_at),
            "execution_time_ms": _time_ms(task.started_at),
            "txt2img_time_ms": _time_ms(task.finished_at),
            "finish_time_ms": _time_ms(task.finished_at),
        }
    return web.json_response({"code": 0, "msg": "", "data": data})


def _nsfw(task: Task) -> list[dict[str, object] | None] | None:
    """Return one entry an image, in their order, or None when nobody looked."""
    if task.request.nsfw_level is None or task.status is not Status.SUCCEEDED:
        return None
    return [detection_result(image.nsfw_confidence) for image in task.images]


def _clock(time: datetime | None) -> str:
    return "" if time is None else time.strftime("%Y-%m-%d %H:%M:%S")


def _time_ms(time: datetime) -> int:
    return int(time.timestamp() * 1000)
