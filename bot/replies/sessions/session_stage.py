"""The thread of a session in Discord: draws what it is handed and sends it; keeps no state."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.sessions.board import Board, BoardEntry, RoundResult, Summary
from bot.domain.sessions.session import Phase, Session
from bot.errors import DiscordUnreachable
from bot.generation.sessions.stage import LoadPicture, Picture
from bot.pictures.sheets import MOST_TILES
from bot.replies.sending.uploads import Packer, Upload
from bot.replies.sessions.board_view import board_view
from bot.replies.sessions.session_posts import (
    announcement,
    entry_post,
    result_post,
    summary_post,
    vote_call,
)
from bot.replies.sessions.session_sending import SessionSending
from bot.replies.sessions.session_sheets import SessionSheets
from bot.store.session_store import SessionStore
from bot.texts import in_language

_MOST_SHEETS = 3  # of one call to vote; the rest is in everybody's own ballot
_SHEET, _FINAL = "candidates-{n}.webp", "final.webp"
_NOBODY = 0  # no member has that id: a ballot of theirs leaves nothing out


class SessionStage:
    """Implements ``bot.generation.sessions.stage.Stage``."""

    def __init__(
        self,
        *,
        sending: SessionSending,
        sheets: SessionSheets,
        store: SessionStore,
        packer: Packer,
    ) -> None:
        self._sending = sending
        self._sheets = sheets
        self._store = store
        self._packer = packer

    async def open_thread(self, session: Session) -> int:
        """Open it below a message in the channel, or as a post of a forum."""
        with in_language(session.locale):
            view, name = announcement(session), f"🖼️ {session.rules.theme}"
        if (forum := self._sending.forum(session.channel_id)) is not None:
            return await self._sending.open_post(forum, name, view)
        message_id = await self._sending.post(session.channel_id, view, f"t{session.id}")
        return await self._sending.open_thread(session.channel_id, message_id, name)

    async def show_board(self, board: Board, nonce: str) -> int:
        """Edit the board, or post and pin it."""
        if board.session.phase is Phase.FINISHED:  # the final picture has been posted since
            board = replace(board, session=await self._store.get(board.session.id))
        session = board.session
        with in_language(session.locale):
            uploads = await self._source(board)
            view = board_view(
                board, has_source=bool(uploads), result=await self._last_result(session)
            )
        thread_id = _thread_of(session)
        known = session.board_message_id
        if known is not None and await self._sending.edit(thread_id, known, view, uploads):
            return known
        message_id = await self._sending.post(thread_id, view, nonce, uploads)
        await self._sending.pin(thread_id, message_id)
        return message_id

    async def post_entry(
        self, session: Session, entry: BoardEntry, picture: Picture, nonce: str
    ) -> int:
        """Post a finished entry."""
        limit_bytes = self._sending.upload_limit_bytes(session.server_id)
        async with self._packer.rooms.enter(session.server_id):
            packed = await self._packer.pack(picture.generation, [picture.image], limit_bytes)
            with in_language(session.locale):
                view = entry_post(session, entry, picture.generation, packed)
            return await self._sending.post(_thread_of(session), view, nonce, packed.uploads)

    async def remove_post(self, session: Session, message_id: int) -> None:
        """Delete the post of an entry."""
        await self._sending.delete(_thread_of(session), message_id)

    async def call_to_vote(self, board: Board, nonce: str) -> int:
        """Post the candidates with what votes for them."""
        session = board.session
        with in_language(session.locale):
            candidates = (await self._store.ballot(session, _NOBODY)).entries
            sheets: list[tuple[Upload, str]] = []
            for n in range(_MOST_SHEETS):
                some = candidates[n * MOST_TILES : (n + 1) * MOST_TILES]
                if (sheet := await self._sheets.candidates(some, _SHEET.format(n=n + 1))) is None:
                    break
                sheets.append((sheet.upload, sheet.words))
            view = vote_call(board, candidates, sheets)
        uploads = [upload for upload, _words in sheets]
        return await self._sending.post(_thread_of(session), view, nonce, uploads)

    async def post_result(
        self, session: Session, result: RoundResult, load: LoadPicture, nonce: str
    ) -> int:
        """Post how a round ended."""
        del load  # thumbnails are read one by one from the files
        with in_language(session.locale):
            picture = await self._sheets.winners(result, _FINAL)
            view = result_post(session, result, picture)
        return await self._sending.post(_thread_of(session), view, nonce, _uploads(picture))

    async def post_summary(self, summary: Summary, load: LoadPicture, nonce: str) -> int:
        """Post the final picture and what stays."""
        del load
        session = summary.session
        with in_language(session.locale):
            picture, prompt = None, None
            if summary.rounds:
                last = summary.rounds[-1]
                picture = await self._sheets.winners(last, _FINAL)
                if last.winner is not None:
                    prompt = await self._sheets.prompt(last.winner.entry.generation_id)
            view = summary_post(summary, picture, prompt)
        return await self._sending.post(_thread_of(session), view, nonce, _uploads(picture))

    async def _source(self, board: Board) -> Sequence[Upload]:
        source = board.session.round.source
        # What was removed is shown nowhere, though its copy stays for what is still being made.
        if source is None or board.is_source_gone or not board.session.is_live:
            return ()
        upload = await self._sheets.source(source)
        return (upload,) if upload is not None else ()

    async def _last_result(self, session: Session) -> RoundResult | None:
        if session.phase is not Phase.FINISHED:
            return None
        rounds = (await self._store.summary(session)).rounds
        return rounds[-1] if rounds else None


def _thread_of(session: Session) -> int:
    if session.thread_id is None:
        raise DiscordUnreachable(f"session {session.id} has no thread yet")
    return session.thread_id


def _uploads(picture: tuple[Upload, str] | None) -> Sequence[Upload]:
    return () if picture is None else (picture[0],)
