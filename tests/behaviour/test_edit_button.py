"""*Edit* under a finished card: its form, filled with what was used, and what comes of it."""

from typing import Any

import pytest

from bot.domain.generation import Origin
from bot.domain.samplers import Sampler
from bot.domain.styles import Style
from bot.replies.after.edit_form import AS_BEFORE
from tests.behaviour.conftest import House, text_of
from tests.behaviour.test_card_buttons import child
from tests.behaviour.test_more import finished


async def submitted(member: Any, modal: Any, **values: Any) -> Any:
    """Let a member fill in what *values* say, and leave the rest of the modal as it is."""
    left: dict[str, Any] = {"prompt": "a fox in the snow", "negative_prompt": ""}
    left |= {name: [AS_BEFORE] for name in ("size", "sampler", "style")}
    return await member.submit_modal(modal, left | values)


def modal_of(shown: Any) -> dict[str, dict[str, Any]]:
    fields = [part["component"] for part in shown.modal["components"]]
    return {field["custom_id"]: field for field in fields}


async def test_edit_is_filled_with_what_was_used(house: House) -> None:
    prompt, negative = "a fox " + "x" * 1990, "y" * 2000
    await finished(house, sampler=Sampler.UNIPC)
    card = await finished(
        house, prompt=prompt, negative_prompt=negative, size="640x448", sampler=Sampler.DDIM
    )
    await house.services.styles.save(
        house.ada.id, house.guild.id, Style(name="inky", prompt="ink"), house.time.now()
    )
    fields = modal_of(await house.ada.click(card, label="Edit"))
    assert (fields["prompt"]["value"], fields["negative_prompt"]["value"]) == (
        prompt[:2000],
        negative,
    )
    labels = {
        name: [one["label"] for one in fields[name]["options"]]
        for name in ("size", "sampler", "style")
    }
    assert labels["size"][0] == "As before: 640×448"
    assert labels["sampler"][:3] == ["As before: DDIM", "UniPC", "DPM++ 2M Karras"]
    assert "inky" in labels["style"]
    assert all(len(each) <= 25 for each in labels.values())
    assert all(fields[name]["options"][0]["default"] for name in labels)


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_edit_makes_a_child_with_what_was_changed(
    house: House, *, is_restarted: bool
) -> None:
    card = await finished(
        house, seed=7, steps=31, loras="add_detail_44319:0.5", negative_prompt="fog"
    )
    modal = await house.ben.click(card, label="Edit")
    if is_restarted:
        await house.restart()
    pressed = await submitted(
        house.ben, modal, prompt="a blue fox", size=["wide"], sampler=["Euler a"]
    )
    assert not pressed.ephemeral
    await house.settle()
    made, request = await child(house), (await child(house)).request
    assert (made.origin, made.parent_id, made.place.member_id) == (Origin.EDIT, 1, house.ben.id)
    assert (request.prompt, request.negative_prompt) == ("a blue fox", "")
    assert (request.width_px, request.height_px, request.sampler) == (1024, 576, "Euler a")
    assert (request.steps, request.loras[0].name) == (31, "add_detail_44319")
    assert await house.left(house.ben) == 9


async def test_a_style_chosen_in_edit_is_applied(house: House) -> None:
    await house.services.styles.save(
        house.ada.id,
        house.guild.id,
        Style(name="inky", prompt="{prompt}, ink", options={"steps": "12"}),
        house.time.now(),
    )
    card = await finished(house, steps=31)
    modal = await house.ada.click(card, label="Edit")
    pressed = await submitted(house.ada, modal, prompt="a hen", style=["inky"])
    assert not pressed.ephemeral
    made = await child(house)
    assert (made.style, made.request.prompt, made.request.steps) == ("inky", "a hen, ink", 12)


async def test_a_modal_that_was_open_for_long_meets_what_has_changed(house: House) -> None:
    await house.services.styles.save(
        house.ada.id, house.guild.id, Style(name="inky", prompt="ink"), house.time.now()
    )
    card = await finished(house)
    first, second = [await house.ada.click(card, label="Edit") for _ in range(2)]
    house.time.advance(3600)
    await house.services.styles.delete(house.ada.id, house.guild.id, "inky")
    gone = await submitted(house.ada, first, style=["inky"])
    assert gone.ephemeral
    assert "no style has that name" in text_of(gone.response)
    house.env.inject_error("DELETE", "/channels/*", status=403, code=50013)  # the card stays
    panel = await house.ada.click(card, label="More")
    await house.ada.click(panel.response, label="Delete")
    await house.ada.click(panel.response, label="Delete for good")
    late = await submitted(house.ada, second)
    assert late.ephemeral
    assert "This was deleted" in text_of(late.response)
