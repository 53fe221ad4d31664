"""A member's own settings: one row, that changes at once do not undo each other in."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.domain.member_settings import NO_SETTINGS
from bot.store.database import Database
from bot.store.member_settings import MemberSettingsStore
from tests.unit.store.samples import MEMBER, NOON


@pytest.fixture
def settings(database: Database) -> MemberSettingsStore:
    return MemberSettingsStore(database)


async def test_who_has_chosen_nothing_has_no_settings(settings: MemberSettingsStore) -> None:
    assert await settings.get(MEMBER) == NO_SETTINGS


async def test_choices_are_found_again_also_by_another_process(
    settings: MemberSettingsStore, database: Database
) -> None:
    await settings.set_option(MEMBER, "steps", "30", NOON)
    await settings.set_private(MEMBER, NOON, is_private=True)
    await settings.set_quick(MEMBER, {"images": "4"}, NOON)
    for reader in (settings, MemberSettingsStore(database)):
        found = await reader.get(MEMBER)
        assert (found.options, found.quick) == ({"steps": "30"}, {"images": "4"})
        assert found.is_private
    assert await settings.get(MEMBER + 1) == NO_SETTINGS


async def test_choices_made_at_once_are_all_kept(settings: MemberSettingsStore) -> None:
    await asyncio.gather(
        settings.set_option(MEMBER, "steps", "30", NOON),
        settings.get(MEMBER),
        settings.set_option(MEMBER, "size", "wide", NOON),
        settings.set_private(MEMBER, NOON, is_private=True),
        settings.get(MEMBER),
    )
    found = await settings.get(MEMBER)
    assert found.options == {"steps": "30", "size": "wide"}
    assert found.is_private


async def test_the_servers_default_is_chosen_by_taking_ones_own_away(
    settings: MemberSettingsStore,
) -> None:
    await settings.set_option(MEMBER, "steps", "30", NOON)
    await settings.set_option(MEMBER, "size", "wide", NOON)
    changed = await settings.set_option(MEMBER, "steps", None, NOON)
    assert changed.options == {"size": "wide"}


async def test_a_reset_forgets_the_defaults_and_keeps_the_last_quick_choices(
    settings: MemberSettingsStore,
) -> None:
    await settings.set_option(MEMBER, "steps", "30", NOON)
    await settings.set_private(MEMBER, NOON, is_private=True)
    await settings.set_quick(MEMBER, {"images": "4"}, NOON)
    await settings.reset(MEMBER, NOON)
    found = await settings.get(MEMBER)
    assert (found.options, found.is_private, found.quick) == ({}, False, {"images": "4"})


async def test_a_second_request_reads_nothing(
    settings: MemberSettingsStore, database: Database
) -> None:
    await settings.set_option(MEMBER, "steps", "30", NOON)
    await settings.get(MEMBER)
    await database.writer.write(
        lambda connection: connection.execute(text("DELETE FROM member_settings")).rowcount
    )
    assert (await settings.get(MEMBER)).options == {"steps": "30"}
    settings.forget(MEMBER)
    assert await settings.get(MEMBER) == NO_SETTINGS


async def test_a_read_that_a_change_overtakes_is_not_remembered(
    settings: MemberSettingsStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = database.read

    async def overtaken(query: Callable[[Connection], Any]) -> Any:
        found = await read(query)
        await settings.set_option(MEMBER, "steps", "30", NOON)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(database, "read", overtaken)
        assert await settings.get(MEMBER) == NO_SETTINGS
    assert (await settings.get(MEMBER)).options == {"steps": "30"}
