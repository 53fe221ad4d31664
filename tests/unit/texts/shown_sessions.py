"""One of each thing that members see of group sessions; what is data in them is Cyrillic."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import discord

from bot.domain.sessions.board import (
    Ballot,
    Board,
    BoardEntry,
    Result,
    RoundResult,
    Summary,
)
from bot.domain.sessions.rules import SessionRules
from bot.domain.sessions.session import (
    LIVE,
    EndReason,
    Entry,
    EntryState,
    Phase,
    RemixSource,
    Round,
    Session,
)
from bot.replies.sending.uploads import Packed, Upload
from bot.replies.sessions import ballot_panel, host_panel, session_panels, session_posts
from bot.replies.sessions.board_view import board_view
from bot.replies.sessions.entry_form import entry_modal
from bot.replies.sessions.session_ids import Act
from bot.replies.sessions.session_sheets import Sheet
from tests.unit.replies.samples import NOW, a_generation, an_image

DATA = "лиса"
View = discord.ui.LayoutView | discord.ui.Modal
_ID = 10**19  # as long as Discord's will be for a long time
RULES = SessionRules(
    theme=DATA,
    style=DATA,
    required_words=(DATA, DATA),
    forbidden_words=(DATA,),
    entries_each=2,
    role_ids=(_ID,),
    is_reviewed=True,
    hides_authors=True,
    rounds=3,
)
SESSION = Session(
    id=1,
    server_id=_ID,
    channel_id=_ID,
    host_id=_ID,
    locale="en-US",
    rules=RULES,
    phase=Phase.OPEN,
    round=Round(
        number=2,
        ends_at=NOW,
        voting_ends_at=NOW + timedelta(hours=1),
        source=RemixSource(
            generation_id=1, image_index=0, sha256="0" * 64, width_px=8, height_px=8
        ),
    ),
    thread_id=_ID,
    board_message_id=_ID,
    summary_message_id=_ID,
    created_at=NOW,
)
EVERYBODY = replace(SESSION, rules=SessionRules(theme=DATA, forbids_own_vote=False))


def entry(
    number: int, state: EntryState = EntryState.DONE, member_id: int | None = _ID
) -> BoardEntry:
    """Return an entry of the board."""
    return BoardEntry(
        entry_id=number,
        number=number,
        state=state,
        member_id=member_id,
        generation_id=1,
        post_message_id=_ID,
    )


def session_views() -> Iterator[tuple[str, View]]:
    """Yield every view, panel and modal with its name."""
    yield from _boards()
    yield from _posts()
    yield from _panels()


def _board(session: Session) -> Board:
    return Board(
        session=session,
        counts=dict.fromkeys(EntryState, 5),
        latest=tuple(entry(number, state) for number, state in enumerate(EntryState)),
        members=2,
        left=3,
        votes=4,
    )


def _boards() -> Iterator[tuple[str, View]]:
    for phase in Phase:
        for session in (SESSION, EVERYBODY):
            board = _board(replace(session, phase=phase))
            yield f"board, {phase}", board_view(board, has_source=phase in LIVE)
    yield "closing board", board_view(replace(_board(SESSION), is_closing=True))
    yield "empty board", board_view(Board(session=SESSION))
    over = replace(SESSION, phase=Phase.FINISHED)
    yield "decided board", board_view(_board(over), result=_result())
    for reason in EndReason:
        yield f"board, {reason}", board_view(Board(session=replace(over, end_reason=reason)))


def _result(**changes: object) -> RoundResult:
    best = tuple(Result(entry=entry(number), votes=2 if number < 3 else 0) for number in (1, 2, 3))
    return replace(
        RoundResult(number=1, best=best, entries=3, votes=4, has_winner=True),
        **changes,  # type: ignore[arg-type]  # of its fields
    )


def _posts() -> Iterator[tuple[str, View]]:
    upload = Upload(name="a.png", data=b"", stored=an_image().stored)
    picture = (upload, DATA)
    yield "a session begins", session_posts.announcement(SESSION)
    generation = replace(a_generation(prompt=DATA), style=DATA)
    for packed in (Packed(uploads=(upload,), left_out=1), Packed()):
        for one in (entry(1), entry(1, member_id=None)):
            post = session_posts.entry_post(EVERYBODY, one, generation, packed)
            yield "entry", post
    for count in (0, 3, 30):
        some = [entry(number) for number in range(1, count + 1)]
        yield "vote", session_posts.vote_call(_board(SESSION), some, [picture])
        yield "vote, own too", session_posts.vote_call(_board(EVERYBODY), some, [])
    yield "result", session_posts.result_post(SESSION, _result(), picture)
    over = replace(SESSION, phase=Phase.FINISHED)
    rounds = (_result(), _result(number=2))
    summary = Summary(session=over, rounds=rounds, members=2, images=3)
    yield "summary", session_posts.summary_post(summary, picture, DATA)
    nobody = replace(over, end_reason=EndReason.NO_VOTES)
    none = Summary(session=nobody, rounds=(_result(has_winner=False),), members=2, images=3)
    yield "summary without winner", session_posts.summary_post(none, None, None)


def _panels() -> Iterator[tuple[str, View]]:
    for session in (SESSION, EVERYBODY):
        yield "rules", session_panels.rules_panel(session)
        yield "enter", entry_modal(session, [discord.SelectOption(label=DATA, value="1")])
    yield from _mine()
    yield (
        "sessions",
        session_panels.sessions_panel(
            [replace(SESSION, phase=phase, id=number) for number, phase in enumerate(sorted(LIVE))]
        ),
    )
    yield "no sessions", session_panels.sessions_panel([])
    sheet = Sheet(upload=Upload(name="a.webp", data=b""), words=DATA, prompts=[DATA] * 9)
    some = tuple(entry(number) for number in range(1, 19))
    for chosen in (None, 2):
        ballot = Ballot(session=SESSION, entries=some, chosen=chosen)
        yield f"ballot, {chosen}", ballot_panel.ballot_panel(ballot, 0, sheet)
    nothing = Ballot(session=SESSION, entries=())
    yield "empty ballot", ballot_panel.ballot_panel(nothing, 0, None)
    for phase in Phase:
        board = _board(replace(SESSION, phase=phase))
        yield f"host, {phase}", host_panel.host_panel(board, host_panel.kicked_text(_ID, 2))
    closing = replace(_board(replace(SESSION, phase=Phase.OPEN)), is_closing=True)
    yield "host, closing", host_panel.host_panel(closing, host_panel.ended_text())
    for act in Act:
        yield f"led, {act}", host_panel.host_panel(_board(SESSION), host_panel.done_text(act))
    yield "cancel?", host_panel.cancel_question(SESSION)


def _mine() -> Iterator[tuple[str, View]]:
    entries = [
        Entry(
            id=number,
            session_id=1,
            round_number=2,
            number=number,
            member_id=1,
            generation_id=1,
            state=state,
            created_at=NOW,
            post_message_id=_ID,
        )
        for number, state in enumerate(EntryState)
    ]
    for was_unmade in (True, False):
        note = session_panels.taken_back_text(was_unmade=was_unmade)
        yield "own entries", session_panels.mine_panel(SESSION, entries, {1: DATA}, note)
    yield "no entries", session_panels.mine_panel(SESSION, [], {})
