"""Choices of moderators: what was written counts at once, also if the rest could not be."""

from collections.abc import Callable

import pytest

from bot.domain.moderation.log import LogEntry
from bot.domain.moderation.policy import Access, ReviewMode, RoleRules
from bot.errors import StorageUnavailable
from bot.generation.moderation.choosing import Chooser, Choosing
from bot.store.policies import PolicyStore
from bot.store.quotas import Quotas
from bot.store.server_settings import ServerSettings
from bot.timing import SystemTime
from tests.unit.generation.moderation.image_world import MODERATOR, SERVER, ImageWorld

OLD, NEW = 5, 9
BY = Chooser(server_id=SERVER, moderator_id=MODERATOR)


class FailingStore(PolicyStore):
    """Takes so many changes of roles, and no more."""

    takes = 1

    async def change_role(
        self,
        server_id: int,
        role_id: int,
        change: Callable[[RoleRules], RoleRules],
        entry: LogEntry,
    ) -> RoleRules:
        if self.takes == 0:
            raise StorageUnavailable
        self.takes -= 1
        return await super().change_role(server_id, role_id, change, entry)


def choosing(images: ImageWorld) -> Choosing:
    return Choosing(
        store=FailingStore(images.database),
        settings=ServerSettings(images.database),
        quotas=Quotas(images.database),
        policies=images.policies,
        time=SystemTime(),
    )


async def test_roles_that_may_ask_are_never_all_gone_while_others_take_their_place(
    images: ImageWorld,
) -> None:
    await choosing(images).roles(BY, Access.ALLOWED, [OLD])
    assert (await images.policies.of(SERVER)).role_table.allowed == {OLD}
    with pytest.raises(StorageUnavailable):
        await choosing(images).roles(BY, Access.ALLOWED, [NEW])
    assert (await images.policies.of(SERVER)).role_table.allowed == {OLD, NEW}


async def test_a_role_that_is_looked_at_counts_although_the_next_could_not_be_written(
    images: ImageWorld,
) -> None:
    assert not (await images.policies.of(SERVER)).roles
    with pytest.raises(StorageUnavailable):
        await choosing(images).reviewed_roles(BY, ReviewMode.GENERATING, [OLD, NEW])
    assert (await images.policies.of(SERVER)).role_table.reviews == {OLD: ReviewMode.GENERATING}
