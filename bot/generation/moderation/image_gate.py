"""The gate behind which images wait until it is known what happens to them."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.domain.generation import Generation, Place, StoredImage
from bot.domain.moderation.image_rules import (
    ImageRules,
    Signs,
    is_checked,
    judge_images,
    rules_at,
)
from bot.domain.moderation.verdicts import Decision, Verdict
from bot.errors import StorageUnavailable
from bot.generation.moderation.examining import Examined, Examiner
from bot.generation.moderation.known_images import KnownImages
from bot.generation.moderation.policies import Policies, Rulebook
from bot.store.image_files import ImageFiles
from bot.store.image_signs import ImageSigns

logger = structlog.stdlib.get_logger(__name__)


class ImageGate:
    """Judges finished images by the rules of their place at this moment."""

    def __init__(
        self,
        *,
        policies: Policies,
        examiner: Examiner,
        known: KnownImages,
        files: ImageFiles,
        signs: ImageSigns,
        known_within: int,
    ) -> None:
        self._policies = policies
        self._examiner = examiner
        self._known = known
        self._files = files
        self._signs = signs
        self._known_within = known_within

    async def judge(self, generation: Generation, images: Sequence[StoredImage]) -> Decision:
        """Return what happens to stored images: for all of them what the strictest one gets.

        What was found is noted beside each. Where no moderator would ever look, what should wait
        is refused.

        Raises:
            StorageUnavailable: Rules or files cannot be read now; nothing may be shown until then.
        """
        place = generation.place
        book = await self._policies.of(place.server_id)
        found = await asyncio.gather(*(self._look(image) for image in images))
        looked_at = [
            replace(
                image,
                classifier_score=each.classifier_score,
                pdq=each.fingerprint.pdq if each.fingerprint else None,
            )
            for image, each in zip(images, found, strict=True)
        ]
        await self._signs.note(generation.id, looked_at)
        signs = [
            Signs(
                service_percent=image.nsfw_confidence,
                classifier_score=each.classifier_score,
                known_distance=await self._known.distance(place.server_id, each.fingerprint),
            )
            for image, each in zip(images, found, strict=True)
        ]
        decision = judge_images(signs, self._rules(book, place))
        if decision.verdict is Verdict.REVIEW and book.moderators_channel_id is None:
            decision = replace(decision, verdict=Verdict.REFUSE)
        if not decision.is_allowed:
            logger.info("images judged", generation=generation.id, rule=decision.rule)
        return decision

    async def allows_previews(self, generation: Generation) -> bool:
        """Tell whether its canvas may be shown while it is painted, which nothing looks at.

        Not where something looks at the finished images and could keep them back, or where a
        moderator does.
        """
        try:
            book = await self._policies.of(generation.place.server_id)
        except StorageUnavailable:
            return False
        rules = self._rules(book, generation.place)
        if not is_checked(rules.thresholds):
            return True
        is_looked_at = (
            self._examiner.has_classifier or generation.request.nsfw_detection_level is not None
        )
        return not (is_looked_at or rules.needs_check)

    def _rules(self, book: Rulebook, place: Place) -> ImageRules:
        channel = book.channels.get(place.ruling_channel_id)
        return rules_at(book.policy, channel, place, self._known_within)

    async def _look(self, image: StoredImage) -> Examined:
        try:
            data = await self._files.read(image.path)
        except StorageUnavailable as error:
            if isinstance(error.__cause__, FileNotFoundError):  # then nobody will see it either
                return Examined()
            raise
        return await self._examiner.examine(image.sha256, data)
