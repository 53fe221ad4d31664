"""A session's thread in memory, with what Discord keeps: messages, nonces, and faults on demand."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from bot.domain.sessions.board import Board, BoardEntry, RoundResult, Summary
from bot.domain.sessions.session import Session
from bot.generation.sessions.stage import LoadPicture, Picture
from bot.timing import Time


class Killed(BaseException):
    """The process was killed at this point."""


@dataclass
class Posted:
    """One message of the thread."""

    kind: str
    shows: object
    nonce: str


@dataclass
class FakeStage:
    """What was shown; ``faults`` are raised one a call, and ``killed_after`` counts down calls."""

    time: Time
    threads: dict[int, int] = field(default_factory=dict)
    messages: dict[int, Posted] = field(default_factory=dict)
    edits_at_s: list[float] = field(default_factory=list)
    boards: list[Board] = field(default_factory=list)
    faults: list[Exception | None] = field(default_factory=list)
    always: Exception | None = None
    on_effect: Callable[[str], None] | None = None
    ids: "count[int]" = field(default_factory=lambda: count(5_000))

    async def open_thread(self, session: Session) -> int:
        self._fail()
        thread_id = self.threads.setdefault(session.id, next(self.ids))
        self._effect("thread")
        return thread_id

    async def show_board(self, board: Board, nonce: str) -> int:
        self._fail()
        self.edits_at_s.append(self.time.monotonic())
        self.boards.append(board)
        message_id = board.session.board_message_id
        if message_id is None or message_id not in self.messages:
            message_id = self._post("board", board, nonce)
        self.messages[message_id].shows = board
        self._effect("board")
        return message_id

    async def post_entry(
        self, session: Session, entry: BoardEntry, picture: Picture, nonce: str
    ) -> int:
        self._fail()
        assert session.thread_id is not None
        assert picture.image.data
        return self._posted("entry", entry, nonce)

    async def remove_post(self, session: Session, message_id: int) -> None:
        self._fail()
        assert session.thread_id is not None
        self.messages.pop(message_id, None)
        self._effect("removal")

    async def call_to_vote(self, board: Board, nonce: str) -> int:
        self._fail()
        return self._posted("call", board, nonce)

    async def post_result(
        self, session: Session, result: RoundResult, load: LoadPicture, nonce: str
    ) -> int:
        self._fail()
        for best in result.best:
            await load(best.entry)
        assert session.thread_id is not None
        return self._posted("result", result, nonce)

    async def post_summary(self, summary: Summary, load: LoadPicture, nonce: str) -> int:
        self._fail()
        del load
        return self._posted("summary", summary, nonce)

    def kinds(self) -> Counter[str]:
        return Counter(message.kind for message in self.messages.values())

    def shown(self, kind: str) -> list[object]:
        return [message.shows for message in self.messages.values() if message.kind == kind]

    def board(self) -> Board:
        return self.boards[-1]

    def _posted(self, kind: str, shows: object, nonce: str) -> int:
        message_id = self._post(kind, shows, nonce)
        self._effect(kind)
        return message_id

    def _post(self, kind: str, shows: object, nonce: str) -> int:
        assert len(nonce) <= 25
        for message_id, message in self.messages.items():
            if message.nonce == nonce:  # enforced: Discord answers with the one that is there
                return message_id
        message_id = next(self.ids)
        self.messages[message_id] = Posted(kind, shows, nonce)
        return message_id

    def _fail(self) -> None:
        if self.always is not None:
            raise self.always
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault

    def _effect(self, kind: str) -> None:
        if self.on_effect is not None:
            self.on_effect(kind)
