"""Novita's V3: ``POST /v3/async/txt2img`` or ``img2img``, then ``GET /v3/async/task-result``."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.request import ImageRequest
from bot.providers import v3_body, v3_limits, v3_wire
from bot.providers.novita import Novita, readable_body
from bot.providers.novita_v2 import check_no_hires_over_image, check_refiner
from bot.providers.provider import Ability, SubmittedTask, TaskState
from bot.texts import gettext as _

_LINK_LIFETIME_S = 3600


class NovitaV3(Novita):
    """The newer API: WebP, narrower ranges, no previews, ControlNet only over images."""

    @property
    def has_previews(self) -> bool:
        """V3 sends no pictures of the canvas."""
        return False

    @property
    def abilities(self) -> frozenset[Ability]:
        """V3 has lost its upscaling and its inpainting (withdrawn on 2026-07-22)."""
        return frozenset({Ability.SOURCE})

    def check(self, request: ImageRequest) -> None:
        """Refuse what V3 cannot do.

        Raises:
            NotSupported: An option, or a choice of it, that V3 does not have.
            InvalidRequest: A value out of V3's range.
        """
        v3_limits.check(request)
        check_refiner(request)
        check_no_hires_over_image(request)

    async def submit(self, request: ImageRequest, inputs: Mapping[str, bytes]) -> SubmittedTask:
        """Hand the request over once; *inputs* are image bytes by their SHA-256.

        Raises:
            ProviderError: ``surely_not_taken`` tells whether it may be submitted again.
        """
        body = await asyncio.to_thread(v3_body.submit_body, request, inputs)
        answer = await self._api.post(v3_body.submit_path(request), body)
        task = v3_wire.submitted_task(readable_body(answer))
        if request.lifetime_s not in {None, _LINK_LIFETIME_S}:
            # Dropped, not refused: the images are downloaded long before the link ends.
            warning = _("This image service keeps its links for one hour, whatever `lifetime` is.")
            return replace(task, warning=warning)
        return task

    async def fetch(self, task_id: str) -> TaskState:
        """Look at a task; may be repeated freely.

        Raises:
            ProviderError: The service does not know the task, or does not answer.
        """
        answer = await self._api.get(v3_wire.RESULT_PATH, {"task_id": task_id})
        return v3_wire.task_state(readable_body(answer))
