"""The gate behind which images wait until it is known what happens to them."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import structlog

from bot.domain.generation import Generation, NewGeneration, Place, StoredImage
from bot.domain.moderation.image_checks import ServiceCheck, service_level
from bot.domain.moderation.image_rules import (
    KNOWN_WITHIN,
    ImageRules,
    Signs,
    is_checked,
    judge_images,
    rules_at,
)
from bot.domain.moderation.verdicts import Decision
from bot.domain.request import ImageRequest
from bot.errors import StorageUnavailable
from bot.generation.moderation.examining import Examined, Examiner
from bot.generation.moderation.known_images import KnownImages
from bot.generation.moderation.policies import Policies, Rulebook
from bot.store.image_files import ImageFiles
from bot.store.image_signs import ImageSigns

logger = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What the owner of the bot has set: when the service looks, and what counts as known."""

    service: ServiceCheck = ServiceCheck.AUTO
    known_within: int = KNOWN_WITHIN


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
        checks: Checks,
    ) -> None:
        self._policies = policies
        self._examiner = examiner
        self._known = known
        self._files = files
        self._signs = signs
        self._checks = checks

    async def judge(self, generation: Generation, stored_images: Sequence[StoredImage]) -> Decision:
        """Return what happens to stored images: for all of them what the strictest one gets.

        What was found is noted beside each.

        Raises:
            StorageUnavailable: Rules or files cannot be read now; nothing may be shown until then.
        """
        place = generation.place
        book = await self._policies.of(place.server_id)
        found = await asyncio.gather(*(self._look(image) for image in stored_images))
        looked_at = [
            replace(
                image,
                classifier_score=each.classifier_score,
                pdq=each.fingerprint.pdq if each.fingerprint else None,
            )
            for image, each in zip(stored_images, found, strict=True)
        ]
        await self._signs.note(generation.id, looked_at)
        signs = [
            Signs(
                service_percent=image.nsfw_confidence,
                classifier_score=each.classifier_score,
                known_distance=await self._known.distance(place.server_id, each.fingerprint),
            )
            for image, each in zip(stored_images, found, strict=True)
        ]
        decision = judge_images(signs, self._rules(book, place))
        if not decision.is_allowed:
            logger.info("images judged", generation=generation.id, rule=decision.rule)
        return decision

    async def lets_show(self, data: bytes, percent: float | None, place: Place) -> bool:
        """Tell whether an image that was made elsewhere may be seen in *place*.

        What waits there for a moderator is not shown either, nor what nothing has looked at where
        something is to look; *percent* is how sure the service was that it is explicit.

        Raises:
            StorageUnavailable: The rules cannot be read now.
        """

        async def read() -> bytes:
            return data

        book = await self._policies.of(place.server_id)
        found = await self._examiner.examine(hashlib.sha256(data).hexdigest(), read)
        signs = Signs(
            service_percent=percent,
            classifier_score=found.classifier_score,
            known_distance=await self._known.distance(place.server_id, found.fingerprint),
        )
        if self.looks_at(book, place) and not signs.percents:
            return False
        return judge_images([signs], self._rules(book, place)).is_allowed

    async def allows_previews(self, generation: Generation) -> bool:
        """Tell whether its canvas may be shown while it is painted, which nothing looks at.

        Not where something looks at the finished images and could keep them back, or where a
        moderator does; nor on a server that has blocked images, for one may be painted again.
        """
        server_id = generation.place.server_id
        try:
            book = await self._policies.of(server_id)
            if await self._known.has_any(server_id):
                return False
        except StorageUnavailable:
            return False
        rules = self._rules(book, generation.place)
        if not is_checked(rules.thresholds):
            return True
        is_asked = generation.request.nsfw_detection_level is not None
        is_looked_at = is_asked or self._examiner.has_classifier
        return not (is_looked_at or rules.needs_check)

    def looks_at(self, book: Rulebook, place: Place) -> bool:
        """Tell whether anything looks for nudity in what is made in that place."""
        rules, has_classifier = self._rules(book, place), self._examiner.has_classifier
        asked = service_level(rules, self._checks.service, has_classifier=has_classifier)
        return is_checked(rules.thresholds) and (has_classifier or asked is not None)

    async def check(self, new: NewGeneration) -> NewGeneration:
        """Return *new* with the service asked to look, where it must, as a check of the admission.

        Raises:
            StorageUnavailable: The rules cannot be read now.
        """
        book = await self._policies.of(new.place.server_id)
        asked = self._asked(new.request, self._rules(book, new.place))
        return new if asked is new.request else replace(new, request=asked)

    def _asked(self, request: ImageRequest, rules: ImageRules) -> ImageRequest:
        has_classifier = self._examiner.has_classifier
        level = service_level(rules, self._checks.service, has_classifier=has_classifier)
        own = request.nsfw_detection_level
        if level is None or (own is not None and own >= level):
            return request
        return request.model_copy(update={"nsfw_detection_level": level})

    def _rules(self, book: Rulebook, place: Place) -> ImageRules:
        channel = book.channels.get(place.ruling_channel_id)
        return rules_at(book.policy, channel, place, self._checks.known_within)

    async def _look(self, image: StoredImage) -> Examined:
        try:
            return await self._examiner.examine(image.sha256, partial(self._files.read, image.path))
        except StorageUnavailable as error:
            if isinstance(error.__cause__, FileNotFoundError):  # then nobody will see it either
                return Examined()
            raise
