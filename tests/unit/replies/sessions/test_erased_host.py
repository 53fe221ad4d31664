"""A session that goes on after its host has deleted all of theirs: no theme and no name is left."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.domain.sessions.session import Session
from bot.replies.sessions.entry_form import entry_modal
from bot.replies.sessions.session_desk import SessionDesk
from bot.replies.sessions.session_panels import sessions_panel
from tests.fakes.interaction import FakeInteraction
from tests.unit.texts.measures import texts
from tests.unit.texts.shown_sessions import SESSION

ERASED = replace(SESSION, host_id=0, rules=replace(SESSION.rules, theme=""))


class OneSession:
    async def seen(self, interaction: discord.Interaction) -> Sequence[Session]:
        return [ERASED]


async def test_it_is_still_offered_by_a_name() -> None:
    desk: Any = SessionDesk.__new__(SessionDesk)
    desk._access = OneSession()
    offered = await desk.offered(FakeInteraction(), "")
    assert list(offered) == [("Group session", str(ERASED.id))]
    assert list(await desk.offered(FakeInteraction(), "group"))


def test_it_is_listed_without_anybody_who_leads_it() -> None:
    shown = " ".join(texts(sessions_panel([ERASED])))
    assert "**Group session**" in shown
    assert "<@0>" not in shown
    assert "**Group session**" in str(entry_modal(ERASED, []).to_components())
