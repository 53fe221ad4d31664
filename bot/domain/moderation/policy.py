"""What a server's moderators have chosen: levels, reviews, thresholds, and who may ask."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Percent = Annotated[float, Field(ge=0, le=100)]


class Level(StrEnum):
    """What images a place is for."""

    OFF = "off"  # nothing can be asked for there
    EVERYONE = "everyone"
    MATURE = "mature"  # only where Discord itself asks for the age


class ReviewMode(StrEnum):
    """When a moderator decides; the later in this list, the sooner."""

    NONE = "none"
    POSTING = "posting"  # once the images exist, before anyone sees them
    GENERATING = "generating"  # before anything is spent


class Access(StrEnum):
    """Whether a role may ask for images."""

    NEUTRAL = "neutral"
    ALLOWED = "allowed"  # if any role has this, only members with one of them may ask
    DENIED = "denied"  # stands above every other role


class _Choices(BaseModel):
    # What a later version wrote is left out, so that an older one still starts.
    model_config = ConfigDict(frozen=True, extra="ignore")


class Thresholds(_Choices):
    """From what confidence on, in percent, an image waits for a moderator or is refused.

    100 is never reached: such a threshold is none.
    """

    review_at: Percent
    refuse_at: Percent


class ChannelRules(_Choices):
    """What holds in one channel and its threads; None: what holds in the server."""

    level: Level | None = None
    review: ReviewMode | None = None


class RoleRules(_Choices):
    """What holds for one role; a review of None changes nothing, ``NONE`` spares members one."""

    access: Access = Access.NEUTRAL
    review: ReviewMode | None = None


class StrikeRules(_Choices):
    """What strikes do: they expire, and so many at a time block, if the server wants that."""

    expire_days: Annotated[int, Field(ge=1, le=3_650)] = 90
    block_at: Annotated[int, Field(ge=1, le=100)] | None = None  # None: only moderators block
    block_days: Annotated[int, Field(ge=1, le=3_650)] | None = 7  # None: for good


class ServerPolicy(_Choices):
    """Everything of a server that is no list of its own. The defaults are safe ones."""

    level: Level = Level.EVERYONE
    review: ReviewMode = ReviewMode.NONE
    review_hours: Annotated[int, Field(ge=1, le=720)] = 24  # then what nobody decided is rejected
    everyone: Thresholds = Thresholds(review_at=20, refuse_at=80)
    mature: Thresholds = Thresholds(review_at=100, refuse_at=100)
    needs_check: bool = False  # an image that nothing could look at waits for a moderator
    moderator_role_ids: frozenset[int] = frozenset()
    categories_off: frozenset[str] = frozenset()  # of config/moderation.toml
    strikes: StrikeRules = StrikeRules()
    ask_above_micros: Annotated[int, Field(ge=0)] | None = None  # what costs more is asked about
