"""A running studio with the plain painter, and a client that holds its key."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.studio.server import Studio
from bot.studio.settings import StudioSettings

KEY = "key"
PLAIN = "tests.unit.studio.plain_painter"


class Clock:
    """A wall clock that tests set; waits are real but short."""

    def __init__(self) -> None:
        self.shift = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.shift

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, delay_s: float) -> None:
        await asyncio.sleep(delay_s)


class Client:
    """Calls a studio as a client would."""

    def __init__(self, studio: Studio, session: aiohttp.ClientSession) -> None:
        self.studio = studio
        self.session = session

    async def get(self, path: str, **query: str) -> tuple[int, Any]:
        async with self.session.get(self.studio.base_url + path, params=query) as answer:
            return answer.status, await answer.json()

    async def post(self, path: str, body: object) -> tuple[int, Any]:
        async with self.session.post(self.studio.base_url + path, json=body) as answer:
            return answer.status, await answer.json()

    async def submit(self, **fields: object) -> str:
        _, answer = await self.post("/v2/txt2img", v2_body(**fields))
        assert answer["code"] == 0, answer
        task_id: str = answer["data"]["task_id"]
        return task_id

    async def look(self, task_id: str) -> dict[str, Any]:
        _, answer = await self.get("/v2/progress", task_id=task_id)
        data: dict[str, Any] = answer["data"]
        return data

    async def until(self, task_id: str, *statuses: int) -> dict[str, Any]:
        """Look until the task has one of *statuses*."""
        async with asyncio.timeout(30):
            while (data := await self.look(task_id))["status"] not in statuses:
                pass  # each look is a round trip, which is wait enough
        return data

    async def download(self, url: str) -> tuple[int, str, bytes]:
        async with aiohttp.ClientSession() as stranger, stranger.get(url) as answer:
            return answer.status, answer.content_type, await answer.read()


def v2_body(**fields: object) -> dict[str, object]:
    """Return a small V2 body with *fields* in it."""
    body: dict[str, object] = {
        "prompt": "a boat",
        "model_name": "sketch-painter-v1",
        "sampler_name": "Euler a",
        "steps": 2,
        "width": 64,
        "height": 48,
        "seed": 7,
    }
    return body | fields


@pytest.fixture
def clock() -> Clock:
    return Clock()


MakeClient = Callable[..., Awaitable[Client]]


@pytest.fixture
async def make_client(clock: Clock) -> AsyncIterator[MakeClient]:
    """Return a function that starts a studio with some settings and gives a client of it."""
    closing = []

    async def make(**changes: Any) -> Client:
        wanted: dict[str, Any] = {"api_key": KEY, "workers": 1, "painter": PLAIN} | changes
        studio = Studio(StudioSettings(**wanted), clock)
        await studio.start()
        session = aiohttp.ClientSession(headers={"Authorization": f"Bearer {KEY}"})
        closing.append((studio, session))
        return Client(studio, session)

    yield make
    for studio, session in closing:
        await session.close()
        await studio.stop()


@pytest.fixture
async def client(make_client: MakeClient) -> Client:
    return await make_client()
