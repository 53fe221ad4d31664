"""The wire format of V3, inward: replies as values; errors come as HTTP statuses."""

from typing import Annotated

from bot.errors import ProviderUnavailable
from bot.providers import v2_wire
from bot.providers.lenient import AsObject, AsObjects, Number, Text, Truth, WireModel
from bot.providers.provider import RemoteImage, SubmittedTask, TaskState, TaskStatus
from bot.providers.sentence import service_sentence, speaks_of_policy
from bot.texts import gettext as _

RESULT_PATH = "/v3/async/task-result"

_STATUSES = {
    "TASK_STATUS_QUEUED": TaskStatus.QUEUED,
    "TASK_STATUS_PROCESSING": TaskStatus.PROCESSING,
    "TASK_STATUS_SUCCEED": TaskStatus.SUCCEEDED,
    "TASK_STATUS_FAILED": TaskStatus.FAILED,
}
_MAX_TASK_ID_LENGTH = 200


class _Receipt(WireModel):
    task_id: Text = ""


class _Nsfw(WireModel):
    valid: Truth = False
    confidence: Number = None


class _Image(WireModel):
    image_url: Text = ""
    nsfw_detection_result: Annotated[_Nsfw, AsObject] = _Nsfw()


class _Task(WireModel):
    status: Text = ""
    reason: Text = ""
    eta: Number = None
    progress_percent: Number = None


class _Result(WireModel):
    task: Annotated[_Task, AsObject] = _Task()
    images: Annotated[tuple[_Image, ...], AsObjects] = ()


def submitted_task(body: object) -> SubmittedTask:
    """Return the receipt: ``{task_id}``, or V2's envelope, which some samples show.

    Raises:
        ProviderError: The envelope holds a code other than 0, or there is no task id.
    """
    task_id = _Receipt.read(body).task_id
    if not task_id:
        return v2_wire.submitted_task(body)
    if len(task_id) > _MAX_TASK_ID_LENGTH:
        raise ProviderUnavailable(detail="a receipt with an endless task id")
    return SubmittedTask(task_id=task_id)


def task_state(body: object) -> TaskState:
    """Return what a look at a task showed; a status that nobody knows counts as processing.

    Raises:
        ProviderUnavailable: There is no status in the reply.
    """
    result = _Result.read(body)
    task = result.task
    if not task.status:
        raise ProviderUnavailable(detail="a task result without a status")
    status = _STATUSES.get(task.status, TaskStatus.PROCESSING)
    if status is TaskStatus.SUCCEEDED:
        return _succeeded(result.images)
    if status is TaskStatus.FAILED:
        return TaskState(status=status, reason=_failed_reason(task.reason))
    # 0 is what the service sends where it does not count at all.
    percent = task.progress_percent or 0
    return TaskState(
        status=status,
        fraction=min(percent / 100, 1.0) if percent > 0 else None,
        eta_s=task.eta if (task.eta or 0) > 0 else None,
    )


def _succeeded(images: tuple[_Image, ...]) -> TaskState:
    if not any(image.image_url for image in images):
        return TaskState(status=TaskStatus.FAILED, reason=_("it ended without an image"))
    # An empty link keeps its place: seeds go by the index.
    found = tuple(
        RemoteImage(url=image.image_url, nsfw_confidence=_confidence(image.nsfw_detection_result))
        for image in images
    )
    return TaskState(status=TaskStatus.SUCCEEDED, fraction=1.0, images=found)


def _confidence(check: _Nsfw) -> float | None:
    # ``valid`` says that the check itself worked, not that the image is harmless.
    return check.confidence if check.valid else None


def _failed_reason(reason: str) -> str:
    if speaks_of_policy(reason):
        return _("its own content rules refused it")
    return service_sentence(reason)
