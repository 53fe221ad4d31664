"""Who looks at finished images: this machine, the image service, or nobody."""

from enum import StrEnum

from bot.domain.moderation.image_rules import ImageRules, is_checked
from bot.domain.moderation.policy import Level


class ClassifierMode(StrEnum):
    """Whether this machine looks at images."""

    AUTO = "auto"  # if the package for it is installed
    OFF = "off"
    REQUIRED = "required"  # without it the bot does not start


class ServiceCheck(StrEnum):
    """When the image service is asked to look, which costs extra."""

    AUTO = "auto"  # for servers that want each image looked at, if this machine cannot
    ALWAYS = "always"  # wherever a look can change what happens to an image
    OFF = "off"


# What the service looks for: 0 explicit, 1 any nudity, 2 swimwear too.
_SERVICE_LEVELS = {Level.EVERYONE: 1, Level.OFF: 1, Level.MATURE: 0}


def service_level(rules: ImageRules, mode: ServiceCheck, *, has_classifier: bool) -> int | None:
    """Return the level at which the service is asked to look, None if it is not asked."""
    if mode is ServiceCheck.OFF or not is_checked(rules.thresholds):
        return None
    if mode is ServiceCheck.AUTO and (has_classifier or not rules.needs_check):
        return None
    return _SERVICE_LEVELS[rules.level]
