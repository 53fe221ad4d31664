"""Group sessions, put together in one place; starts nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.generation.moderation.other_refusals import OtherRefusals
from bot.generation.moderation.policies import Policies
from bot.generation.sessions.keeper import SessionKeeper
from bot.generation.sessions.phases import Phases
from bot.generation.sessions.pictures import EntryPictures
from bot.generation.sessions.service import Sessions
from bot.generation.sessions.showing import Showing
from bot.generation.sessions.stage import Stage
from bot.services.foundation import Foundation
from bot.store.generations import Generations
from bot.store.session_notes import SessionNotes
from bot.store.session_store import SessionStore


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSessions:
    """What the cog of sessions is given; the keeper is to be run beside the work."""

    sessions: Sessions
    keeper: SessionKeeper
    pictures: EntryPictures


def build_sessions(
    base: Foundation,
    *,
    generations: Generations,
    stage: Stage,
    cancel: Callable[[int], Awaitable[object]],
    policies: Policies,
    refusals: OtherRefusals,
    wake: Callable[[], None],
) -> GroupSessions:
    """Put the parts together.

    Args:
        base: Database, files, image service and clock.
        generations: Where entries are read.
        stage: Shows in Discord.
        cancel: Ends a generation that waits, and tells its member.
        policies: Says whether moderators read anywhere.
        refusals: Logs what a session refuses.
        wake: Lets the work look at the queue again.
    """
    store, notes = SessionStore(base.database), SessionNotes(base.database)
    pictures = EntryPictures(generations, base.image_files)
    phases = Phases(store, pictures, base.time)
    keeper = SessionKeeper(
        store=store,
        notes=notes,
        phases=phases,
        showing=Showing(stage=stage, store=store, notes=notes, pictures=pictures, time=base.time),
        cancel=cancel,
        time=base.time,
    )
    sessions = Sessions(
        store=store,
        keeper=keeper,
        phases=phases,
        provider=base.provider,
        policies=policies,
        on_refused=refusals.note,
        wake=wake,
        time=base.time,
    )
    return GroupSessions(sessions=sessions, keeper=keeper, pictures=pictures)
