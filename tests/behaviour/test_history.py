"""`/history` and `/favourites`: pages of contact sheets, filtered, and whose images they show."""

import pytest

from tests.behaviour.conftest import House, buttons_of, text_of
from tests.behaviour.history_house import make, open_one, pictures_in, sheet_of


async def test_nothing_yet_says_so(house: House) -> None:
    shown = await house.ada.slash(house.channel, "history")
    assert shown.ephemeral
    assert "Nothing yet" in text_of(shown.response)
    assert shown.response.attachments == []
    liked = await house.ada.slash(house.channel, "favourites")
    assert "*More*" in text_of(liked.response)


async def test_pages_turn_both_ways_also_after_a_restart(house: House) -> None:
    await make(house, 9)
    house.time.advance(86_400)
    await make(house, 2)
    shown = await house.ada.slash(house.channel, "history")
    assert pictures_in(shown.response) == [2, 1, 9, 8, 7, 6, 5, 4, 3]
    assert sheet_of(house, shown.response).size == (1080, 1080)
    assert "easel:past:hb:3::" in buttons_of(shown.response)
    assert not [each for each in buttons_of(shown.response) if ":ha:" in each]
    await house.restart()
    await house.ada.click(shown.response, label="Older ▶")
    assert pictures_in(shown.response) == [2, 1]
    assert sheet_of(house, shown.response).size == (723, 366)
    assert not [each for each in buttons_of(shown.response) if ":hb:" in each]
    await house.ada.click(shown.response, label="◀ Newer")
    assert pictures_in(shown.response) == [2, 1, 9, 8, 7, 6, 5, 4, 3]


async def test_buttons_of_panels_of_an_earlier_version_still_turn_pages(house: House) -> None:
    await make(house, 3)
    shown = await house.ada.slash(house.channel, "history")
    stored = house.env.backend.get_message(shown.response.channel_id, shown.response.id)
    old = {"type": 2, "style": 2, "label": "Old", "custom_id": "easel:history:before:3"}
    stored.components[0]["components"].append({"type": 1, "components": [old]})
    await house.ada.click(shown.response, custom_id="easel:history:before:3")
    assert pictures_in(shown.response) == [2, 1]


async def test_it_lists_ones_own_images_of_this_server(house: House) -> None:
    await make(house, 1)
    await house.imagine(house.ben, prompt="somebody else's mill")
    await house.settle()
    there = house.env.create_guild()
    channel = there.create_text_channel("elsewhere")
    ada_there = there.add_member(house.env.create_user("ada-there"))
    empty = await ada_there.slash(channel, "history")
    assert "Nothing yet" in text_of(empty.response)
    shown = await house.ada.slash(house.channel, "history")
    assert pictures_in(shown.response) == [1]
    assert "mill" not in text_of(shown.response)


async def test_in_a_direct_message_it_lists_everything(house: House) -> None:
    user = house.env.create_user("cid")
    await house.imagine(house.guild.add_member(user), prompt="picture number 1.")
    await house.settle()
    await user.slash("imagine", prompt="picture number 2.")
    await house.settle()
    shown = await user.slash("history")
    assert pictures_in(shown.response) == [2, 1]
    in_server = await house.ada.slash(house.channel, "history")
    assert pictures_in(in_server.response) == []


async def test_words_and_styles_filter_and_are_kept_while_paging(house: House) -> None:
    await make(house, 1, prompt="a Red Fox, picture number 1.", style="ink")
    await make(house, 1, prompt="a red mill, picture number 2.")
    await make(house, 7, prompt="a red fox, picture number 3.")
    house.time.advance(86_400)
    await make(house, 4, prompt="a red fox, picture number 4.")
    shown = await house.ada.slash(house.channel, "history", text="fox  RED")
    assert pictures_in(shown.response) == [4, 4, 4, 4, 3, 3, 3, 3, 3]
    await house.ada.click(shown.response, label="Older ▶")
    assert pictures_in(shown.response) == [3, 3, 1]
    assert "fox, red" in text_of(shown.response)
    styled = await house.ada.slash(house.channel, "history", text="fox", style="Ink")
    assert pictures_in(styled.response) == [1]
    none = await house.ada.slash(house.channel, "history", text="fox mill")
    assert "Nothing is found" in text_of(none.response)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"text": "?!"}, "`text` cannot be `?!`: write a word"),
        ({"text": "w" * 37}, "36 letters and digits at most"),
        ({"style": "n" * 33}, "no style has that name"),
        ({"style": "a:b"}, "no style has that name"),
    ],
)
async def test_a_filter_that_cannot_be_is_a_sentence(
    house: House, options: dict[str, str], sentence: str
) -> None:
    shown = await house.ada.slash(house.channel, "history", **options)
    assert shown.ephemeral
    assert sentence in text_of(shown.response)


async def test_favourites_hold_others_images_too_and_nothing_can_be_done_that_is_theirs(
    house: House,
) -> None:
    await house.imagine(house.ben, prompt="picture number 1.")
    await house.settle()
    await make(house, 2)
    now = house.time.now()
    for generation_id in (1, 3):
        await house.services.after.favourites.add(house.ada.id, generation_id, now)
    shown = await house.ada.slash(house.channel, "favourites")
    assert pictures_in(shown.response) == [2, 1]
    found = await house.ada.slash(house.channel, "favourites", text="1 picture")
    assert pictures_in(found.response) == [2, 1]
    await open_one(house, shown, generation_id=1)
    assert set(buttons_of(shown.response)) == {"easel:anew:1", "easel:more:1", "easel:past:fb:4::"}
    theirs = await house.ben.slash(house.channel, "favourites")
    assert pictures_in(theirs.response) == []
