"""Novita's V2: a POST for each way to an image, then ``GET /v2/progress``.

Errors are codes in HTTP 200.
"""

import asyncio
from collections.abc import Mapping

from bot.domain.request import ImageRequest, OutputFormat, Refiner
from bot.errors import NotSupported
from bot.providers import v2_image_body, v2_wire
from bot.providers.novita import Novita, readable_body
from bot.providers.provider import Ability, SubmittedTask, TaskState
from bot.texts import gettext as _

ONLY_REFINER = Refiner().model


class NovitaV2(Novita):
    """The older API, with ControlNet and with previews."""

    @property
    def has_previews(self) -> bool:
        """V2 sends pictures of the canvas."""
        return True

    @property
    def abilities(self) -> frozenset[Ability]:
        """V2 has all of them."""
        return frozenset(Ability)

    def check(self, request: ImageRequest) -> None:
        """Refuse what V2 cannot do.

        Raises:
            NotSupported: WebP, another refiner than the one it has, or a hires fix over an image.
        """
        if request.output_format is OutputFormat.WEBP:
            raise NotSupported(
                _("`format` cannot be `webp` with this image service: it makes png and jpeg.")
            )
        check_refiner(request)
        check_no_hires_over_image(request)

    async def submit(self, request: ImageRequest, inputs: Mapping[str, bytes]) -> SubmittedTask:
        """Hand the request over once; *inputs* are image bytes by their SHA-256.

        Raises:
            ProviderError: ``surely_not_taken`` tells whether it may be submitted again.
        """
        # In a thread: pictures are megabytes to be put into base64.
        body = await asyncio.to_thread(v2_image_body.submit_body, request, inputs)
        answer = await self._api.post(v2_image_body.submit_path(request), body)
        return v2_wire.submitted_task(readable_body(answer))

    async def fetch(self, task_id: str) -> TaskState:
        """Look at a task; may be repeated freely.

        Raises:
            ProviderError: The service does not know the task, or does not answer.
        """
        answer = await self._api.get(v2_wire.PROGRESS_PATH, {"task_id": task_id})
        return v2_wire.task_state(readable_body(answer))


def check_refiner(request: ImageRequest) -> None:
    """Refuse a refiner that neither V2 nor V3 has.

    Raises:
        NotSupported: Names the one that they have.
    """
    if request.refiner is not None and request.refiner.model != ONLY_REFINER:
        raise NotSupported(
            _("`refiner` can only be `{model}` with this image service.").format(model=ONLY_REFINER)
        )


def check_no_hires_over_image(request: ImageRequest) -> None:
    """Refuse a hires fix of what is painted over an image: neither V2 nor V3 has one there.

    Raises:
        NotSupported: Says what to do instead.
    """
    if request.source is not None and request.hires is not None:
        raise NotSupported(
            _(
                "`hires` cannot go together with `image` with this image service. "
                "Leave it out, or say `hires:off` if a style has it, and ask for a larger `size`."
            )
        )
