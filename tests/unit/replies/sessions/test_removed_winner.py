"""The winner that a round is painted over, removed by a moderator: nothing shows it any more."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import discord

from bot.domain.sessions.board import Board, RoundResult
from bot.domain.sessions.session import RemixSource
from bot.replies.sending.uploads import Packer, Upload
from bot.replies.sessions.session_posts import result_post
from bot.replies.sessions.session_sending import SessionSending
from bot.replies.sessions.session_sheets import SessionSheets
from bot.replies.sessions.session_stage import SessionStage
from bot.store.session_store import SessionStore
from tests.unit.texts.shown_sessions import SESSION

_PAINTED_OVER = "painted over the winner"


class _Files:
    """The copy of the winner lies on the disk yet: something unfinished is made from it."""

    async def source(self, _source: RemixSource) -> Upload:
        return Upload(name="last-winner.webp", data=b"")


class _Thread:
    shown: str = ""
    uploads: Sequence[Upload] = ()

    async def edit(
        self,
        _channel_id: int,
        _message_id: int,
        view: discord.ui.LayoutView,
        uploads: Sequence[Upload],
    ) -> bool:
        self.shown, self.uploads = _text(view), uploads
        return True


def _text(view: discord.ui.LayoutView) -> str:
    texts = (item for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay))
    return "\n".join(text.content for text in texts)


def _stage(thread: _Thread) -> SessionStage:
    nothing: Any = None
    return SessionStage(
        sending=cast("SessionSending", thread),  # the one call of it that a known board needs
        sheets=cast("SessionSheets", _Files()),
        store=cast("SessionStore", nothing),
        packer=cast("Packer", nothing),
    )


async def test_the_board_shows_the_winner_until_it_is_removed() -> None:
    thread = _Thread()
    board = Board(session=SESSION)
    await _stage(thread).show_board(board, "b1")
    assert [upload.name for upload in thread.uploads] == ["last-winner.webp"]
    assert _PAINTED_OVER in thread.shown
    await _stage(thread).show_board(replace(board, is_source_gone=True), "b1")
    assert not thread.uploads
    assert _PAINTED_OVER not in thread.shown


def test_the_result_of_a_round_tells_of_no_winner_that_is_not_there() -> None:
    result = RoundResult(number=1, best=(), entries=0, votes=0, has_winner=False)
    text = _text(result_post(SESSION, result, None))
    assert "Round 2 begins" in text
    assert _PAINTED_OVER not in text
