"""Handing a request over: the receipt, and what each failure means for paying twice."""

from typing import Any

import httpx
import pytest

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
from bot.settings import ProviderKind
from tests.unit.providers.fake_novita import (
    FakeNovita,
    a_request,
    coded,
    flat,
    provider_of,
    reply,
)

V2 = ProviderKind.NOVITA_V2
V3 = ProviderKind.NOVITA_V3


async def failure(kind: ProviderKind, *faults: httpx.Response | Exception) -> ProviderError:
    """Submit once against a service that answers with *faults*, and return what it came to."""
    service = FakeNovita(faults=list(faults))
    with pytest.raises(ProviderError) as failed:
        await provider_of(service, kind).submit(a_request(), {})
    assert len(service.requests) == len(faults)
    return failed.value


@pytest.mark.parametrize("kind", [V2, V3])
@pytest.mark.parametrize(
    "receipt",
    [{"code": 0, "msg": "", "data": {"task_id": "t-9"}}, {"data": {"task_id": "t-9"}}],
)
async def test_the_envelope_of_v2_is_a_receipt(kind: ProviderKind, receipt: Any) -> None:
    task = await provider_of(FakeNovita(receipt=receipt), kind).submit(a_request(), {})

    assert (task.task_id, task.warning) == ("t-9", None)


async def test_the_flat_form_of_v3_is_a_receipt() -> None:
    task = await provider_of(FakeNovita(receipt={"task_id": 12}), V3).submit(a_request(), {})

    assert task.task_id == "12"


async def test_what_v2_warns_of_comes_with_the_receipt() -> None:
    receipt = {"code": "0", "data": {"task_id": "t", "warn": "lora skipped,\nsee https://x.y/z"}}

    task = await provider_of(FakeNovita(receipt=receipt), V2).submit(a_request(), {})

    assert task.warning == "lora skipped, see …"


@pytest.mark.parametrize(
    ("code", "error", "surely_not_taken"),
    [
        (-1, ProviderUnavailable, False),
        (1, RequestRefused, True),
        (2, EndpointGone, True),
        (3, TaskLost, False),
        (4, ProviderAccount, True),
        (5, ProviderUnavailable, False),
        (6, RequestRefused, True),
        (7, ProviderAccount, True),
        (8, RequestRefused, True),
        (9, ProviderUnavailable, False),
        (10, RequestRefused, True),
        (11, PromptRefused, True),
        (12, ProviderUnavailable, False),
        (100, ProviderUnavailable, False),
        (-10, ProviderUnavailable, False),
    ],
)
async def test_each_code_of_v2_has_its_error(
    code: int,
    error: type[ProviderError],
    surely_not_taken: bool,  # noqa: FBT001 - a table's column
) -> None:
    failed = await failure(V2, coded(code, "steps out of range"))

    assert type(failed) is error
    assert failed.surely_not_taken is surely_not_taken
    assert failed.detail == f"code {code}: steps out of range"
    assert ("steps out of range" in str(failed)) is (error is RequestRefused)


@pytest.mark.parametrize("code", [1, 6, 8, 10])
async def test_a_refusal_without_a_message_still_says_something(code: int) -> None:
    failed = await failure(V2, coded(code))

    assert not str(failed).endswith(": ")


@pytest.mark.parametrize(
    ("status", "reason", "error", "surely_not_taken"),
    [
        (400, "VALIDATOR", RequestRefused, True),
        (400, "INVALID_REQUEST_BODY", RequestRefused, True),
        (400, "IMAGE_FILE_EXCEEDS_MAX_SIZE", RequestRefused, True),
        (422, "SOMETHING_NEW", RequestRefused, True),
        (400, "ILLEGAL_PROMPT", PromptRefused, True),
        (400, "ILLEGAL_IMAGE_CONTENT", PromptRefused, True),
        (400, "BILLING_BALANCE_NOT_ENOUGH", ProviderAccount, True),
        (403, "BILLING_BALANCE_NOT_ENOUGH", ProviderAccount, True),
        (403, "BILLING_AUTH_FAILED", ProviderAccount, True),
        (500, "BILLING_FAILED", ProviderAccount, False),
        (400, "MISSING_API_KEY", ProviderAccount, True),
        (401, "FAILED_TO_AUTH", ProviderAccount, True),
        (403, "INVALID_API_KEY", ProviderAccount, True),
        (403, "FEATURE_NOT_ALLOWED", ProviderAccount, True),
        (403, "API_NOT_ALLOWED", ProviderAccount, True),
        (403, "NEED_REAL_NAME_VERIFY", ProviderAccount, True),
        (404, "API_NOT_FOUND", EndpointGone, True),
        (429, "RATE_LIMIT_EXCEEDED", ProviderBusy, True),
        (500, "CREATE_TASK_FAILED", ProviderUnavailable, False),
        (500, "TASK_FAILED", ProviderUnavailable, False),
        (418, "SOMETHING_NEW", ProviderUnavailable, False),
    ],
)
@pytest.mark.parametrize("kind", [V2, V3])
async def test_each_reason_of_v3_has_its_error(
    kind: ProviderKind,
    status: int,
    reason: str,
    error: type[ProviderError],
    surely_not_taken: bool,  # noqa: FBT001 - a table's column
) -> None:
    failed = await failure(kind, flat(status, reason, "value is wrong"))

    assert type(failed) is error
    assert failed.surely_not_taken is surely_not_taken
    assert failed.detail == f"HTTP {status}: {reason} value is wrong"


