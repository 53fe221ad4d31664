"""V3's flat error frame ``{code, reason, message, metadata}`` and plain HTTP statuses → errors."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from bot.errors import (
    EndpointGone,
    PromptRefused,
    ProviderAccount,
    ProviderBusy,
    ProviderError,
    ProviderUnavailable,
    RequestRefused,
    TaskLost,
)
from bot.providers.http import Answer
from bot.providers.lenient import Text, WireModel
from bot.providers.sentence import service_sentence
from bot.texts import gettext as _

_BY_REASON: Mapping[str, Callable[..., ProviderError]] = {
    "MISSING_API_KEY": ProviderAccount,
    "INVALID_API_KEY": ProviderAccount,
    "FAILED_TO_AUTH": ProviderAccount,
    "FEATURE_NOT_ALLOWED": ProviderAccount,
    "API_NOT_ALLOWED": ProviderAccount,
    "NEED_REAL_NAME_VERIFY": ProviderAccount,
    "ANONYMOUS_ACCESS_QUOTA_EXCEEDS": ProviderAccount,
    "ILLEGAL_PROMPT": PromptRefused,
    "ILLEGAL_IMAGE_CONTENT": PromptRefused,
    "RATE_LIMIT_EXCEEDED": ProviderBusy,
    "API_NOT_FOUND": EndpointGone,
    "TASK_NOT_FOUND": TaskLost,
    # Something went wrong on the service's side: the task may exist.
    "CREATE_TASK_FAILED": ProviderUnavailable,
    "GET_RESULT_FAILED": ProviderUnavailable,
    "TASK_FAILED": ProviderUnavailable,
}
_BUSY_STATUSES = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_ACCOUNT_STATUSES = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN}
)
_REQUEST_STATUSES = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)


class _Frame(WireModel):
    reason: Text = ""
    message: Text = ""


def refusal(answer: Answer) -> ProviderError:
    """Return what an answer without success means: by its reason, else by its HTTP status."""
    frame = _Frame.read(answer.body)
    said = service_sentence(f"{frame.reason} {frame.message}".strip())
    detail = f"HTTP {answer.status_code}: {said}" if said else f"HTTP {answer.status_code}"
    if frame.reason.startswith("BILLING_"):
        return _account_error(frame.reason, detail)
    named = _BY_REASON.get(frame.reason)
    if named is None:
        return _by_status(frame, answer, detail)
    error = named(detail=detail)
    error.retry_after_s = answer.retry_after_s
    return error


def _by_status(frame: _Frame, answer: Answer, detail: str) -> ProviderError:
    status = answer.status_code
    if status in _BUSY_STATUSES:
        return ProviderBusy(detail=detail, retry_after_s=answer.retry_after_s)
    if status in _ACCOUNT_STATUSES:
        return ProviderAccount(detail=detail)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return EndpointGone(detail=detail)
    if status in _REQUEST_STATUSES and (frame.reason or frame.message):
        return RequestRefused(
            service_sentence(frame.message) or _("it gave no reason"), detail=detail
        )
    return ProviderUnavailable(detail=detail, retry_after_s=answer.retry_after_s)


def _account_error(reason: str, detail: str) -> ProviderAccount:
    error = ProviderAccount(detail=detail)
    # A 500 that speaks of billing came after the request was looked at, so a task may exist.
    error.surely_not_taken = reason != "BILLING_FAILED"
    return error
