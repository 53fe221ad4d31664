"""The wire format of V2, inward: replies as values, codes as errors (HTTP 200 either way)."""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Annotated

from pydantic import Field

from bot.errors import (
    EndpointGone,
    PromptRefused,
    ProviderAccount,
    ProviderError,
    ProviderUnavailable,
    RequestRefused,
    TaskLost,
)
from bot.providers.image_bytes import sniffed_type
from bot.providers.lenient import (
    AsObject,
    AsObjects,
    Number,
    Text,
    Texts,
    Truth,
    WholeNumber,
    WireModel,
)
from bot.providers.provider import RemoteImage, SubmittedTask, TaskState, TaskStatus
from bot.providers.sentence import service_sentence, speaks_of_policy
from bot.texts import gettext as _

PROGRESS_PATH = "/v2/progress"

_OK = 0
_STATUSES = {
    0: TaskStatus.QUEUED,
    1: TaskStatus.PROCESSING,
    2: TaskStatus.SUCCEEDED,
    3: TaskStatus.FAILED,
    4: TaskStatus.FAILED,
}
_TIMED_OUT = 4
_MAX_TASK_ID_LENGTH = 200
_MAX_PREVIEW_LENGTH = 4 * 1024 * 1024  # as base64; a picture of the canvas is far below


class _Data(WireModel):
    task_id: Text = ""
    warn: Text = ""


class _Nsfw(WireModel):
    valid: Truth = False
    confidence: Number = None


class _Progress(WireModel):
    status: WholeNumber = None
    progress: Number = None
    eta_relative: Number = None
    imgs: Texts = ()
    failed_reason: Text = ""
    current_images: Texts = ()
    nsfw_detection_result: Annotated[tuple[_Nsfw, ...], AsObjects] = ()
    warn: Text = ""


class _Reply(WireModel):
    code: WholeNumber = None
    msg: Text = ""
    data: Annotated[dict[str, object], AsObject] = Field(default_factory=dict)


def submitted_task(body: object) -> SubmittedTask:
    """Return the receipt.

    Raises:
        ProviderError: What the reply's code means, or that there is no receipt in it.
    """
    data = _Data.read(_data(body))
    if not 0 < len(data.task_id) <= _MAX_TASK_ID_LENGTH:
        raise ProviderUnavailable(detail="a receipt without a task id")
    return SubmittedTask(task_id=data.task_id, warning=service_sentence(data.warn) or None)


def task_state(body: object) -> TaskState:
    """Return what a look at a task showed; a status that nobody knows counts as processing.

    Raises:
        ProviderError: What the reply's code means, or that there is no state in it.
    """
    data = _data(body)
    if not data:
        raise ProviderUnavailable(detail="a progress reply without data")
    progress = _Progress.read(data)
    status = _STATUSES.get(-1 if progress.status is None else progress.status)
    if status is TaskStatus.SUCCEEDED:
        return _succeeded(progress)
    if status is TaskStatus.FAILED:
        return TaskState(status=status, reason=_failed_reason(progress))
    return TaskState(
        status=status or TaskStatus.PROCESSING,
        fraction=None if progress.progress is None else min(max(progress.progress, 0.0), 1.0),
        eta_s=progress.eta_relative if (progress.eta_relative or 0) > 0 else None,
        preview=_preview(progress.current_images),
        warning=service_sentence(progress.warn) or None,
    )


def _data(body: object) -> dict[str, object]:
    reply = _Reply.read(body)
    # Some servers leave out zeros; what they do send with data is then no error.
    is_ok = reply.code == _OK or (reply.code is None and bool(reply.data))
    if not is_ok:
        raise code_error(reply.code, reply.msg)
    return reply.data


def _succeeded(progress: _Progress) -> TaskState:
    if not any(progress.imgs):
        return TaskState(status=TaskStatus.FAILED, reason=_("it ended without an image"))
    checks = progress.nsfw_detection_result
    # An empty link keeps its place: seeds, and what is an extra, go by the index.
    images = tuple(
        RemoteImage(url=url, nsfw_confidence=_confidence(checks[index : index + 1]))
        for index, url in enumerate(progress.imgs)
    )
    return TaskState(
        status=TaskStatus.SUCCEEDED,
        fraction=1.0,
        images=images,
        warning=service_sentence(progress.warn) or None,
    )


def _confidence(checks: tuple[_Nsfw, ...]) -> float | None:
    # ``valid`` says that the check itself worked, not that the image is harmless.
    return checks[0].confidence if checks and checks[0].valid else None


def _failed_reason(progress: _Progress) -> str:
    if speaks_of_policy(progress.failed_reason):
        return _("its own content rules refused it")
    if progress.status == _TIMED_OUT and not progress.failed_reason:
        return _("it took too long")
    return service_sentence(progress.failed_reason)


def _preview(current_images: tuple[str, ...]) -> bytes | str | None:
    """Return the last picture of the canvas: a link, or base64 with or without ``data:``."""
    shown = next((each for each in reversed(current_images) if each), "")
    if len(shown) > _MAX_PREVIEW_LENGTH:
        return None
    if not shown or shown.startswith(("https://", "http://")):
        return shown or None
    try:
        data = base64.b64decode(shown.rpartition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if sniffed_type(data) else None


_CODES: Mapping[int, Callable[[str, str], ProviderError]] = {
    -1: lambda _said, detail: ProviderUnavailable(detail=detail),
    1: lambda said, detail: RequestRefused(said or _("it cannot read it"), detail=detail),
    2: lambda _said, detail: EndpointGone(detail=detail),
    3: lambda _said, detail: TaskLost(detail=detail),
    4: lambda _said, detail: ProviderAccount(detail=detail),
    5: lambda _said, detail: ProviderUnavailable(detail=detail),
    6: lambda said, detail: RequestRefused(said or _("a value is out of range"), detail=detail),
    7: lambda _said, detail: ProviderAccount(detail=detail),
    8: lambda said, detail: RequestRefused(said or _("the sampler is unknown"), detail=detail),
    9: lambda _said, detail: ProviderUnavailable(detail=detail),
    10: lambda said, detail: RequestRefused(said or _("it is not supported"), detail=detail),
    11: lambda _said, detail: PromptRefused(detail=detail),
}


def code_error(code: int | None, message: str) -> ProviderError:
    """Return what a code other than 0 means.

    A code that nobody knows is trouble, not a refusal: a refusal would promise that the service
    has no task of ours.
    """
    said = service_sentence(message)
    detail = f"code {code}: {said}" if said else f"code {code}"
    error = _CODES.get(code) if code is not None else None
    return error(said, detail) if error else ProviderUnavailable(detail=detail)
