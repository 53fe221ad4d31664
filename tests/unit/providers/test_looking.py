"""Looking at a task: what both services say, and what it means."""

import base64
from typing import Any

import httpx
import pytest

from bot.errors import EndpointGone, ProviderAccount, ProviderBusy, ProviderUnavailable, TaskLost
from bot.providers.provider import RemoteImage, TaskState, TaskStatus
from bot.settings import ProviderKind
from tests.unit.providers.fake_novita import FakeNovita, coded, flat, picture, provider_of

V2 = ProviderKind.NOVITA_V2
V3 = ProviderKind.NOVITA_V3
PREVIEW = picture("WEBP")
PREVIEW_BASE64 = base64.b64encode(PREVIEW).decode()


async def look(kind: ProviderKind, task: Any) -> TaskState:
    service = FakeNovita(task=task)
    state = await provider_of(service, kind).fetch("task 1&x")
    assert service.requests[-1].url.params["task_id"] == "task 1&x"
    return state


def v3_task(status: str, images: Any = (), **task: Any) -> dict[str, Any]:
    return {"task": {"task_id": "t", "status": status, **task}, "images": images, "videos": []}


@pytest.mark.parametrize(
    ("data", "state"),
    [
        ({"status": 0}, TaskState(status=TaskStatus.QUEUED)),
        (
            {"status": 1, "progress": 0.42, "eta_relative": 3.1, "current_images": [""]},
            TaskState(status=TaskStatus.PROCESSING, fraction=0.42, eta_s=3.1),
        ),
        (
            {"status": "1", "progress": "0.42", "eta_relative": "3.1", "current_images": None},
            TaskState(status=TaskStatus.PROCESSING, fraction=0.42, eta_s=3.1),
        ),
        (
            {"status": 1, "progress": 7, "eta_relative": -1},
            TaskState(status=TaskStatus.PROCESSING, fraction=1.0),
        ),
        ({"status": 17}, TaskState(status=TaskStatus.PROCESSING)),
        ({"progress": 0.1}, TaskState(status=TaskStatus.PROCESSING, fraction=0.1)),
        (
            {"status": 3, "failed_reason": "out of memory"},
            TaskState(status=TaskStatus.FAILED, reason="out of memory"),
        ),
        (
            {"status": 3, "failed_reason": "NSFW content detected"},
            TaskState(status=TaskStatus.FAILED, reason="its own content rules refused it"),
        ),
        (
            {"status": 3, "failed_reason": "CUDA error: an illegal memory access"},
            TaskState(status=TaskStatus.FAILED, reason="CUDA error: an illegal memory access"),
        ),
        ({"status": 4}, TaskState(status=TaskStatus.FAILED, reason="it took too long")),
        (
            {"status": 2, "imgs": None},
            TaskState(status=TaskStatus.FAILED, reason="it ended without an image"),
        ),
    ],
)
async def test_v2_states_are_read(data: dict[str, Any], state: TaskState) -> None:
    assert await look(V2, data) == state


async def test_v2_images_keep_their_order_and_their_own_nsfw_result() -> None:
    state = await look(
        V2,
        {
            "status": 2,
            "progress": 0,
            "imgs": ["https://i.example/0", "https://i.example/1", "https://i.example/2"],
            "nsfw_detection_result": [
                {"valid": True, "confidence": 3.5},
                {"valid": False, "confidence": 99},
            ],
        },
    )

    assert state.fraction == 1.0
    assert state.images == (
        RemoteImage(url="https://i.example/0", nsfw_confidence=3.5),
        RemoteImage(url="https://i.example/1"),
        RemoteImage(url="https://i.example/2"),
    )


@pytest.mark.parametrize(
    ("kind", "task"),
    [
        (V2, {"status": 2, "imgs": [None, "https://i.example/1"]}),
        (V3, v3_task("TASK_STATUS_SUCCEED", images=[None, {"image_url": "https://i.example/1"}])),
    ],
)
async def test_an_image_that_is_missing_does_not_move_the_others(
    kind: ProviderKind, task: dict[str, Any]
) -> None:
    state = await look(kind, task)

    assert state.images == (RemoteImage(url=""), RemoteImage(url="https://i.example/1"))


