"""The weight that a request has in the queue comes from its member's roles."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import discord
import pytest

from bot.generation.member_defaults import MemberDefaults
from bot.generation.style_shelf import StyleShelf
from bot.providers.catalogue import Catalogue
from bot.replies.requesting.request_reader import RequestReader
from bot.store.database import Database
from bot.store.image_files import ImageFiles
from bot.store.member_settings import MemberSettingsStore
from bot.store.shared_styles import SharedStyles
from bot.store.styles import Styles
from bot.timing import SystemTime
from tests.fakes.interaction import FakeInteraction, FakeUser
from tests.fakes.provider import FakeProvider
from tests.unit.generation.values import generation


@dataclass(frozen=True)
class FakeRole:
    id: int


class FakeMember(discord.Member):
    """A member of a server who has those roles and no more."""

    def __init__(self, *role_ids: int) -> None:
        self._user = cast("discord.User", FakeUser())
        self._held = [cast("discord.Role", FakeRole(role_id)) for role_id in role_ids]

    @property
    def roles(self) -> list[discord.Role]:
        return self._held


def no_defaults(database: Database) -> MemberDefaults:
    provider = FakeProvider(SystemTime())
    catalogue = Catalogue(provider, SystemTime())
    return MemberDefaults(MemberSettingsStore(database), {}, provider, catalogue)


@pytest.mark.parametrize(
    ("user", "weight"),
    [(FakeMember(5, 6), 3.0), (FakeMember(6), 2.0), (FakeMember(7), 1.0), (FakeUser(), 1.0)],
)
async def test_the_best_role_of_the_member_counts(
    tmp_path: Path, user: FakeUser | FakeMember, weight: float
) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/easel.sqlite3", SystemTime())
    reader = RequestReader(
        shelf=StyleShelf(Styles(database), SharedStyles(database), {}),
        image_files=ImageFiles(tmp_path),
        defaults=no_defaults(database),
        provider="fake",
        role_weights={5: 3.0, 6: 2.0},
    )
    interaction = FakeInteraction()
    interaction.user = cast("FakeUser", user)
    again = reader.again(cast("discord.Interaction", interaction), generation())
    await database.close()
    assert again.weight == weight


@pytest.mark.parametrize(("pressed_in", "server_id", "weight"), [(None, 10, 3.0), (10, 10, 1.0)])
async def test_what_a_server_was_asked_for_stays_its_own_when_tried_again_elsewhere(
    tmp_path: Path, pressed_in: int | None, server_id: int, weight: float
) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/easel.sqlite3", SystemTime())
    reader = RequestReader(
        shelf=StyleShelf(Styles(database), SharedStyles(database), {}),
        image_files=ImageFiles(tmp_path),
        defaults=no_defaults(database),
        provider="fake",
    )
    interaction = cast("discord.Interaction", FakeInteraction(guild_id=pressed_in))
    again = reader.again(interaction, replace(generation(), weight=3.0))
    await database.close()
    assert (again.place.server_id, again.weight) == (server_id, weight)
    assert again.place.channel_id == interaction.channel_id
