"""What happens to an image: by what was found in it, and the thresholds of its place."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from bot.domain.generation import DM_SERVER_ID, Place
from bot.domain.moderation.levels import level_of, thresholds_of
from bot.domain.moderation.policy import ChannelRules, Level, ServerPolicy, Thresholds
from bot.domain.moderation.verdicts import ALLOWED, Decision, Rule, Verdict, strictest

HASH_BITS = 256  # of a perceptual hash
KNOWN_WITHIN = 31  # of which at most so many differ between two forms of one image
_NEVER = 100  # a threshold of 100 percent is none
_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What was found in one image; None: nobody looked, or the look failed.

    Attributes:
        service_percent: How sure the image service is, from 0 to 100, that the image is explicit.
        classifier_score: The same from 0 to 1 by the classifier on this machine.
        known_distance: In how many bits of its hash it differs from the nearest blocked image;
            None also if the list is empty.
    """

    service_percent: float | None = None
    classifier_score: float | None = None
    known_distance: int | None = None

    @property
    def percents(self) -> Mapping[str, float]:
        """The confidences in percent, by who has looked; a figure that is none is no look."""
        score = self.classifier_score
        found = {
            "service": self.service_percent,
            "classifier": None if score is None else score * _PERCENT,
        }
        return {
            name: percent
            for name, percent in found.items()
            if percent is not None and math.isfinite(percent)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRules:
    """What a place demands of images; ``needs_check``: what nobody has looked at waits."""

    thresholds: Thresholds
    level: Level = Level.EVERYONE
    known_within: int = KNOWN_WITHIN
    needs_check: bool = False


class Subject(Enum):
    """Which images are judged, and by which rules of the log."""

    RESULT = (Rule.IMAGE_KNOWN, Rule.IMAGE_NSFW)
    INPUT = (Rule.INPUT_KNOWN, Rule.INPUT_NSFW)


def judge_image(
    signs: Signs, rules: ImageRules, *, where: str = "image", subject: Subject = Subject.RESULT
) -> Decision:
    """Return what happens to one image.

    A blocked image is refused whatever its place. Else the more certain of the two looks counts:
    it is refused or waits *from* a threshold on, and a threshold of 100 is none.
    """
    known, nsfw = subject.value
    distance = signs.known_distance
    if distance is not None and distance <= rules.known_within:
        values = {"distance": str(distance)}
        return Decision(verdict=Verdict.REFUSE, rule=known, where=where, values=values)
    if not is_checked(rules.thresholds):
        return ALLOWED
    percents = signs.percents
    if not percents:
        return _unchecked(rules, where) if subject is Subject.RESULT else ALLOWED
    verdict = _verdict(max(percents.values()), rules.thresholds)
    if verdict is Verdict.ALLOW:
        return ALLOWED
    values = {name: f"{percent:.1f}" for name, percent in percents.items()}
    return Decision(verdict=verdict, rule=nsfw, where=where, values=values)


def judge_images(found: Iterable[Signs], rules: ImageRules) -> Decision:
    """Return what happens to all images of a generation: what happens to the strictest one."""
    decisions = []
    for number, signs in enumerate(found, start=1):
        decision = judge_image(signs, rules)
        values = {**decision.values, "number": str(number)}
        decisions.append(
            Decision(
                verdict=decision.verdict, rule=decision.rule, where=decision.where, values=values
            )
        )
    worst = strictest(decisions)
    return ALLOWED if worst.is_allowed else worst


def is_checked(thresholds: Thresholds) -> bool:
    """Tell whether anything that a look can find would change what happens there."""
    return min(thresholds.review_at, thresholds.refuse_at) < _NEVER


def _verdict(percent: float, thresholds: Thresholds) -> Verdict:
    if percent >= thresholds.refuse_at < _NEVER:
        return Verdict.REFUSE
    if percent >= thresholds.review_at < _NEVER:
        return Verdict.REVIEW
    return Verdict.ALLOW


def _unchecked(rules: ImageRules, where: str) -> Decision:
    if not rules.needs_check:
        return ALLOWED
    return Decision(verdict=Verdict.REVIEW, rule=Rule.IMAGE_UNCHECKED, where=where)


def rules_at(
    policy: ServerPolicy, channel: ChannelRules | None, place: Place, known_within: int
) -> ImageRules:
    """Return what a place demands of images now; *channel* are its own rules.

    In direct messages nobody could decide and nobody else sees an image, so none waits there.
    """
    level = level_of(policy, channel, is_age_restricted=place.is_age_restricted)
    thresholds, needs_check = thresholds_of(policy, level), policy.needs_check
    if place.server_id == DM_SERVER_ID:
        thresholds = Thresholds(review_at=thresholds.refuse_at, refuse_at=thresholds.refuse_at)
        needs_check = False
    return ImageRules(
        thresholds=thresholds, level=level, known_within=known_within, needs_check=needs_check
    )
