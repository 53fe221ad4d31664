"""Styles, usage, models and help, as members and moderators use them."""

from tests.behaviour.conftest import House, components_of, text_of


async def test_a_saved_style_shapes_a_later_request(house: House) -> None:
    saved = await house.ada.slash(
        house.channel,
        "style save",
        name="Moody",
        prompt="{prompt}, in the fog",
        negative_prompt="sun",
        steps=33,
    )
    assert saved.ephemeral
    result = await house.imagine(prompt="a mill", style="Moody", seed=1)
    text = text_of(result.response)
    assert "a mill, in the fog" in text
    assert "without: sun" in text
    assert "33 steps" in text


async def test_a_members_own_option_wins_over_the_style(house: House) -> None:
    await house.ada.slash(house.channel, "style save", name="Moody", prompt="fog", steps=33)
    result = await house.imagine(prompt="a mill", style="Moody", steps=12)
    assert "12 steps" in text_of(result.response)


async def test_styles_are_listed_shown_and_deleted(house: House) -> None:
    await house.ada.slash(house.channel, "style save", name="Moody", prompt="fog")
    listed = await house.ada.slash(house.channel, "style list")
    assert "moody" in text_of(listed.response).lower()
    shown = await house.ada.slash(house.channel, "style show", name="Moody")
    assert "fog" in text_of(shown.response)
    await house.ada.slash(house.channel, "style delete", name="Moody")
    again = await house.imagine(prompt="a mill", style="Moody")
    assert again.ephemeral
    assert "Moody" in text_of(again.response)


async def test_autocomplete_offers_saved_and_built_in_styles(house: House) -> None:
    await house.ada.slash(house.channel, "style save", name="Moody", prompt="fog")
    offered = await house.ada.autocomplete(house.channel, "imagine", "style", "mo")
    assert any("moody" in str(choice["name"]).lower() for choice in offered)
    mine_only = await house.ben.autocomplete(house.channel, "imagine", "style", "mo")
    assert not any("moody" in str(choice["name"]).lower() for choice in mine_only)


async def test_autocomplete_offers_the_services_models_and_every_sampler(house: House) -> None:
    models = await house.ada.autocomplete(house.channel, "imagine", "model", "dream")
    assert [choice["value"] for choice in models] == ["dreamy_v5.safetensors"]
    restart = await house.ada.autocomplete(house.channel, "imagine", "sampler", "rest")
    assert [choice["value"] for choice in restart] == ["Restart"]


async def test_usage_tells_what_is_left(house: House) -> None:
    await house.imagine(images=3)
    await house.settle()
    usage = await house.ada.slash(house.channel, "usage")
    assert usage.ephemeral
    assert "**7** of 10" in text_of(usage.response)
    (chart,) = usage.response.attachments
    assert chart.filename == "usage.png"
    (picture,) = [part for part in components_of(usage.response) if part["type"] == 12]
    assert "the most, 3," in picture["items"][0]["description"]


async def test_usage_of_nothing_has_no_chart(house: House) -> None:
    usage = await house.ben.slash(house.channel, "usage")
    assert "**10** of 10" in text_of(usage.response)
    assert not usage.response.attachments


async def test_the_servers_usage_is_for_moderators_only(house: House) -> None:
    await house.imagine(images=3)
    refused = await house.ben.slash(house.channel, "usage", server=True)
    assert refused.ephemeral
    assert str(house.ada.id) not in text_of(refused.response)
    shown = await house.moderator.slash(house.channel, "usage", server=True)
    assert f"**1.** <@{house.ada.id}>: 3 images" in text_of(shown.response)
    assert [file.filename for file in shown.response.attachments] == ["usage.png"]


async def test_models_and_help_answer(house: House) -> None:
    models = await house.ada.slash(house.channel, "models", search="dreamy")
    assert "dreamy_v5.safetensors" in text_of(models.response)
    told = await house.ada.slash(house.channel, "help")
    assert "/imagine" in text_of(told.response)
