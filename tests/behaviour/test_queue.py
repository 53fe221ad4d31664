"""`/queue` as members and moderators see it."""

from bot.errors import ProviderUnavailable
from tests.behaviour.conftest import House, buttons_of, components_of, text_of


async def test_mine_shows_what_i_have_waiting_and_running_with_its_place(house: House) -> None:
    await house.imagine(prompt="a first fox")
    await house.until_it_runs()
    await house.imagine(house.ben, prompt="somebody else's mill")
    await house.imagine(prompt="a second fox")
    shown = await house.ada.slash(house.channel, "queue")
    assert shown.ephemeral
    text = text_of(shown.response)
    assert "being made" in text
    assert "a first fox" in text
    assert "place **2**" in text
    assert "a second fox" in text
    assert "mill" not in text
    assert "started <t:" in text
    assert buttons_of(shown.response) == [
        "easel:cancel:1:mine",
        "easel:cancel:3:mine",
        "easel:queue:mine",
    ]


async def test_nothing_waiting_says_so(house: House) -> None:
    shown = await house.ada.slash(house.channel, "queue")
    assert "Nothing" in text_of(shown.response)
    assert buttons_of(shown.response) == ["easel:queue:mine"]


async def test_cancelling_in_the_panel_shows_it_anew_and_ends_the_card(house: House) -> None:
    first = await house.imagine(prompt="a first fox")
    await house.imagine(prompt="a second fox")
    shown = await house.ada.slash(house.channel, "queue")
    await house.ada.click(shown.response, custom_id="easel:cancel:1:mine")
    assert "a first fox" not in text_of(shown.response)
    assert "a second fox" in text_of(shown.response)
    assert "Cancelled" in text_of(first.response)
    assert await house.left() == 9


async def test_it_is_refreshed_in_its_place_also_after_a_restart(house: House) -> None:
    await house.imagine(prompt="a first fox")
    shown = await house.ada.slash(house.channel, "queue")
    assert "place **1**" in text_of(shown.response)
    await house.until_it_runs()
    await house.ada.click(shown.response, label="Refresh")
    assert "being made" in text_of(shown.response)
    await house.restart()
    await house.settle()
    await house.ada.click(shown.response, label="Refresh")
    assert "Nothing" in text_of(shown.response)


async def test_the_servers_queue_is_refreshed_for_moderators_alone(house: House) -> None:
    shown = await house.moderator.slash(house.channel, "queue", server=True)
    assert buttons_of(shown.response) == ["easel:queue:server"]
    await house.imagine(prompt="a fox")
    await house.moderator.click(shown.response, label="Refresh")
    assert "a fox" in text_of(shown.response)
    public = await house.imagine(house.ben, prompt="a mill")
    stored = house.env.backend.get_message(public.response.channel_id, public.response.id)
    (button,) = [part for part in components_of(stored) if part["type"] == 2]
    button["custom_id"] = "easel:queue:server"
    pressed = await house.ben.click(public.response, custom_id="easel:queue:server")
    assert pressed.ephemeral
    assert "Manage Server" in text_of(pressed.response)


async def test_the_panel_works_after_a_restart(house: House) -> None:
    first = await house.imagine(prompt="a first fox")
    shown = await house.ada.slash(house.channel, "queue")
    await house.restart()
    await house.ada.click(shown.response, custom_id="easel:cancel:1:mine")
    assert "Nothing" in text_of(shown.response)
    assert "Cancelled" in text_of(first.response)


async def test_the_servers_queue_is_for_moderators_and_says_who_asked(house: House) -> None:
    card = await house.imagine(prompt="a fox")
    await house.imagine(house.ben, prompt="a secret mill", private=True)
    refused = await house.ben.slash(house.channel, "queue", server=True)
    assert refused.ephemeral
    assert "Manage Server" in text_of(refused.response)
    shown = await house.moderator.slash(house.channel, "queue", server=True)
    assert shown.ephemeral
    text = text_of(shown.response)
    assert f"<@{house.ada.id}>" in text
    assert f"<@{house.ben.id}>" in text
    assert "a fox" in text
    assert "secret" not in text
    await house.moderator.click(shown.response, custom_id="easel:cancel:1:server")
    assert "Cancelled" in text_of(card.response)
    assert "a fox" not in text_of(shown.response)
    assert "(private)" in text_of(shown.response)


async def test_a_long_queue_is_cut_and_says_how_much_more_there_is(house: House) -> None:
    for number in range(12):
        name = house.env.create_user(f"member-{number}")
        await house.imagine(house.guild.add_member(name), prompt="p" * 1_500)
    shown = await house.moderator.slash(house.channel, "queue", server=True)
    assert len(buttons_of(shown.response)) == 11  # the last one refreshes
    assert "and 2 more" in text_of(shown.response)
    assert len(text_of(shown.response)) < 4_000


async def test_during_an_outage_card_and_queue_say_so_and_promise_nothing(house: House) -> None:
    house.provider.duration_s = 300.0
    card = await house.imagine(prompt="a first fox")
    await house.until_it_runs()
    house.provider.look_errors = [ProviderUnavailable() for _ in range(999)]
    house.provider.entries_errors = [ProviderUnavailable() for _ in range(999)]
    for _ in range(60):
        house.time.advance(1.0)
        await house.services.work.step()
        await house.services.live_reply.step()
    text = text_of(card.response)
    assert "The image service does not answer right now; I go on asking." in text
    assert "about" not in text
    waiting = await house.imagine(house.ben, prompt="a mill")
    assert "takes nothing right now" in text_of(waiting.response)
    shown = await house.moderator.slash(house.channel, "queue", server=True)
    lines = text_of(shown.response)
    assert "being made" in lines
    assert "the image service does not answer right now" in lines
    assert "the image service takes nothing right now" in lines
