"""A group session: where it stands, its present round, its entries and votes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.generation import Status
from bot.domain.sessions.rules import SessionRules


class Phase(StrEnum):
    """Where a session stands; each step is one compare-and-set in the database."""

    OPEN = "open"  # takes entries until its round ends
    PAUSED = "paused"  # takes none, and its clock stands still
    VOTING = "voting"
    FINISHED = "finished"
    CANCELLED = "cancelled"


TAKEN_OUT = "member taken out"  # what the log says of a kick, beside the names of steps
LIVE = frozenset({Phase.OPEN, Phase.PAUSED, Phase.VOTING})


class Part(StrEnum):
    """What goes on in a round, and can be ended before its time."""

    ENTRIES = "entries"
    WAIT = "wait"  # for what was entered in time and is still being made
    VOTE = "vote"


class EndReason(StrEnum):
    """Why a session has ended otherwise than by its last vote."""

    HOST = "host"  # somebody who may has cancelled it
    THREAD_GONE = "thread_gone"  # its thread was deleted
    NO_ENTRIES = "no_entries"  # nothing to vote on
    NO_VOTES = "no_votes"  # so that no image won
    FORGOTTEN = "forgotten"  # paused for a week, and nobody let it go on
    NO_SOURCE = "no_source"  # the winner's image was deleted before the next round


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """What a session is started with."""

    server_id: int
    channel_id: int
    host_id: int
    locale: str
    rules: SessionRules


@dataclass(frozen=True, slots=True, kw_only=True)
class RemixSource:
    """The winner's image that a round is painted over; a copy of it lies among the inputs."""

    generation_id: int
    image_index: int
    sha256: str
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of entries and votes; ``source`` is None in the first.

    ``voting_ends_at`` is None until the vote begins.
    """

    number: int
    ends_at: datetime
    voting_ends_at: datetime | None = None
    source: RemixSource | None = None
    winner_entry_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One row of the store with its present round, as a value.

    ``thread_id`` and ``board_message_id`` are None until they are there. ``paused_at`` is when it
    was paused; what was left of the round then is left when it goes on.
    """

    id: int
    server_id: int
    channel_id: int  # where it was started; its thread hangs there
    host_id: int
    locale: str
    rules: SessionRules
    phase: Phase
    round: Round
    thread_id: int | None
    board_message_id: int | None
    summary_message_id: int | None
    created_at: datetime
    paused_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: EndReason | None = None

    @property
    def is_live(self) -> bool:
        """Whether it goes on."""
        return self.phase in LIVE

    def shows_authors(self) -> bool:
        """Tell whether anybody may read who made an entry."""
        return not self.rules.hides_authors or self.phase is Phase.FINISHED

    def takes_entries(self, now: datetime) -> bool:
        """Tell whether entries are taken at this moment."""
        return self.phase is Phase.OPEN and now < self.round.ends_at

    def part(self, now: datetime) -> Part | None:
        """Return what goes on at this moment, None once it is all over."""
        if not self.is_live:
            return None
        if self.phase is Phase.VOTING:
            return Part.VOTE
        is_waiting = self.phase is Phase.OPEN and now >= self.round.ends_at
        return Part.WAIT if is_waiting else Part.ENTRIES


class EntryState(StrEnum):
    """What has become of an entry, as its session sees it."""

    WAITING = "waiting"
    IN_REVIEW = "in_review"  # a moderator looks at its prompt, or at its image
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # failed, refused, rejected or cancelled: it can be given again


STATES = {
    Status.IN_REVIEW: EntryState.IN_REVIEW,
    Status.QUEUED: EntryState.WAITING,
    Status.SUBMITTING: EntryState.RUNNING,
    Status.RUNNING: EntryState.RUNNING,
    Status.READY: EntryState.RUNNING,
    Status.HELD: EntryState.IN_REVIEW,
    Status.DELIVERED: EntryState.DONE,
    Status.FAILED: EntryState.FAILED,
    Status.CANCELLED: EntryState.FAILED,
    Status.REJECTED: EntryState.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A member's entry; ``number`` counts the entries of a round from 1, and is never given twice.

    ``post_message_id`` is its message in the thread, None until it is there.
    """

    id: int
    session_id: int
    round_number: int
    number: int
    member_id: int
    generation_id: int
    state: EntryState
    created_at: datetime
    post_message_id: int | None = None
