"""`/settings`: a member's own defaults in selects, and what they do to a request."""

from typing import Any

from bot.domain.samplers import Sampler
from tests.behaviour.conftest import House, components_of, text_of

PREFIX = "easel:settings:set:"


def selects_of(message: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the options of each select by the name of what it sets."""
    return {
        part["custom_id"].removeprefix(PREFIX): part["options"]
        for part in components_of(message)
        if part["type"] == 3
    }


def chosen_in(message: Any, name: str) -> str:
    """Return the label of what is set in a select."""
    (label,) = [one["label"] for one in selects_of(message)[name] if one.get("default")]
    return str(label)


async def panel_of(house: House, member: Any = None) -> Any:
    shown = await (member or house.ada).slash(house.channel, "settings")
    assert shown.ephemeral
    return shown.response


async def choose(house: House, panel: Any, name: str, value: str) -> Any:
    return await house.ada.select(panel, custom_id=PREFIX + name, values=[value])


async def test_the_panel_has_a_select_for_each_default_and_stays_within_discords_limits(
    house: House,
) -> None:
    panel = await panel_of(house)
    selects = selects_of(panel)
    assert list(selects) == [
        *("model", "style", "size", "sampler", "steps", "guidance", "negative_prompt", "private")
    ]
    assert all(1 <= len(options) <= 25 for options in selects.values())
    assert all(sum(bool(one.get("default")) for one in each) == 1 for each in selects.values())
    assert len(list(components_of(panel))) <= 40
    assert len(text_of(panel)) <= 4_000
    assert chosen_in(panel, "size").startswith("Default: square")
    assert chosen_in(panel, "private") == "Everyone in the channel"


async def test_a_choice_is_saved_at_once_shown_in_place_and_used_from_then_on(
    house: House,
) -> None:
    panel = await panel_of(house)
    await choose(house, panel, "steps", "35")
    await choose(house, panel, "size", "wide")
    assert chosen_in(panel, "steps") == "35"
    assert chosen_in(panel, "size") == "wide · 1024×576"
    await house.restart()
    asked = await house.imagine()
    assert "35 steps" in text_of(asked.response)
    assert "1024×576" in text_of(asked.response)
    others = await house.imagine(house.ben)
    assert "20 steps" in text_of(others.response)


async def test_command_and_style_come_before_ones_own_defaults(house: House) -> None:
    await house.ada.slash(house.channel, "style save", name="Moody", prompt="fog", steps=33)
    panel = await panel_of(house)
    await choose(house, panel, "steps", "35")
    styled = await house.imagine(style="moody")
    assert "33 steps" in text_of(styled.response)
    own = await house.imagine(style="moody", steps=12)
    assert "12 steps" in text_of(own.response)


async def test_a_default_style_applies_unless_another_or_none_is_named(house: House) -> None:
    await house.ada.slash(house.channel, "style save", name="Moody", prompt="in the fog")
    panel = await panel_of(house)
    await choose(house, panel, "style", "moody")
    styled = await house.imagine(prompt="a mill")
    assert "a mill, in the fog" in text_of(styled.response)
    plain = await house.imagine(prompt="a mill", style="none")
    assert "fog" not in text_of(plain.response)
    await house.ada.slash(house.channel, "style delete", name="moody")
    without = await house.imagine(prompt="a mill")
    assert "fog" not in text_of(without.response)
    (note,) = without.followups
    assert note.ephemeral
    assert "`style: moody`" in text_of(note)
    assert "`/settings`" in text_of(note)


async def test_a_model_that_is_gone_costs_a_note_and_no_request(house: House) -> None:
    panel = await panel_of(house)
    await choose(house, panel, "model", "dreamy_v5.safetensors")
    asked = await house.imagine()
    assert "dreamy_v5" in text_of(asked.response)
    house.provider.offered = [one for one in house.provider.offered if "dreamy" not in one.api_name]
    await house.restart()
    asked = await house.imagine()
    assert "sd_xl_base" in text_of(asked.response)
    assert "dreamy_v5.safetensors" in text_of(asked.followups[0])
    assert "cannot be used any more" in text_of(await panel_of(house))


async def test_answers_are_private_by_default_if_one_wants_and_the_command_wins(
    house: House,
) -> None:
    panel = await panel_of(house)
    await choose(house, panel, "private", "yes")
    assert (await house.imagine()).ephemeral
    assert not (await house.imagine(private=False)).ephemeral
    assert not (await house.imagine(house.ben)).ephemeral
    await house.ada.click(panel, label="Reset all")
    assert not (await house.imagine()).ephemeral


async def test_a_negative_prompt_is_written_in_a_modal_and_can_be_none_or_the_servers(
    house: House,
) -> None:
    panel = await panel_of(house)
    opened = await house.ada.click(panel, label="Write what to avoid")
    await house.restart()
    await house.ada.submit_modal(opened, {"words": "blurry, text"})
    assert chosen_in(panel, "negative_prompt") == "blurry, text"
    asked = await house.imagine()
    assert "without: blurry, text" in text_of(asked.response)
    await choose(house, panel, "negative_prompt", "none")
    asked = await house.imagine()
    assert "without" not in text_of(asked.response)
    await choose(house, panel, "negative_prompt", "easel:default")
    assert chosen_in(panel, "negative_prompt") == "As the server has it"


async def test_what_one_uses_most_is_offered(house: House) -> None:
    await house.imagine(size="640x704", steps=23, guidance=6.3, sampler="PLMS")
    await house.settle()
    selects = selects_of(await panel_of(house))
    values = {name: [one["value"] for one in options] for name, options in selects.items()}
    assert "640x704" in values["size"]
    assert "23" in values["steps"]
    assert "6.3" in values["guidance"]
    assert values["sampler"][1] == Sampler.PLMS


async def test_a_panel_that_is_out_of_date_undoes_nothing(house: House) -> None:
    first, second = await panel_of(house), await panel_of(house)
    await choose(house, first, "steps", "35")
    await choose(house, second, "guidance", "9")
    assert chosen_in(second, "steps") == "35"
    settings = await house.services.members.settings.get(house.ada.id)
    assert settings.options == {"steps": "35", "guidance": "9"}
