"""One smoke test against a hosted service, for whoever has a key: `pytest -m live -n 0`."""

import asyncio
import os

import pytest
from pydantic import SecretStr

from bot.domain.request import ImageRequest
from bot.errors import ProviderError
from bot.providers.build import build_provider
from bot.providers.provider import ModelKind, TaskStatus
from bot.settings import ProviderKind, ProviderSettings
from bot.timing import SystemTime

pytestmark = pytest.mark.live


async def test_the_hosted_service_makes_one_small_image() -> None:
    key = os.environ.get("LIVE_NOVITA_KEY")
    if not key:
        pytest.skip("LIVE_NOVITA_KEY is not set: it spends money")
    kind = ProviderKind(os.environ.get("LIVE_NOVITA_KIND", "novita-v3"))
    row = ProviderSettings(kind=kind, api_key=SecretStr(key))
    time = SystemTime()
    provider = await asyncio.to_thread(build_provider, row, time)
    try:
        models = await provider.entries(ModelKind.MODEL, limit=1)
        request = ImageRequest(
            prompt="a fox", model=models[0].api_name, seed=7, steps=4, width_px=256, height_px=256
        )
        task = await provider.submit(request, {})
        async with asyncio.timeout(300):
            while (state := await provider.fetch(task.task_id)).status is not TaskStatus.SUCCEEDED:
                assert state.status is not TaskStatus.FAILED, state.reason
                await time.sleep(1)
        assert await provider.download(state.images[0].url)
    except ProviderError as error:
        pytest.fail(f"{error} {error.detail}")
    finally:
        await provider.close()
