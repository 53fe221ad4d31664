"""A generation: our record of one attempt, from admission to its end."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.moderation.asker import UNKNOWN_ASKER, Asker
from bot.domain.moderation.reviews import LONGEST_WAIT
from bot.domain.moderation.verdicts import ALLOWED, Decision
from bot.domain.request import ImageRequest


class Status(StrEnum):
    """Where a generation stands; each step is one compare-and-set in the database."""

    IN_REVIEW = "in_review"  # waits for a moderator before anything is spent
    QUEUED = "queued"  # waits for its turn; units are taken
    SUBMITTING = "submitting"  # on its way to the provider; never submitted blindly again
    RUNNING = "running"  # the provider's task id is stored
    READY = "ready"  # the image files and rows exist
    HELD = "held"  # waits for a moderator before anyone sees the images
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


FINAL = frozenset({Status.DELIVERED, Status.FAILED, Status.CANCELLED, Status.REJECTED})


class Origin(StrEnum):
    """How a generation came from its parent; ``imagine`` has none."""

    IMAGINE = "imagine"
    AGAIN = "again"
    VARY = "vary"
    EDIT = "edit"
    UPSCALE = "upscale"
    REMIX = "remix"


class Rung(StrEnum):
    """The road by which the images reached their owner."""

    TOKEN = "token"  # noqa: S105 - a rung of the ladder, no secret
    EDIT = "edit"
    CHANNEL = "channel"
    DM = "dm"
    KEPT = "kept"


DM_SERVER_ID = 0  # all direct messages count as one server


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who asked, where, and where the answer goes (Discord's ids).

    ``token`` answers the interaction for 15 minutes and is erased afterwards; ``message_id`` is
    the card, None until the first answer is sent. ``parent_channel_id`` is of a thread: rules and
    quota of that channel count. ``is_age_restricted``: Discord asks for the age there.
    """

    member_id: int
    server_id: int = DM_SERVER_ID
    channel_id: int
    parent_channel_id: int | None = None
    is_age_restricted: bool = False
    interaction_id: int
    application_id: int
    token: str | None = field(default=None, repr=False)
    message_id: int | None = None
    is_private: bool = False
    attachment_size_limit_bytes: int = 10 * 1024 * 1024
    locale: str = "en-US"

    @property
    def ruling_channel_id(self) -> int:
        """The channel whose rules and quota count: of a thread, its parent."""
        return self.parent_channel_id or self.channel_id


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """Which round of a group session a generation is entered in."""

    session_id: int
    round_number: int
    is_reviewed: bool = False  # by the rules of the session, before it is made


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGeneration:
    """What admission writes: a checked request and where it came from.

    ``weight`` is the share of the turns that the member's roles give, 1 for most; ``notes`` are
    sentences that the member alone reads after the first answer. ``decision`` is the chain's: what
    is to be reviewed waits before anything is spent, for *review_for* at most.
    ``is_image_reviewed``: a moderator sees the images before anyone else does. ``entry`` is what
    it is in a group session. ``cost_micros`` is what all its images are going to cost, in
    millionths of the currency; ``is_cost_confirmed``: the member has read that, and wants it.
    ``parked_id``: of what it waited as until then, and which is made once.
    """

    request: ImageRequest
    place: Place
    provider: str
    style: str | None = None
    origin: Origin = Origin.IMAGINE
    parent_id: int | None = None
    parent_index: int | None = None  # which image of the parent it was made from
    weight: float = 1.0
    notes: tuple[str, ...] = ()
    asker: Asker = UNKNOWN_ASKER
    decision: Decision = ALLOWED
    is_image_reviewed: bool = False
    review_for: timedelta = LONGEST_WAIT
    entry: NewEntry | None = None
    cost_micros: int = 0
    is_cost_confirmed: bool = False
    parked_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredImage:
    """One finished image: its row and, below the data folder, its file.

    ``nsfw_confidence`` is the image service's, from 0 to 100; ``classifier_score`` this machine's,
    from 0 to 1; None if it has not looked. ``pdq`` is the perceptual hash.
    """

    index: int
    seed: int
    path: str
    content_type: str
    width_px: int
    height_px: int
    size_bytes: int
    sha256: str
    is_extra: bool = False  # a ControlNet preprocessor's picture: free, and shown last
    nsfw_confidence: float | None = None
    classifier_score: float | None = None
    pdq: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One row of the store, as a value.

    ``is_damaged`` says that ``request`` is only what could still be read of what was asked for;
    ``weight`` is the share of the turns that it was admitted with. ``is_image_reviewed``: a
    moderator is to see its images before anyone else, and has not decided yet;
    ``is_image_approved``: one has.
    """

    id: int
    status: Status
    request: ImageRequest
    place: Place
    provider: str
    style: str | None
    origin: Origin
    parent_id: int | None
    task_id: str | None
    units: int
    created_at: datetime
    submitted_at: datetime | None
    ready_at: datetime | None  # when the images existed; they may reach their owner much later
    finished_at: datetime | None
    reason: str | None  # why it failed, in the member's words
    warning: str | None  # what the service warned of
    rung: Rung | None
    images: tuple[StoredImage, ...] = ()
    is_damaged: bool = False
    weight: float = 1.0
    parent_index: int | None = None
    ruling: str | None = None  # by which rule it waits, was rejected or was held
    is_image_reviewed: bool = False
    is_image_approved: bool = False
    is_prompt_edited: bool = False  # by the moderator who approved it
    deleted_at: datetime | None = None  # when its owner or a moderator removed its images

    @property
    def results(self) -> tuple[StoredImage, ...]:
        """The images that were asked for, without a service's extra pictures."""
        return tuple(image for image in self.images if not image.is_extra)


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A generation that was just queued; *position* is its place in the queue, 1 = next.

    ``units_ahead`` are the images of those before it; ``done_at`` is when it should have its own,
    None if nothing was learnt yet; ``is_held_up``: the image service does not answer for now.
    ``review_until`` says that it waits for a moderator instead, and until when.
    """

    generation: Generation
    position: int
    units_ahead: int = 0
    done_at: datetime | None = None
    is_held_up: bool = False
    review_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePlace:
    """A place in the queue: *position* 1 = next, and the images of those before it."""

    position: int
    units_ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """A generation that was just cancelled, where it stood, and the units given back."""

    generation: Generation
    was: Status
    units_back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLimits:
    """What one member of one server may have, and all members of a server together.

    ``month_budget_micros`` is the most that all servers together may cost in a month, None without
    a bound; ``currency`` is what stands before a sum of money.
    """

    daily_quota: int
    waiting: int
    running: int
    server_waiting: int = 100_000
    server_running: int = 64
    month_budget_micros: int | None = None
    currency: str = "$"
