"""*Try again* and *Cancel* as members press them, also after a restart, also by whoever may not."""

from typing import Any

import pytest

from bot.domain.generation import Origin, Rung, Status
from bot.domain.moderation.log import Action
from bot.errors import ProviderAccount
from tests.behaviour.conftest import House, buttons_of, components_of, text_of
from tests.behaviour.review_house import logged


async def failed(house: House, **options: Any) -> Any:
    """Let ada ask for what the service refuses; returns the card."""
    house.provider.submit_errors = [ProviderAccount()]
    result = await house.imagine(**options)
    await house.settle()
    return result.response


def renamed(house: House, message: Any, custom_id: str) -> None:
    """Write another custom_id on the message's only button, as a forger would."""
    stored = house.env.backend.get_message(message.channel_id, message.id)
    (button,) = [part for part in components_of(stored) if part["type"] == 2]
    button["custom_id"] = custom_id


async def test_a_failed_card_offers_to_try_again_with_the_same_seed(house: House) -> None:
    card = await failed(house, prompt="a red fox", seed=7, images=2)
    assert buttons_of(card) == ["easel:again:1"]
    pressed = await house.ada.click(card, label="Try again")
    assert not pressed.ephemeral
    assert "a red fox" in text_of(pressed.response)
    await house.settle()
    assert len(pressed.response.attachments) == 2
    child = await house.services.generations.get(2)
    assert child is not None
    assert (child.origin, child.parent_id) == (Origin.AGAIN, 1)
    assert child.request.seed == 7
    assert child.place.message_id == pressed.response.id
    assert await house.left() == 8


async def test_a_card_can_be_tried_again_after_a_restart(house: House) -> None:
    card = await failed(house, seed=7)
    await house.restart()
    pressed = await house.ada.click(card, label="Try again")
    await house.settle()
    assert pressed.response.attachments


async def test_what_was_private_is_tried_again_in_private(house: House) -> None:
    card = await failed(house, private=True)
    pressed = await house.ada.click(card, label="Try again")
    assert pressed.ephemeral
    assert "place **1**" in text_of(pressed.response)


async def test_another_member_cannot_try_it_again(house: House) -> None:
    card = await failed(house)
    pressed = await house.ben.click(card, label="Try again")
    assert pressed.ephemeral
    assert "Only who asked" in text_of(pressed.response)
    assert await house.left(house.ben) == 10


async def test_a_second_press_while_the_first_is_under_way_costs_nothing(house: House) -> None:
    card = await failed(house)
    await house.ada.click(card, label="Try again")
    second = await house.ada.click(card, label="Try again")
    assert second.ephemeral
    assert "under way" in text_of(second.response)
    assert await house.left() == 9
    await house.settle()
    third = await house.ada.click(card, label="Try again")
    assert not third.ephemeral


async def test_what_a_server_was_asked_for_is_tried_again_on_its_quota_also_in_private(
    house: House,
) -> None:
    user = house.env.create_user("cid")
    cid = house.guild.add_member(user)
    house.provider.submit_errors = [ProviderAccount(), ProviderAccount()]
    await house.imagine(cid, images=3)
    await house.settle()
    letter = await user.slash("imagine", prompt="a mill")
    await house.settle()
    renamed(house, letter.response, "easel:again:1")  # as if the server's card had come there
    pressed = await user.click(letter.response, label="Try again")
    assert await house.left(cid) == 7
    twice = await user.click(letter.response, label="Try again")
    assert "under way" in text_of(twice.response)
    await house.settle()
    assert len(pressed.response.attachments) == 3


async def test_trying_again_passes_the_same_checks_and_the_quota(house: House) -> None:
    card = await failed(house, images=3)
    await house.imagine(images=8)
    pressed = await house.ada.click(card, label="Try again")
    assert pressed.ephemeral
    assert "2 of your 10 images for today are left" in text_of(pressed.response)


async def test_what_waits_can_be_cancelled_by_its_owner_and_costs_nothing(house: House) -> None:
    result = await house.imagine(images=2)
    pressed = await house.ada.click(result.response, label="Cancel")
    assert pressed.response is None or pressed.response.id == result.response.id
    text = text_of(result.response)
    assert "Cancelled" in text
    assert "2 images were not charged" in text
    assert buttons_of(result.response) == ["easel:again:1"]
    await house.settle()
    assert house.provider.submit_calls == 0
    assert await house.left() == 10


async def test_what_runs_can_be_cancelled_and_counts(house: House) -> None:
    result = await house.imagine(images=2)
    await house.until_it_runs()
    await house.ada.click(result.response, label="Cancel")
    assert "it counts" in text_of(result.response)
    await house.settle()
    assert "Cancelled" in text_of(result.response)
    assert result.response.attachments == []
    assert house.provider.downloads == []
    assert await house.left() == 8


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_a_moderator_can_cancel_what_others_ask_for(
    house: House, *, is_restarted: bool
) -> None:
    result = await house.imagine()
    if is_restarted:
        await house.restart()
    await house.moderator.click(result.response, label="Cancel")
    assert "Cancelled" in text_of(result.response)
    (entry,) = await logged(house, Action.CANCELLED)
    assert (entry.actor_id, entry.member_id, entry.generation_id) == (
        house.moderator.id,
        house.ada.id,
        1,
    )


