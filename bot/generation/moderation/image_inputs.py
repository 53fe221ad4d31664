"""The link of the chain that looks at the pictures a request is made from.

Attached ones, masks, ControlNet's pictures, and own images that are to be painted over: all are
input files by their hash when they come here, whatever the road.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from bot.domain.generation import NewGeneration
from bot.domain.moderation.image_rules import (
    ImageRules,
    Signs,
    Subject,
    is_checked,
    judge_image,
    rules_at,
)
from bot.domain.moderation.verdicts import ALLOWED, Decision, strictest
from bot.domain.request import ImageRequest
from bot.errors import UserError
from bot.generation.moderation.examining import Examined, Examiner
from bot.generation.moderation.known_images import KnownImages
from bot.generation.moderation.policies import Rulebook
from bot.generation.moderation.stage import Stage
from bot.store.image_files import ImageFiles
from bot.texts import gettext as _

LOOK_BUDGET_S = 1.0  # together with the network's, still within Discord's 3 s


class NotLookedAt(UserError):
    """The pictures could not be looked at in time; nothing was taken."""

    def __init__(self) -> None:
        super().__init__(
            _("I could not look at your picture in time. Please ask again in a moment.")
        )


class ImageInputs:
    """Judges the pictures of requests, as far as there is anything to judge them by."""

    def __init__(
        self,
        examiner: Examiner,
        known: KnownImages,
        files: ImageFiles,
        *,
        known_within: int,
        budget_s: float = LOOK_BUDGET_S,
    ) -> None:
        self._examiner = examiner
        self._known = known
        self._files = files
        self._known_within = known_within
        self._budget_s = budget_s

    @property
    def stage(self) -> Stage:
        """The link of the chain."""
        return Stage("image_inputs", self._judge)

    async def _judge(self, new: NewGeneration, book: Rulebook) -> Decision:
        """Return what happens to a request by its pictures: what the strictest one gets.

        A look goes on if its time is over, so that the same picture passes at the next try.

        Raises:
            NotLookedAt: It took too long.
            StorageUnavailable: A picture, or the list of blocked images, cannot be read now.
        """
        pictures = _pictures(new.request)
        if not pictures:
            return ALLOWED
        channel = book.channels.get(new.place.ruling_channel_id)
        rules = rules_at(book.policy, channel, new.place, self._known_within)
        if not await self._is_anything_looked_for(rules, book.server_id):
            return ALLOWED
        found = await self._looked_at(pictures)
        decisions = [
            judge_image(
                Signs(
                    classifier_score=each.classifier_score,
                    known_distance=await self._known.distance(book.server_id, each.fingerprint),
                ),
                rules,
                where=where,
                subject=Subject.INPUT,
            )
            for where, each in zip(pictures.values(), found, strict=True)
        ]
        return strictest(decisions)

    async def _is_anything_looked_for(self, rules: ImageRules, server_id: int) -> bool:
        if self._examiner.has_classifier and is_checked(rules.thresholds):
            return True
        return await self._known.has_any(server_id)

    async def _looked_at(self, pictures: Iterable[str]) -> Sequence[Examined]:
        """Return what is found in each; what was seen before takes no time."""
        seen = {sha256: self._examiner.seen(sha256) for sha256 in pictures}
        missing = [sha256 for sha256, found in seen.items() if found is None]
        if missing:
            try:
                async with asyncio.timeout(self._budget_s):
                    looks = await asyncio.gather(*(self._look(sha256) for sha256 in missing))
            except TimeoutError:
                raise NotLookedAt from None
            seen.update(zip(missing, looks, strict=True))
        return [found for found in seen.values() if found is not None]

    async def _look(self, sha256: str) -> Examined:
        return await self._examiner.examine(sha256, partial(self._files.read_input, sha256))


def _pictures(request: ImageRequest) -> Mapping[str, str]:
    """Return the option that each picture came by, by its SHA-256."""
    found = {unit.image_sha256: "control_image" for unit in request.control_units}
    source = request.source
    if source is not None:
        if source.mask_sha256 is not None:
            found[source.mask_sha256] = "mask"
        found[source.image_sha256] = "image"
    return found
