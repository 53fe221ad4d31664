"""Words that were put on the list while something waited: no press lets it past them."""

from typing import Any

import pytest

from bot.domain.moderation.policy import ReviewMode
from bot.domain.moderation.reviews import ReviewStatus
from bot.errors import StyleError
from tests.behaviour.conftest import House, buttons_of, text_of
from tests.behaviour.review_house import card_in, only, rows, rules
from tests.behaviour.test_words import add


async def waits_for(house: House, prompt: str) -> Any:
    """Let a request wait whose word is then put on the list; return the moderators' channel."""
    channel = await rules(house, ReviewMode.GENERATING)
    await house.imagine(prompt=prompt)
    await house.settle()
    await add(house, "lighthouse")
    return channel


async def test_approving_names_the_word_and_the_request_goes_on_waiting(house: House) -> None:
    channel = await waits_for(house, "a lighthouse")
    answer = await house.moderator.click(only(channel), label="Approve")
    assert answer.ephemeral
    assert "`lighthouse`" in text_of(answer.response)
    assert "Nothing was decided" in text_of(answer.response)
    assert "easel:review-reject:1" in buttons_of(card_in(house, channel))
    modal = await house.moderator.click(only(channel), label="Edit and approve")
    await house.moderator.submit_modal(modal, {"prompt": "a hut", "negative_prompt": ""})
    assert "Changed and approved" in text_of(card_in(house, channel))


async def test_sending_the_form_unchanged_is_no_way_past_it(house: House) -> None:
    channel = await waits_for(house, "a lighthouse")
    modal = await house.moderator.click(only(channel), label="Edit and approve")
    answer = await house.moderator.submit_modal(
        modal, {"prompt": "a lighthouse", "negative_prompt": ""}
    )
    assert "`lighthouse`" in text_of(answer.response)
    assert [row.status for row in await rows(house)] == [ReviewStatus.OPEN]


async def test_trust_lets_the_others_pass_and_says_what_goes_on_waiting(house: House) -> None:
    channel = await waits_for(house, "a lighthouse")
    await house.imagine(prompt="a fox")
    pressed = await house.moderator.select(
        only(channel), ["trust"], custom_id="easel:review-more:1"
    )
    text = "\n".join(text_of(one) for one in (pressed.response, *pressed.followups) if one)
    assert "1 goes on waiting" in text
    assert [row.status for row in await rows(house)] == [ReviewStatus.OPEN, ReviewStatus.APPROVED]
    assert "easel:review-approve:1" in buttons_of(card_in(house, channel))


async def test_an_image_that_is_made_already_is_judged_by_what_it_shows(house: House) -> None:
    channel = await rules(house, ReviewMode.POSTING)
    asked = await house.imagine(prompt="a lighthouse")
    await house.settle()
    await add(house, "lighthouse")
    await house.moderator.click(only(channel), label="Approve")
    await house.settle()
    assert "easel:more:1" in buttons_of(asked.response)


async def saved(house: House) -> Any:
    return await house.ada.slash(house.channel, "style save", name="moody", prompt="a lighthouse")


async def test_a_waiting_style_is_not_let_in_with_a_word_that_is_refused_by_now(
    house: House,
) -> None:
    await saved(house)
    await house.ada.slash(house.channel, "style share", name="moody")
    waiting = await house.moderator.slash(house.channel, "style pending")
    await add(house, "lighthouse")
    answer = await house.moderator.click(waiting.response, label="Let it in")
    assert "`lighthouse`" in text_of(answer.response)
    assert len(await house.services.style_desk.pending(house.guild.id)) == 1
    again = await house.moderator.slash(house.channel, "style pending")
    await house.moderator.click(again.response, label="Refuse")
    assert await house.services.style_desk.pending(house.guild.id) == []


async def test_a_style_with_a_word_for_review_is_saved_but_waits_before_others_see_it(
    house: House,
) -> None:
    panel = await house.moderator.slash(house.channel, "server")
    await house.moderator.select(panel.response, ["open"], custom_id="easel:server:styles")
    await add(house, "lighthouse", action="review")
    await saved(house)
    await house.ada.slash(house.channel, "style share", name="moody")
    (style,) = await house.services.style_desk.pending(house.guild.id)
    assert style.name == "moody"


async def test_a_made_up_press_tells_nothing_of_what_does_not_wait(house: House) -> None:
    await saved(house)
    await add(house, "lighthouse")
    (style,) = await house.services.styles.list(house.ada.id, house.guild.id)
    with pytest.raises(StyleError, match="does not wait"):
        await house.services.style_desk.decide(
            style.id or 0, house.guild.id, "", is_let_in=True, by=house.moderator.id
        )
