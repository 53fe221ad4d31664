"""What a session shows in Discord, as a protocol that ``replies`` implements."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.generation import Generation
from bot.domain.sessions.board import Board, BoardEntry, RoundResult, Summary
from bot.domain.sessions.session import Session
from bot.errors import BotError
from bot.generation.announcer import ImageFile


class ThreadGone(BotError):
    """The thread of a session, or its channel, was deleted: nothing can be shown any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The finished image of an entry with what it was asked for by."""

    generation: Generation
    image: ImageFile = field(repr=False)


# Reads the picture of an entry anew at each call; None: its image was deleted.
LoadPicture = Callable[[BoardEntry], Awaitable[Picture | None]]


class Stage(Protocol):
    """The thread of a session. Each call is made again after a crash, with the same values.

    Every message that is posted carries its ``nonce`` with ``enforce_nonce``, so that a crash
    between the post and its row does not double it. Nothing pings anybody. Texts are in the
    session's ``locale``. Each method raises:

        ThreadGone: The thread was deleted.
        DiscordUnreachable: Not now, or the bot may not for now; to be called again later.
    """

    async def open_thread(self, session: Session) -> int:
        """Open the thread of a session in its channel and return its id."""
        ...

    async def show_board(self, board: Board, nonce: str) -> int:
        """Edit the board, or post (and pin) it if there is none or it was deleted.

        Returns:
            The id of the message that now is the board.
        """
        ...

    async def post_entry(
        self, session: Session, entry: BoardEntry, picture: Picture, nonce: str
    ) -> int:
        """Post a finished entry in the thread and return the message's id."""
        ...

    async def remove_post(self, session: Session, message_id: int) -> None:
        """Delete the post of an entry that was removed; fine if it is gone."""
        ...

    async def call_to_vote(self, board: Board, nonce: str) -> int:
        """Post, at the end of the thread, that the vote has begun, with its button."""
        ...

    async def post_result(
        self, session: Session, result: RoundResult, load: LoadPicture, nonce: str
    ) -> int:
        """Post how a round ended that is not the last, and what the next one begins with."""
        ...

    async def post_summary(self, summary: Summary, load: LoadPicture, nonce: str) -> int:
        """Post the final picture and the summary that stays."""
        ...