HTML = "<html><h1>Bad Gateway</h1></html>"


@pytest.mark.parametrize(
    ("response", "error", "surely_not_taken"),
    [
        (httpx.Response(401), ProviderAccount, True),
        (httpx.Response(402), ProviderAccount, True),
        (httpx.Response(403, html=HTML), ProviderAccount, True),
        (httpx.Response(404), EndpointGone, True),
        (httpx.Response(404, html=HTML), EndpointGone, True),
        (httpx.Response(410), EndpointGone, True),
        (httpx.Response(429), ProviderBusy, True),
        (httpx.Response(503, html=HTML), ProviderBusy, True),
        (httpx.Response(400, html=HTML), ProviderUnavailable, False),
        (httpx.Response(500), ProviderUnavailable, False),
        (httpx.Response(502, html=HTML), ProviderUnavailable, False),
        (httpx.Response(504), ProviderUnavailable, False),
        (
            httpx.Response(302, headers={"Location": "https://e.example"}),
            ProviderUnavailable,
            False,
        ),
        (httpx.Response(200, html=HTML), ProviderUnavailable, False),
        (httpx.Response(200), ProviderUnavailable, False),
        (httpx.Response(200, content=b'{"task_id": "t'), ProviderUnavailable, False),
        (httpx.Response(200, content=b"[" * 100_000), ProviderUnavailable, False),
        (httpx.Response(200, content=b" " * (17 * 1024 * 1024)), ProviderUnavailable, False),
        (reply([]), ProviderUnavailable, False),
        (reply({}), ProviderUnavailable, False),
        (reply({"task_id": ""}), ProviderUnavailable, False),
        (reply({"task_id": "x" * 201}), ProviderUnavailable, False),
    ],
)
@pytest.mark.parametrize("kind", [V2, V3])
async def test_each_http_status_and_nonsense_has_its_error(
    kind: ProviderKind,
    response: httpx.Response,
    error: type[ProviderError],
    surely_not_taken: bool,  # noqa: FBT001 - a table's column
) -> None:
    failed = await failure(kind, response)

    assert (type(failed), failed.surely_not_taken) == (error, surely_not_taken)


@pytest.mark.parametrize(
    "fault",
    [
        httpx.ReadTimeout("slow"),
        httpx.WriteTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.WriteError("reset"),
        httpx.RemoteProtocolError("closed without an answer"),
    ],
)
async def test_what_may_have_arrived_is_not_sent_again(fault: Exception) -> None:
    failed = await failure(V2, fault)

    assert isinstance(failed, ProviderUnavailable)
    assert not failed.surely_not_taken
    assert failed.detail == f"POST /v2/txt2img: {type(fault).__name__}"


@pytest.mark.parametrize(
    "fault", [httpx.ConnectError("refused"), httpx.ConnectTimeout("t"), httpx.PoolTimeout("t")]
)
async def test_what_never_left_is_tried_three_times(fault: Exception) -> None:
    failed = await failure(V2, fault, fault, fault)

    assert isinstance(failed, ProviderUnavailable)
    assert failed.surely_not_taken


async def test_a_connection_that_comes_about_later_is_enough() -> None:
    service = FakeNovita(faults=[httpx.ConnectError("refused")])

    task = await provider_of(service, V3).submit(a_request(), {})

    assert (task.task_id, len(service.requests)) == ("task-1", 2)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("1.5", 1.5),
        ("-3", 0.0),
        ("1e9", 3_600.0),
        ("Sun, 01 Mar 2026 12:00:40 GMT", 40.0),
        ("Sun, 01 Mar 2026 12:00:40 -0000", 40.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("Mon, 02 Mar 2037 12:00:00 GMT", 3_600.0),
        ("soon", None),
        ("", None),
        ("nan", None),
    ],
)
async def test_a_pause_is_read_as_seconds_or_date_and_capped(
    status: int, header: str, seconds: float | None
) -> None:
    failed = await failure(V3, httpx.Response(status, headers={"Retry-After": header}))

    assert isinstance(failed, ProviderBusy)
    assert failed.retry_after_s == seconds