@pytest.mark.parametrize(
    ("current_images", "preview"),
    [
        ([""], None),
        ([], None),
        ("", None),
        (["https://i.example/p"], "https://i.example/p"),
        ("https://i.example/p", "https://i.example/p"),
        ([PREVIEW_BASE64], PREVIEW),
        ([f"data:image/webp;base64,{PREVIEW_BASE64}"], PREVIEW),
        (["", PREVIEW_BASE64], PREVIEW),
        (["not base64!"], None),
        ([base64.b64encode(b"<html>").decode()], None),
        ([{"url": "x"}], None),
        (["A" * (4 * 1024 * 1024 + 4)], None),
    ],
)
async def test_a_preview_is_a_link_or_the_bytes_or_nothing(
    current_images: Any, preview: bytes | str | None
) -> None:
    state = await look(V2, {"status": 1, "progress": 0.5, "current_images": current_images})

    assert state.preview == preview


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (
            v3_task("TASK_STATUS_QUEUED", progress_percent=0, eta=0),
            TaskState(status=TaskStatus.QUEUED),
        ),
        (
            v3_task("TASK_STATUS_PROCESSING", progress_percent="42", eta="3"),
            TaskState(status=TaskStatus.PROCESSING, fraction=0.42, eta_s=3.0),
        ),
        (v3_task("TASK_STATUS_UNKNOWN"), TaskState(status=TaskStatus.PROCESSING)),
        (
            v3_task("TASK_STATUS_FAILED", reason="worker died, see https://x.y/z?key=1"),
            TaskState(status=TaskStatus.FAILED, reason="worker died, see …"),
        ),
        (
            v3_task("TASK_STATUS_FAILED", reason="blocked by moderation"),
            TaskState(status=TaskStatus.FAILED, reason="its own content rules refused it"),
        ),
        (
            v3_task("TASK_STATUS_SUCCEED", images=[]),
            TaskState(status=TaskStatus.FAILED, reason="it ended without an image"),
        ),
        (
            v3_task(
                "TASK_STATUS_SUCCEED",
                progress_percent=0,
                images=[
                    {
                        "image_url": "https://i.example/0",
                        "image_url_ttl": "3600",
                        "nsfw_detection_result": {"valid": True, "confidence": 3.91},
                    },
                    {"image_url": "https://i.example/1", "nsfw_detection_result": {}},
                    {"image_url": "https://i.example/2", "nsfw_detection_result": None},
                ],
            ),
            TaskState(
                status=TaskStatus.SUCCEEDED,
                fraction=1.0,
                images=(
                    RemoteImage(url="https://i.example/0", nsfw_confidence=3.91),
                    RemoteImage(url="https://i.example/1"),
                    RemoteImage(url="https://i.example/2"),
                ),
            ),
        ),
    ],
)
async def test_v3_states_are_read(body: dict[str, Any], state: TaskState) -> None:
    assert await look(V3, body) == state


@pytest.mark.parametrize(
    ("kind", "response", "error"),
    [
        (V2, coded(3), TaskLost),
        (V2, coded(4), ProviderAccount),
        (V3, flat(404, "TASK_NOT_FOUND"), TaskLost),
        (V3, flat(404, "API_NOT_FOUND"), EndpointGone),
        (V3, flat(403, "INVALID_API_KEY"), ProviderAccount),
        (V3, flat(429, "RATE_LIMIT_EXCEEDED"), ProviderBusy),
        (V2, httpx.Response(200, json={"code": 0, "msg": "", "data": None}), ProviderUnavailable),
        (V3, httpx.Response(200, json={"task": {}}), ProviderUnavailable),
        (V3, httpx.Response(200, text="<html>"), ProviderUnavailable),
    ],
)
async def test_a_look_that_is_answered_is_not_repeated(
    kind: ProviderKind, response: httpx.Response, error: type[Exception]
) -> None:
    service = FakeNovita(faults=[response])

    with pytest.raises(error):
        await provider_of(service, kind).fetch("t")

    assert len(service.requests) == 1


@pytest.mark.parametrize(
    "fault",
    [
        httpx.ReadTimeout("slow"),
        httpx.ConnectError("refused"),
        httpx.RemoteProtocolError("gone"),
        httpx.Response(500),
        httpx.Response(503),
        flat(500, "GET_RESULT_FAILED"),
    ],
)
async def test_a_look_gets_over_two_faults_in_a_row(fault: httpx.Response | Exception) -> None:
    service = FakeNovita(task=v3_task("TASK_STATUS_QUEUED"), faults=[fault, fault])

    state = await provider_of(service, V3).fetch("t")

    assert state.status is TaskStatus.QUEUED


async def test_a_look_gives_up_after_three_faults() -> None:
    service = FakeNovita(faults=[httpx.ReadTimeout("slow")] * 9)

    with pytest.raises(ProviderUnavailable):
        await provider_of(service, V3).fetch("t")

    assert len(service.requests) == 3


async def test_a_named_pause_is_handed_on_at_once() -> None:
    service = FakeNovita(faults=[httpx.Response(503, headers={"Retry-After": "9"})])

    with pytest.raises(ProviderBusy) as busy:
        await provider_of(service, V3).fetch("t")

    assert (busy.value.retry_after_s, len(service.requests)) == (9.0, 1)


def test_only_v2_has_previews() -> None:
    assert provider_of(FakeNovita(), V2).has_previews
    assert not provider_of(FakeNovita(), V3).has_previews
