"""A hosted service in memory: V2, V3, the model list and an image host, behind MockTransport."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from PIL import Image

from bot.domain.request import ImageRequest
from bot.providers.build import build_provider
from bot.providers.provider import Provider
from bot.settings import ProviderKind, ProviderSettings
from tests.fakes.time import FakeTime

KEY = "sk_live_0123456789abcdef"
API_HOST = "api.novita.example"
IMAGE_HOST = "images.example"
IMAGE_URL = f"https://{IMAGE_HOST}/0.png?sig=x"
PUBLIC_ADDRESS = "93.184.215.14"


@dataclass
class FakeNovita:
    """Answers each call to the API with the next of *faults*, else as a healthy service would.

    ``task`` is what V2 puts into ``data``, or V3 sends whole; ``files`` are what the other hosts
    serve, by URL; ``addresses`` are what their names resolve to.
    """

    faults: list[httpx.Response | Exception] = field(default_factory=list)
    task: Any = None
    receipt: Any = None
    models: list[dict[str, Any]] = field(default_factory=list)
    page_size: int = 100
    files: dict[str, list[httpx.Response | Exception]] = field(default_factory=dict)
    addresses: dict[str, list[str]] = field(default_factory=dict)
    requests: list[httpx.Request] = field(default_factory=list)
    has_user: bool = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.headers["Host"].partition(":")[0] != API_HOST:
            return self._file(request)
        if self.faults:
            return _given(self.faults.pop(0))
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return self._wrong_key(request)
        return self._healthy(request)

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        return self.addresses.get(host, [PUBLIC_ADDRESS])

    @property
    def body(self) -> Any:
        """The JSON of the last call."""
        return json.loads(self.requests[-1].content)

    def _healthy(self, request: httpx.Request) -> httpx.Response:
        v2_receipt = {"code": 0, "msg": "", "data": {"task_id": "task-1"}}
        bodies: dict[tuple[str, str], Any] = {
            ("POST", "/v2/txt2img"): self.receipt or v2_receipt,
            ("POST", "/v2/img2img"): self.receipt or v2_receipt,
            ("POST", "/v2/upscale"): self.receipt or v2_receipt,
            ("POST", "/v3/async/txt2img"): self.receipt or {"task_id": "task-1"},
            ("POST", "/v3/async/img2img"): self.receipt or {"task_id": "task-1"},
            ("GET", "/v2/progress"): {"code": 0, "msg": "", "data": self.task},
            ("GET", "/v3/async/task-result"): self.task,
            ("GET", "/v3/model"): self._models(request.url.params),
        }
        if self.has_user:
            bodies["GET", "/v3/user"] = {"credit_balance": "123456", "allow_features": []}
        call = (request.method, request.url.path)
        return reply(bodies[call]) if call in bodies else flat(404, "API_NOT_FOUND")

    def _models(self, query: httpx.QueryParams) -> Any:
        wanted = [
            model
            for model in self.models
            if query.get("filter.query", "").lower() in model["sd_name"].lower()
        ]
        start = int(query.get("pagination.cursor", "c_0").removeprefix("c_"))
        end = start + min(int(query.get("pagination.limit", "100")), self.page_size)
        cursor = f"c_{end}" if end < len(wanted) else ""
        return {"models": wanted[start:end], "pagination": {"next_cursor": cursor}}

    def _wrong_key(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/v2/"):
            return reply({"code": 4, "msg": "invalid auth", "data": None})
        return flat(403, "INVALID_API_KEY", "API key validation failed")

    def _file(self, request: httpx.Request) -> httpx.Response:
        host = request.headers["Host"]
        url = f"{request.url.scheme}://{host}{request.url.raw_path.decode()}"
        answers = self.files.get(url)
        if not answers:
            return httpx.Response(404)
        return _given(answers.pop(0) if len(answers) > 1 else answers[0])


def provider_of(service: FakeNovita, kind: ProviderKind, **settings: Any) -> Provider:
    """Return the real adapter, with a made-up network."""
    row = ProviderSettings(
        **{"kind": kind, "base_url": f"https://{API_HOST}", "api_key": KEY, **settings}
    )
    transport = httpx.MockTransport(service)
    return build_provider(row, FakeTime(), transport=transport, resolve=service.resolve)


def a_request(**fields: Any) -> ImageRequest:
    return ImageRequest(
        **{"prompt": "a lighthouse", "model": "sd_xl_base_1.0.safetensors", "seed": 7, **fields}
    )


def reply(body: Any, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=body)


def flat(status: int, reason: str, message: str = "", **headers: str) -> httpx.Response:
    """V3's error frame."""
    body = {"code": status, "reason": reason, "message": message, "metadata": {}}
    return httpx.Response(status, json=body, headers=headers)


def coded(code: int, message: str = "") -> httpx.Response:
    """V2's error frame: HTTP 200."""
    return reply({"code": code, "msg": message, "data": None})


def picture(file_format: str = "PNG", size_px: tuple[int, int] = (64, 48)) -> bytes:
    file = io.BytesIO()
    Image.radial_gradient("L").resize(size_px).convert("RGB").save(file, file_format)
    return file.getvalue()


def a_model(api_name: str, kind: str = "checkpoint", **fields: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "name": api_name,
        "sd_name": f"{api_name}.safetensors",
        "sd_name_in_api": api_name,
        "type": {"name": kind, "display_name": kind},
        "status": 1,
        "tags": [],
        "base_model": "SD 1.5",
        **fields,
    }


def _given(answer: httpx.Response | Exception) -> httpx.Response:
    if isinstance(answer, Exception):
        raise answer
    # A fresh copy: a response can be read once only.
    return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
