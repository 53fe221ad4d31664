"""What people see of group sessions, put together in one place; starts nothing."""

from collections.abc import Awaitable, Callable

import discord

from bot.generation.cancelling import Cancelling
from bot.generation.moderation.other_refusals import OtherRefusals
from bot.generation.moderation.policies import Policies
from bot.generation.sessions.stage import Stage
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.setting_choices import SettingChoices
from bot.replies.pictures.thumbnails import Thumbnails
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.request_reader import RequestReader
from bot.replies.sending.uploads import Packer
from bot.replies.sessions.entry_form import EntryForms
from bot.replies.sessions.session_access import SessionAccess
from bot.replies.sessions.session_desk import SessionDesk
from bot.replies.sessions.session_entering import SessionEntering
from bot.replies.sessions.session_leading import SessionLeading
from bot.replies.sessions.session_own import SessionOwn
from bot.replies.sessions.session_sending import SessionSending
from bot.replies.sessions.session_sheets import SessionSheets
from bot.replies.sessions.session_stage import SessionStage
from bot.replies.sessions.session_start import SessionStart
from bot.replies.sessions.session_voting import SessionVoting
from bot.services.foundation import Foundation
from bot.services.sessions import GroupSessions, build_sessions
from bot.services.styles import shelf_of
from bot.store.generations import Generations
from bot.store.session_mine import OwnEntries
from bot.store.session_store import SessionStore


def build_group_sessions(  # noqa: PLR0913 - it is put together of all of them
    base: Foundation,
    client: discord.Client,
    *,
    generations: Generations,
    packer: Packer,
    cancelling: Cancelling,
    policies: Policies,
    refusals: OtherRefusals,
    wake: Callable[[], None],
) -> GroupSessions:
    """Put the sessions and the stage that shows them together; *wake* is the work's."""
    stage: Stage = SessionStage(
        sending=SessionSending(client),
        sheets=_sheets(base),
        store=SessionStore(base.database),
        packer=packer,
    )
    return build_sessions(
        base,
        generations=generations,
        stage=stage,
        cancel=_cancel(cancelling),
        policies=policies,
        refusals=refusals,
        wake=wake,
    )


def build_session_desk(
    base: Foundation,
    group: GroupSessions,
    *,
    moderators: Moderators,
    choices: SettingChoices,
    reader: RequestReader,
    asking: Asking,
    cancelling: Cancelling,
) -> SessionDesk:
    """Put what the cog is given together."""
    sessions = group.sessions
    access, sheets = SessionAccess(sessions, moderators), _sheets(base)
    return SessionDesk(
        access=access,
        starts=SessionStart(sessions, moderators, shelf_of(base)),
        entering=SessionEntering(
            sessions=sessions,
            access=access,
            forms=EntryForms(choices),
            reader=reader,
            asking=asking,
            time=base.time,
        ),
        own=SessionOwn(
            sessions=sessions,
            access=access,
            own=OwnEntries(base.database),
            sheets=sheets,
            cancelling=cancelling,
            time=base.time,
        ),
        voting=SessionVoting(sessions, access, sheets),
        leading=SessionLeading(sessions, access),
    )


def _sheets(base: Foundation) -> SessionSheets:
    generations = Generations(base.database, base.settings.work.instance)
    return SessionSheets(generations, Thumbnails(base.image_files), base.image_files)


def _cancel(cancelling: Cancelling) -> Callable[[int], Awaitable[object]]:
    async def cancel(generation_id: int) -> None:
        cancelled = await cancelling.cancel(generation_id)
        if cancelled is not None:
            await cancelling.tell(cancelled)

    return cancel
