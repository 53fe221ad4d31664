"""What the board, a post in the thread and the summary are drawn from.

Whoever draws cannot name a hidden author: where authors are hidden, their ids are not in here.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.sessions.session import EntryState, Phase, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardEntry:
    """One entry on the board; ``member_id`` is None while its author is hidden."""

    entry_id: int
    number: int
    state: EntryState
    member_id: int | None
    generation_id: int
    post_message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The one live message of a session, as a value.

    ``counts`` are of the present round, removed entries left out. ``latest`` are up to three of
    each state, the newest first. ``left`` are the images of the budget; ``votes`` the votes cast
    in this round. ``is_closing``: the round is over, and what is still being made is awaited
    before the vote begins. ``is_source_gone``: the image that this round is painted over was
    deleted.
    """

    session: Session
    counts: Mapping[EntryState, int] = field(default_factory=dict)
    latest: tuple[BoardEntry, ...] = ()
    members: int = 0
    left: int = 0
    votes: int = 0
    is_closing: bool = False
    is_source_gone: bool = False

    def count(self, state: EntryState) -> int:
        """Return how many entries of this round are in *state*."""
        return self.counts.get(state, 0)

    @property
    def total(self) -> int:
        """All entries of this round that count: not those that failed."""
        return sum(n for state, n in self.counts.items() if state is not EntryState.FAILED)

    @property
    def version(self) -> str:
        """A word that differs when the board looks different; times tick by themselves."""
        session = self.session
        shown = (
            session.phase,
            session.rules,
            session.round,
            session.end_reason,
            sorted(self.counts.items()),
            self.latest,
            self.members,
            self.left,
            self.votes,
            self.is_closing,
            self.is_source_gone,
        )
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]

    @property
    def is_urgent(self) -> bool:
        """Whether it shows an end, which is not to wait behind a storm of entries."""
        return self.session.phase in {Phase.FINISHED, Phase.CANCELLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What one member may vote for, the first entry first, and the entry that they have chosen."""

    session: Session
    entries: tuple[BoardEntry, ...]
    chosen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An entry and its votes at the end of a round."""

    entry: BoardEntry
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundResult:
    """How a round ended: the best entries first, nine at most; the first has won.

    Equal votes: the earlier entry wins. Without a vote nobody wins, unless there is one entry only.
    """

    number: int
    best: tuple[Result, ...]
    entries: int
    votes: int
    has_winner: bool

    @property
    def winner(self) -> Result | None:
        """The entry that has won."""
        return self.best[0] if self.has_winner and self.best else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What stays of a session; authors are in it, since it is over."""

    session: Session
    rounds: tuple[RoundResult, ...]
    members: int
    images: int
