"""The steps of `/setup` and the custom_ids that its selects and buttons work by.

A custom_id names the step and the channel that is set up, 0 for the whole server: the panel works
however old it is, and whatever has happened to the bot.
"""

from enum import StrEnum

from bot.domain.moderation.policy import Level, ReviewMode
from bot.domain.moderation.strictness import Strictness
from bot.texts import gettext as _

_CHANNEL = r"(?P<channel>\d{1,20})"
_STEP = r"(?P<step>moderators|channels|roles|images|quota|check)"
STEP = rf"easel:setup:step:{_STEP}:{_CHANNEL}"
MODERATORS_CHANNEL = r"easel:setup:moderators"
MODERATOR_ROLES = r"easel:setup:moderator-roles"
CHANNEL = r"easel:setup:channel:(?P<step>channels|check)"
LEVEL = rf"easel:setup:level:{_CHANNEL}"
REVIEW = rf"easel:setup:review:{_CHANNEL}"
ROLES = r"easel:setup:roles:(?P<which>allowed|denied)"
REVIEWED_ROLES = r"easel:setup:reviewed-roles:(?P<mode>generating|posting|none)"
STRICTNESS = r"easel:setup:strictness:(?P<level>everyone|mature)"
UNCHECKED = r"easel:setup:unchecked"
REVIEW_HOURS = r"easel:setup:review-hours"
DAILY_IMAGES = r"easel:setup:daily-images"
STRIKES = r"easel:setup:strikes"
OWN = "own"  # figures that are none of the pairs to choose from
INHERITED = "server"  # the value that stands for "as in the whole server"


class Step(StrEnum):
    """The pages of `/setup`, in their order."""

    MODERATORS = "moderators"
    CHANNELS = "channels"
    ROLES = "roles"
    IMAGES = "images"
    QUOTA = "quota"
    CHECK = "check"


STEPS = tuple(Step)


def step_id(step: Step, channel_id: int = 0) -> str:
    """Return the custom_id that opens *step*."""
    return f"easel:setup:step:{step}:{channel_id}"


def level_words(level: Level) -> tuple[str, str]:
    """Return what a level is called, and what it means."""
    return {
        Level.EVERYONE: (_("For everyone"), _("Images with nudity are held back or refused.")),
        Level.MATURE: (_("Mature"), _("Only where Discord itself asks for the age.")),
        Level.OFF: (_("Off"), _("No images can be asked for.")),
    }[level]


def review_words(mode: ReviewMode) -> tuple[str, str]:
    """Return what a kind of review is called, and what it means."""
    return {
        ReviewMode.NONE: (_("No review"), _("Images come at once.")),
        ReviewMode.POSTING: (
            _("Before posting"),
            _("A moderator sees each image before anyone else does."),
        ),
        ReviewMode.GENERATING: (
            _("Before generating"),
            _("A moderator reads each prompt before anything is made."),
        ),
    }[mode]


def strictness_words(strictness: Strictness) -> tuple[str, str]:
    """Return what a pair of thresholds is called, and what it means."""
    return {
        Strictness.STRICT: (_("Strict"), _("Waits from 10 % on, refused from 50 % on.")),
        Strictness.USUAL: (_("Usual"), _("Waits from 20 % on, refused from 80 % on.")),
        Strictness.LOOSE: (_("Loose"), _("Waits from 60 % on, refused from 95 % on.")),
        Strictness.OFF: (
            _("Nudity is not held back"),
            _("Images are not looked at for it; blocked ones are refused all the same."),
        ),
    }[strictness]
