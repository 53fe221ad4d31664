"""What is refused beside the chain is in the moderation log, too, once for each refusal."""

from typing import Any

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.log_filter import LogFilter
from bot.domain.moderation.verdicts import Rule
from bot.store.log_pages import LogPages
from tests.behaviour.conftest import House, text_of
from tests.behaviour.session_house import Gathering, gathering


async def refusals(house: House) -> list[LogEntry]:
    pages = LogPages(house.services.generations._database)
    page = await pages.older(house.guild.id, LogFilter(action=Action.REFUSED), 50)
    return [one.entry for one in page.entries]


async def filled_in(session: Gathering, member: Any, form: Any, prompt: str) -> Any:
    return await member.submit_modal(form, {"prompt": prompt, "style": ["none"]})


async def test_too_many_waiting_is_logged_with_the_figures(house: House) -> None:
    for _number in range(5):
        await house.imagine()
    assert await refusals(house) == []
    refused = await house.imagine(prompt="one fox too many")
    assert "You already have 5 requests waiting" in text_of(refused.response)
    (entry,) = await refusals(house)
    assert (entry.rule, entry.where, entry.member_id) == (Rule.WAITING, "member", house.ada.id)
    assert entry.values == {"waiting": "5", "most": "5"}
    assert entry.text == ""
    shown = await house.moderator.slash(house.channel, "mod log", action="refused")
    assert "5 were waiting, and 5 is the most" in text_of(shown.response)


async def test_what_the_rules_of_a_session_refuse_is_logged(house: House) -> None:
    session = await gathering(house, forbidden_words="dragon")
    await session.enter(house.ada, "a dragon in a castle")
    (entry,) = await refusals(house)
    assert (entry.rule, entry.where, entry.member_id) == (Rule.SESSION, "session", house.ada.id)
    assert entry.values == {"refusal": "forbidden"}
    assert entry.text == "a dragon in a castle"


async def test_a_form_that_comes_back_after_the_pause_began_is_logged(house: House) -> None:
    session = await gathering(house)
    form = await session.press(house.ada, "enter")
    await session.lead(house.moderator, "pause")
    answer = await filled_in(session, house.ada, form, "a castle")
    assert "paused" in text_of(answer.response)
    (entry,) = await refusals(house)
    assert entry.values == {"refusal": "paused"}
