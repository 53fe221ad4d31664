"""`/mod words` and `/mod test`: moderators choose words, and members meet them."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.moderation.policy import ReviewMode
from bot.store.moderation_schema import moderation_log
from tests.behaviour.conftest import House, components_of, text_of
from tests.behaviour.review_house import rules


async def add(house: House, text: str, **options: Any) -> Any:
    return await house.moderator.slash(house.channel, "mod words add", text=text, **options)


async def tried(house: House, text: str, **options: Any) -> str:
    answer = await house.moderator.slash(house.channel, "mod test", text=text, **options)
    assert answer.response.ephemeral
    return text_of(answer.response)


async def logged(house: House, action: str) -> list[Any]:
    database = house.services.generations._database
    wanted = select(moderation_log).where(moderation_log.c.action == action)
    return list(await database.read(lambda one: one.execute(wanted).all()))


async def test_a_word_counts_from_the_next_request_and_after_a_restart(house: House) -> None:
    await add(house, "lighthouse")
    for _ in range(2):
        refused = await house.imagine(prompt="a l1ghth0use in the fog")
        assert refused.ephemeral
        assert "do not allow that prompt" in text_of(refused.response)
        assert "lighthouse" not in text_of(refused.response)
        await house.restart()
    entry = (await logged(house, "refused"))[0]
    assert (entry.rule, entry.place) == ("term", "prompt")
    assert entry.details["term"] == "lighthouse"


async def test_a_removed_word_counts_no_longer(house: House) -> None:
    await add(house, "Lighthouse")
    await house.moderator.slash(house.channel, "mod words remove", text="LIGHTHOUSE")
    assert not (await house.imagine(prompt="a lighthouse")).ephemeral


async def test_each_change_is_logged_with_who_made_it(house: House) -> None:
    await add(house, "lighthouse")
    await house.moderator.slash(house.channel, "mod words category", name="gore", on=True)
    entries = await logged(house, "words_changed")
    assert [entry.actor_id for entry in entries] == [house.moderator.id] * 2
    assert entries[0].details["added"] == "lighthouse"


@pytest.mark.parametrize(
    "command",
    [
        ("mod words add", {"text": "cat"}),
        ("mod words remove", {"text": "cat"}),
        ("mod words list", {}),
        ("mod words export", {}),
        ("mod words category", {"name": "gore", "on": False}),
        ("mod test", {"text": "cat"}),
    ],
    ids=lambda command: command[0],
)
async def test_a_member_can_do_none_of_it(
    house: House, command: tuple[str, dict[str, Any]]
) -> None:
    name, options = command
    answer = await house.ada.slash(house.channel, name, **options)
    assert "Only moderators" in text_of(answer.response)
    assert await logged(house, "words_changed") == []


async def test_a_trial_says_what_was_met_and_what_saved_it(house: House) -> None:
    await add(house, "dick")
    await add(house, "dick tracy", kind="exception")
    saved = await tried(house, "Dick Tracy")
    assert "It would be let through" in saved
    assert "allowed by" in saved
    refused = await tried(house, "d1ck")
    assert "It would be refused" in refused
    assert "in disguise" in refused
    assert await logged(house, "refused") == []


async def test_a_trial_shows_the_negative_prompt_too(house: House) -> None:
    await rules(house, ReviewMode.NONE)
    await add(house, "dog", action="review")
    text = await tried(house, "a cat", negative_prompt="dogs")
    assert "It would wait for a moderator" in text
    assert "the negative prompt" in text


async def test_what_nobody_would_look_at_is_said_to_be_refused(house: House) -> None:
    added = await add(house, "dog", action="review")
    text = await tried(house, "a dog")
    for said in (text_of(added.response), text):
        assert "refused until `/setup` names a channel" in said
    assert "It would be refused" in text
    assert (await house.imagine(prompt="a dog")).ephemeral


async def test_a_trial_says_that_the_images_would_wait(house: House) -> None:
    await rules(house, ReviewMode.POSTING)
    text = await tried(house, "a cat")
    assert "the images would wait for a moderator" in text


async def test_a_pattern_that_cannot_be_used_is_refused_with_the_reason(house: House) -> None:
    answer = await add(house, "(?=cat)", kind="pattern")
    assert "RE2" in text_of(answer.response)
    assert await logged(house, "words_changed") == []


async def test_the_list_is_shown_page_by_page(house: House) -> None:
    for number in range(45):
        await add(house, f"word{number}")
    shown = await house.moderator.slash(house.channel, "mod words list")
    assert "45 words" in text_of(shown.response)
    assert "word44" in text_of(shown.response)
    older = await house.moderator.click(shown.response, label="Older")
    assert "word0" in text_of(older.response)
    assert len(list(components_of(older.response))) <= 40


async def test_a_category_is_switched_off_for_this_server_alone(house: House) -> None:
    assert (await house.imagine(prompt="a topless statue")).ephemeral
    await house.moderator.slash(house.channel, "mod words category", name="explicit", on=False)
    assert not (await house.imagine(prompt="a topless statue")).ephemeral


async def test_what_is_refused_always_is_no_category(house: House) -> None:
    answer = await house.moderator.slash(
        house.channel, "mod words category", name="minors", on=False
    )
    assert "explicit" in text_of(answer.response)
    await house.moderator.slash(house.channel, "mod words category", name="explicit", on=False)
    assert (await house.imagine(prompt="a naked child")).ephemeral


async def test_a_style_with_such_a_word_is_not_saved(house: House) -> None:
    await add(house, "lighthouse")
    answer = await house.ada.slash(
        house.channel, "style save", name="mine", prompt="{prompt}, l.i.g.h.t.h.o.u.s.e"
    )
    assert "do not allow that prompt" in text_of(answer.response)
