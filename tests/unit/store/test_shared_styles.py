"""Shared styles: asked for, let in once, and never under two owners' one name."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.styles import Sharing, Style, content_sha256
from bot.errors import StyleError
from bot.store.database import Database
from bot.store.server_settings import ServerChoices, ServerSettings, StyleSharing
from bot.store.shared_styles import SharedStyles
from bot.store.style_previews import StylePreviews
from bot.store.styles import Styles
from tests.fakes.log_entry import rules_changed
from tests.unit.store.samples import MEMBER, NOON, SERVER

OTHER = MEMBER + 1
INK = Style(name="ink", prompt="ink")


@pytest.fixture
def styles(database: Database) -> Styles:
    return Styles(database)


@pytest.fixture
def shared(database: Database) -> SharedStyles:
    return SharedStyles(database)


async def asked(styles: Styles, shared: SharedStyles, sharing: Sharing = Sharing.PENDING) -> Style:
    await styles.save(MEMBER, SERVER, INK, NOON)
    return await shared.share(MEMBER, SERVER, "ink", sharing, NOON)


def seen(style: Style) -> str:
    return content_sha256(style)[:12]


async def test_a_style_that_waits_is_found_by_nobody_else(
    styles: Styles, shared: SharedStyles
) -> None:
    await asked(styles, shared)
    assert await shared.list(SERVER) == []
    assert await shared.get(SERVER, "ink") is None
    assert [style.name for style in await shared.list(SERVER, Sharing.PENDING)] == ["ink"]


async def test_two_moderators_at_once_make_one_decision(
    styles: Styles, shared: SharedStyles
) -> None:
    style = await asked(styles, shared)
    decisions = await asyncio.gather(
        *(
            shared.decide(style.id or 0, SERVER, seen(style), NOON, is_let_in=is_let_in)
            for is_let_in in (True, False)
        ),
        return_exceptions=True,
    )
    assert [isinstance(each, StyleError) for each in decisions].count(True) == 1


@pytest.mark.parametrize("server_id", [SERVER + 1, 0])
async def test_another_servers_moderator_decides_nothing(
    styles: Styles, shared: SharedStyles, server_id: int
) -> None:
    style = await asked(styles, shared)
    with pytest.raises(StyleError, match="does not wait"):
        await shared.decide(style.id or 0, server_id, seen(style), NOON, is_let_in=True)
    assert await shared.get(SERVER, "ink") is None


async def test_what_has_changed_since_it_was_shown_is_not_let_in(
    styles: Styles, shared: SharedStyles
) -> None:
    style = await asked(styles, shared)
    changed = Style(name="ink", prompt="something else", sharing=Sharing.PENDING)
    await styles.edit(MEMBER, SERVER, "ink", changed, NOON)
    with pytest.raises(StyleError, match="has changed since"):
        await shared.decide(style.id or 0, SERVER, seen(style), NOON, is_let_in=True)
    assert await shared.get(SERVER, "ink") is None


async def test_a_name_is_shared_once_in_a_server(styles: Styles, shared: SharedStyles) -> None:
    await asked(styles, shared, Sharing.SHARED)
    await styles.save(OTHER, SERVER, INK, NOON)
    with pytest.raises(StyleError, match="already shares a style named `ink`"):
        await shared.share(OTHER, SERVER, "ink", Sharing.SHARED, NOON)
    await styles.save(OTHER, SERVER + 1, INK, NOON)
    there = await shared.share(OTHER, SERVER + 1, "ink", Sharing.SHARED, NOON)
    assert there.sharing is Sharing.SHARED


async def test_what_is_taken_back_is_its_owners_alone(styles: Styles, shared: SharedStyles) -> None:
    await asked(styles, shared, Sharing.SHARED)
    assert await shared.get(SERVER, " INK ") == Style(
        name="ink", prompt="ink", sharing=Sharing.SHARED
    )
    await shared.share(MEMBER, SERVER, "ink", Sharing.OWN, NOON)
    assert await shared.get(SERVER, "ink") is None
    assert await styles.get(MEMBER, SERVER, "ink") == INK


async def test_a_server_that_chose_nothing_lets_styles_in_by_approval(database: Database) -> None:
    settings = ServerSettings(database)
    assert await settings.get(SERVER) == ServerChoices()
    await settings.report_to(SERVER, 5, rules_changed(SERVER))
    assert await settings.get(SERVER) == ServerChoices(report_channel_id=5)
    assert await settings.get(SERVER + 1) == ServerChoices()


async def test_two_moderators_at_one_panel_undo_nothing_of_each_other(database: Database) -> None:
    settings = ServerSettings(database)
    await asyncio.gather(
        settings.report_to(SERVER, 5, rules_changed(SERVER)),
        settings.share_styles(SERVER, StyleSharing.OPEN, rules_changed(SERVER)),
    )
    chosen = ServerChoices(report_channel_id=5, style_sharing=StyleSharing.OPEN)
    assert await settings.get(SERVER) == chosen
    left = await settings.report_to(SERVER, None, rules_changed(SERVER))
    assert left == replace(chosen, report_channel_id=None)


async def test_a_preview_is_asked_for_anew_until_there_is_one(database: Database) -> None:
    previews = StylePreviews(database)
    assert await previews.get("a" * 64) is None
    await previews.asked("a" * 64, 1, NOON)
    await previews.asked("a" * 64, 2, NOON)
    found = await previews.get("a" * 64)
    assert found is not None
    assert (found.generation_id, found.picture) == (2, None)
    await previews.keep("a" * 64, b"picture")
    await previews.asked("a" * 64, 3, NOON)
    kept = await previews.get("a" * 64)
    assert kept is not None
    assert (kept.generation_id, kept.picture) == (2, b"picture")
