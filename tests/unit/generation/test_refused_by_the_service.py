"""What the image service refuses by rules of its own is in the moderation log, once."""

import pytest

from bot.domain.moderation.log import Action
from bot.domain.moderation.log_filter import LogFilter
from bot.domain.moderation.verdicts import Rule
from bot.errors import PromptRefused, ProviderAccount, ProviderError
from bot.store.log_pages import LogPages
from tests.unit.generation.world import World


@pytest.mark.parametrize(
    ("error", "rules"),
    [(PromptRefused(), [Rule.PROVIDER]), (ProviderAccount(), [])],
    ids=["refused", "a fault"],
)
async def test_a_refusal_of_the_service_is_logged_and_a_fault_is_not(
    world: World, error: ProviderError, rules: list[Rule]
) -> None:
    world.provider.submit_errors = [error]
    generation = await world.ask()
    await world.work.settle()
    pages = LogPages(world.generations._database)
    server_id = generation.place.server_id
    page = await pages.older(server_id, LogFilter(action=Action.REFUSED), 5)
    assert [one.entry.rule for one in page.entries] == rules
    for one in page.entries:
        assert (one.entry.generation_id, one.entry.text) == (
            generation.id,
            generation.request.prompt,
        )