async def test_a_stranger_cannot_cancel(house: House) -> None:
    result = await house.imagine()
    pressed = await house.ben.click(result.response, label="Cancel")
    assert pressed.ephemeral
    assert "Only who asked for this, or a moderator" in text_of(pressed.response)
    await house.settle()
    assert result.response.attachments


async def test_a_moderator_of_another_server_is_a_stranger(house: House) -> None:
    there = house.env.create_guild()
    channel = there.create_text_channel("elsewhere")
    cid = there.add_member(house.env.create_user("cid"))
    elsewhere = await cid.slash(channel, "imagine", prompt="a mill")
    mine = await house.imagine()
    renamed(house, mine.response, "easel:cancel:1")
    pressed = await house.moderator.click(mine.response, label="Cancel")
    assert pressed.ephemeral
    assert "Only who asked for this" in text_of(pressed.response)
    assert "Cancelled" not in text_of(elsewhere.response)


async def test_who_is_too_late_reads_so(house: House) -> None:
    result = await house.imagine()
    await house.until_it_runs()
    row = await house.services.generations.cancel(1, house.time.now())  # another was quicker
    assert row is not None
    pressed = await house.ada.click(result.response, label="Cancel")
    assert pressed.ephemeral
    assert "Too late" in text_of(pressed.response)


async def shown_nowhere(house: House) -> Any:
    """Let ada have images that no road leads to her with; returns the old card."""
    result = await house.imagine()
    close_roads(house)
    await house.settle()
    row = await house.services.generations.get(1)
    assert row is not None
    assert row.rung is Rung.KEPT
    return result.response


def close_roads(house: House) -> None:
    for method, path, status, code in (
        ("PATCH", "/webhooks/*", 404, 10015),
        ("*", "/channels/*", 403, 50001),
        ("*", "/users/@me/channels", 403, 50007),
    ):
        house.env.inject_error(method, path, status=status, code=code, times=None)


async def test_to_cancel_what_could_not_be_shown_mends_its_card(house: House) -> None:
    card = await shown_nowhere(house)
    await house.ada.click(card, label="Cancel")
    assert "Find them with `/history`" in text_of(card)
    assert buttons_of(card) == []


async def test_to_cancel_what_was_delivered_points_to_the_history(house: House) -> None:
    result = await house.imagine()
    await house.until_it_runs()
    stale = house.env.backend.get_message(result.response.channel_id, result.response.id)
    before = list(stale.components)
    await house.settle()
    stale.components = before  # as on a screen that has not heard of it yet
    pressed = await house.ada.click(result.response, label="Cancel")
    assert pressed.ephemeral
    assert "images are made" in text_of(pressed.response)
    assert "/history" in text_of(pressed.response)


@pytest.mark.parametrize(
    ("custom_id", "words"),
    [
        ("easel:cancel:4711", "do not know"),
        ("easel:cancel:99999999999999999999", "do not know"),
        ("easel:cancel:4711:server", "do not know"),
        ("easel:again:4711", "do not know"),
        ("easel:again:99999999999999999999", "do not know"),
        ("easel:again:0", "do not know"),
        ("easel:again:1", "Only what failed or was cancelled"),
        ("easel:resend:4711", "nothing of yours"),
        ("easel:resend:99999999999999999999", "nothing of yours"),
        ("easel:resend:1", "no images of it"),
        ("easel:history:before:4711", "Your images in this server"),
        ("easel:history:after:99999999999999999999", "Your images in this server"),
    ],
)
async def test_a_custom_id_made_by_hand_gets_a_private_answer(
    house: House, custom_id: str, words: str
) -> None:
    result = await house.imagine()
    before = text_of(result.response)
    renamed(house, result.response, custom_id)
    pressed = await house.ada.click(result.response, custom_id=custom_id)
    assert pressed.ephemeral
    assert words in text_of(pressed.response)
    assert text_of(result.response) == before


@pytest.mark.parametrize("custom_id", ["easel:again:1", "easel:cancel:1", "easel:resend:1"])
async def test_a_custom_id_of_somebody_elses_request_does_nothing(
    house: House, custom_id: str
) -> None:
    await house.imagine(house.ada)
    mine = await house.imagine(house.ben)
    renamed(house, mine.response, custom_id)
    pressed = await house.ben.click(mine.response, custom_id=custom_id)
    assert pressed.ephemeral
    first = await house.services.generations.get(1)
    assert first is not None
    assert first.status is Status.QUEUED
