"""A member's defaults lie over the owner's, as far as a request can still have them."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.domain.member_settings import NO_SETTINGS, MemberSettings, is_private_answer
from bot.errors import InvalidRequest, NotSupported, ProviderUnavailable
from bot.generation.member_defaults import MemberDefaults
from bot.providers.catalogue import Catalogue
from bot.store.database import Database
from bot.store.member_settings import MemberSettingsStore
from bot.timing import SystemTime
from tests.fakes.provider import FakeProvider
from tests.unit.store.samples import MEMBER, NOON

OWNERS = {"model": "dream.safetensors", "steps": "20", "negative_prompt": "blurry"}


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[MemberSettingsStore]:
    database = await Database.open(f"sqlite:///{tmp_path}/easel.sqlite3", SystemTime())
    yield MemberSettingsStore(database)
    await database.close()


@pytest.fixture
def provider() -> FakeProvider:
    return FakeProvider(SystemTime())


@pytest.fixture
def defaults(store: MemberSettingsStore, provider: FakeProvider) -> MemberDefaults:
    return MemberDefaults(store, OWNERS, provider, Catalogue(provider, SystemTime()))


async def chosen(store: MemberSettingsStore, options: Mapping[str, str]) -> None:
    for name, value in options.items():
        await store.set_option(MEMBER, name, value, NOON)


async def test_without_settings_the_owners_apply(defaults: MemberDefaults) -> None:
    found = await defaults.of(MEMBER)
    assert (found.options, found.notes) == (OWNERS, ())


async def test_the_members_lie_over_the_owners(
    defaults: MemberDefaults, store: MemberSettingsStore
) -> None:
    await chosen(store, {"steps": "33", "size": "wide", "style": "ink"})
    found = await defaults.of(MEMBER)
    assert found.options == {**OWNERS, "steps": "33", "size": "wide"}
    assert (found.settings.style, found.notes) == ("ink", ())


async def test_none_as_negative_prompt_takes_the_owners_away(
    defaults: MemberDefaults, store: MemberSettingsStore
) -> None:
    await chosen(store, {"negative_prompt": "none"})
    assert (await defaults.of(MEMBER)).options["negative_prompt"] == ""


async def test_a_model_that_is_gone_is_left_out_with_a_note_and_the_rest_stays(
    defaults: MemberDefaults, store: MemberSettingsStore
) -> None:
    await chosen(store, {"model": "gone.safetensors", "steps": "33"})
    found = await defaults.of(MEMBER)
    assert found.options == {**OWNERS, "steps": "33"}
    (note,) = found.notes
    assert "`model: gone.safetensors`" in note
    assert "`/settings`" in note


async def test_a_model_that_the_member_names_spares_the_question_after_the_default(
    defaults: MemberDefaults, store: MemberSettingsStore, provider: FakeProvider
) -> None:
    await chosen(store, {"model": "gone.safetensors"})
    assert (await defaults.of(MEMBER, given={"model"})).notes == ()
    assert provider.entries_calls == 0


async def test_a_model_of_which_nothing_can_be_learnt_stays(
    defaults: MemberDefaults, store: MemberSettingsStore, provider: FakeProvider
) -> None:
    provider.entries_errors = [ProviderUnavailable()]
    await chosen(store, {"model": "some.safetensors"})
    assert (await defaults.of(MEMBER)).options["model"] == "some.safetensors"


async def test_only_what_cannot_be_any_more_is_left_out(
    defaults: MemberDefaults, store: MemberSettingsStore
) -> None:
    await chosen(store, {"sampler": "Withdrawn", "steps": "33", "size": "0x0"})
    found = await defaults.of(MEMBER)
    assert found.options == {**OWNERS, "steps": "33"}
    assert len(found.notes) == 2


async def test_what_a_service_does_not_support_is_left_out(
    defaults: MemberDefaults,
    store: MemberSettingsStore,
    provider: FakeProvider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def check(request: object) -> None:
        if getattr(request, "steps", 0) > 30:
            raise NotSupported("at most 30 steps")

    monkeypatch.setattr(provider, "check", check)
    await chosen(store, {"steps": "33", "size": "wide"})
    found = await defaults.of(MEMBER)
    assert found.options == {**OWNERS, "size": "wide"}
    with pytest.raises(NotSupported):
        defaults.check("steps", "33")


def test_what_no_request_can_have_is_not_chosen(defaults: MemberDefaults) -> None:
    with pytest.raises(InvalidRequest, match="steps"):
        defaults.check("steps", "1000")
    defaults.check("steps", "50")


async def test_settings_that_cannot_be_read_are_none(
    defaults: MemberDefaults, store: MemberSettingsStore
) -> None:
    await store._database.close()
    assert await defaults.settings(MEMBER) == NO_SETTINGS


@pytest.mark.parametrize(
    ("given", "is_set", "is_parent_private", "is_private"),
    [
        (True, False, False, True),
        (False, True, True, False),
        (None, True, False, True),
        (None, False, True, True),
        (None, False, False, False),
    ],
)
def test_the_command_counts_before_the_card_and_the_card_before_the_setting(
    *, given: bool | None, is_set: bool, is_parent_private: bool, is_private: bool
) -> None:
    answer = is_private_answer(
        given=given,
        settings=MemberSettings(is_private=is_set),
        is_parent_private=is_parent_private,
    )
    assert answer is is_private
