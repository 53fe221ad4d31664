"""Styles as members share, change and exchange them, and as moderators let them in."""

import asyncio
from typing import Any

import pytest
from simcord.builders import ChannelHandle

from bot.replies.styles.style_buttons import decision_buttons
from tests.behaviour.conftest import House, buttons_of, components_of, text_of


async def save(house: House, member: Any = None, **options: Any) -> Any:
    options.setdefault("name", "moody")
    options.setdefault("prompt", "{prompt} in the fog")
    return await (member or house.ada).slash(house.channel, "style save", **options)


async def test_a_shared_style_waits_until_a_moderator_lets_it_in(house: House) -> None:
    saved = await save(house)
    asked = await house.ada.click(saved.response, label="Share")
    assert "waits for this server's moderators" in text_of(asked.response)
    refused = await house.ben.slash(house.channel, "imagine", prompt="a mill", style="moody")
    assert "no style has that name" in text_of(refused.response)

    late = await house.moderator.slash(house.channel, "style pending")
    waiting = await house.moderator.slash(house.channel, "style pending")
    await house.restart()
    decided = await house.moderator.click(waiting.response, label="Let it in")
    assert "has let `moody` in" in text_of(decided.response)
    made = await house.ben.slash(house.channel, "imagine", prompt="a mill", style="Moody")
    assert "a mill in the fog" in text_of(made.response)
    assert "No style waits" in text_of(decided.response)
    assert buttons_of(decided.response) == []
    again = await house.moderator.click(late.response, label="Refuse")
    assert "does not wait" in text_of(again.response)
    await house.ada.click(saved.response, label="Share")  # of a panel that is older than all that
    still = await house.ben.slash(house.channel, "style show", name="moody")
    assert "in the fog" in text_of(still.response)


async def test_only_moderators_decide(house: House) -> None:
    saved = await save(house)
    await house.ada.click(saved.response, label="Share")
    listed = await house.ada.slash(house.channel, "style pending")
    assert "Only moderators of this server" in text_of(listed.response)
    # By hand, on a message of her own: the custom_id is no secret.
    stored = house.env.backend.get_message(saved.response.channel_id, saved.response.id)
    button = next(part for part in components_of(stored) if part["type"] == 2)
    (style,) = await house.services.style_desk.pending(house.guild.id)
    button["custom_id"] = decision_buttons(style)[0].custom_id
    forged = await house.ada.click(saved.response, custom_id=button["custom_id"])
    assert "Only moderators of this server" in text_of(forged.response)
    assert len(await house.services.style_desk.pending(house.guild.id)) == 1


async def test_the_moderators_channel_is_asked_and_shows_the_decision(house: House) -> None:
    room = house.guild.create_text_channel("moderators")
    panel = await house.moderator.slash(house.channel, "server")
    await house.moderator.select(panel.response, [room], custom_id="easel:server:reports")
    saved = await save(house)
    await house.ada.click(saved.response, label="Share")
    (question,) = room.history()
    stored = house.env.backend.get_message(room.id, question.id)
    assert "would like to share `moody`" in text_of(stored)
    await house.moderator.click(question, label="Refuse")
    stored = house.env.backend.get_message(room.id, question.id)
    assert "has refused `moody`" in text_of(stored)
    assert house.ada.mention in text_of(stored)
    assert buttons_of(stored) == []


async def test_a_server_may_share_at_once_or_not_at_all(house: House) -> None:
    saved = await save(house)
    panel = await house.moderator.slash(house.channel, "server")
    panel = await house.moderator.select(panel.response, ["off"], custom_id="easel:server:styles")
    refused = await house.ada.click(saved.response, label="Share")
    assert "does not share styles" in text_of(refused.response)
    await house.moderator.select(panel.response, ["open"], custom_id="easel:server:styles")
    shared = await house.ada.click(saved.response, label="Share")
    assert "Every member of this server can use it" in text_of(shared.response)
    copied = await house.ben.slash(house.channel, "style copy", name="moody", new_name="mine")
    assert "in the fog" in text_of(copied.response)
    # One of the moderator's own is not in the way of that.
    await house.moderator.slash(house.channel, "style save", name="moody", prompt="my own")
    taken_back = await house.moderator.slash(house.channel, "style unshare", name="moody")
    assert "Taken back" in text_of(taken_back.response)
    gone = await house.ben.slash(house.channel, "style show", name="moody")
    assert "no style has that name" in text_of(gone.response)
    kept = await house.ben.slash(house.channel, "style show", name="mine")
    assert "in the fog" in text_of(kept.response)


async def test_only_moderators_change_the_servers_settings(house: House) -> None:
    panel = await house.moderator.slash(house.channel, "server")
    assert panel.ephemeral
    with pytest.raises(Exception, match="server"):
        await house.ben.slash(house.channel, "server")


async def test_a_style_is_edited_in_a_form_and_a_shared_one_waits_anew(house: House) -> None:
    await save(house, steps=30)
    panel = await house.moderator.slash(house.channel, "server")
    await house.moderator.select(panel.response, ["open"], custom_id="easel:server:styles")
    await house.ada.slash(house.channel, "style share", name="moody")
    panel = await house.moderator.slash(house.channel, "server")
    await house.moderator.select(panel.response, ["approved"], custom_id="easel:server:styles")
    form = await house.ada.slash(house.channel, "style edit", name="moody")
    await house.restart()
    edited = await house.ada.submit_modal(
        form,
        {
            "name": "moody",
            "prompt": "{prompt} in the rain",
            "negative_prompt": "sun",
            "options": "steps=40\nsize=portrait",
        },
    )
    shown = text_of(edited.response)
    assert "in the rain" in shown
    assert "steps: `40`" in shown
    assert "waits for this server's moderators" in shown
    form = await house.ada.click(edited.response, label="Edit")
    wrong = await house.ada.submit_modal(
        form, {"name": "moody", "prompt": "x", "negative_prompt": "", "options": "steps=99"}
    )
    assert "`steps` cannot be `99`: it must be a whole number from 1 to 50" in text_of(
        wrong.response
    )


async def test_a_renamed_style_is_found_under_its_new_name_alone(house: House) -> None:
    await save(house)
    await save(house, name="other")
    taken = await house.ada.slash(house.channel, "style rename", name="moody", new_name="Other")
    assert "already have a style named `other`" in text_of(taken.response)
    await house.ada.slash(house.channel, "style rename", name="moody", new_name="Fog")
    assert "in the fog" in text_of(
        (await house.ada.slash(house.channel, "style show", name="fog")).response
    )
    gone = await house.ada.slash(house.channel, "style show", name="moody")
    assert "no style has that name" in text_of(gone.response)


async def test_styles_go_out_and_come_in_as_a_file(house: House) -> None:
    await save(house, steps=30)
    exported = await house.ada.slash(house.channel, "style export")
    (file,) = exported.response.attachments
    assert file.filename == "styles.toml"
    data = await file.read()
    brought = await house.ben.slash(house.channel, "style import", file=("styles.toml", data))
    assert brought.ephemeral
    assert "`moody`" in text_of(brought.response)
    shown = await house.ben.slash(house.channel, "style show", name="moody")
    assert "steps: `30`" in text_of(shown.response)
    twice = await house.ben.slash(house.channel, "style import", file=("styles.toml", data))
    assert "Left out" in text_of(twice.response)
    assert "a style named `moody`" in text_of(twice.response)
    none = await house.ben.slash(house.channel, "style import", file=("styles.toml", b"\x89PNG"))
    assert "no file of styles" in text_of(none.response)
    assert none.ephemeral


async def test_several_styles_shape_one_request_in_their_order(house: House) -> None:
    await save(house)
    made = await house.imagine(prompt="a mill", style="moody, ink")
    shown = text_of(made.response)
    assert "ink drawing of a mill in the fog" in shown
    assert "style moody, ink" in shown


async def test_a_preview_is_made_once_and_shown_to_all(house: House) -> None:
    shown = await house.ada.slash(house.channel, "style show", name="ink")
    assert not shown.response.attachments
    made = await house.ada.click(shown.response, label="Preview (1 image)")
    assert made.ephemeral
    twice = await house.ben.click(
        (await house.ben.slash(house.channel, "style show", name="ink")).response,
        label="Preview (1 image)",
    )
    assert "is being made" in text_of(twice.response)
    await house.settle()
    assert await house.left() == 9
    row = await house.services.generations.get(1)
    assert row is not None
    original = house.services.settings.data_dir / row.images[0].path
    whole = await asyncio.to_thread(original.read_bytes)
    await asyncio.to_thread(original.write_bytes, b"damaged")
    without = await house.ben.slash(house.channel, "style show", name="ink")
    assert "ink" in text_of(without.response)
    assert not without.response.attachments
    await asyncio.to_thread(original.write_bytes, whole)
    seen = await house.ben.slash(house.channel, "style show", name="ink")
    assert [file.filename for file in seen.response.attachments] == ["preview.webp"]
    assert not any("preview" in custom_id for custom_id in buttons_of(seen.response))
    await house.restart()
    again = await house.ben.slash(house.channel, "style show", name="INK")
    assert again.response.attachments


async def test_a_style_is_deleted_at_the_second_press_alone(house: House) -> None:
    saved = await save(house)
    asked = await house.ada.click(saved.response, label="Delete")
    assert "Delete the style `moody`?" in text_of(asked.response)
    await house.restart()
    kept = await house.ada.click(asked.response, label="Keep it")
    assert "in the fog" in text_of(kept.response)
    asked = await house.ada.click(kept.response, label="Delete")
    done = await house.ada.click(asked.response, label="Delete for good")
    assert "The style is deleted" in text_of(done.response)
    gone = await house.ada.slash(house.channel, "style show", name="moody")
    assert "no style has that name" in text_of(gone.response)


async def test_an_owner_is_told_what_moderators_do_with_the_style(house: House) -> None:
    await save(house)
    for decision in ("Refuse", "Let it in"):
        await house.ada.slash(house.channel, "style share", name="moody")
        waiting = await house.moderator.slash(house.channel, "style pending")
        await house.moderator.click(waiting.response, label=decision)
    await save(house, house.moderator)  # their own of that name is in nobody's way
    await house.moderator.slash(house.channel, "style unshare", name="moody")
    direct = house.env.backend.get_dm_channel(house.ada.id)
    told = [text_of(message) for message in ChannelHandle(house.env, None, direct).history()]
    words = ("did not let your style `moody` in", "is shared with", "have stopped sharing")
    assert [any(each in text for text in told) for each in words] == [True] * 3
    assert len(told) == 3


async def test_moderators_are_asked_anew_about_what_was_edited(house: House) -> None:
    room = house.guild.create_text_channel("moderators")
    panel = await house.moderator.slash(house.channel, "server")
    await house.moderator.select(panel.response, [room], custom_id="easel:server:reports")
    saved = await save(house)
    await house.ada.click(saved.response, label="Share")
    for words in ("{prompt} in the rain", "{prompt} in the rain"):  # the second changes nothing
        form = await house.ada.slash(house.channel, "style edit", name="moody")
        filled = {"name": "moody", "prompt": words, "negative_prompt": "", "options": ""}
        await house.ada.submit_modal(form, filled)
    first, second = room.history()
    late = await house.moderator.click(first, label="Let it in")
    assert "has changed since" in text_of(late.response)
    stored = house.env.backend.get_message(room.id, second.id)
    assert "in the rain" in text_of(stored)
    await house.moderator.click(second, label="Let it in")
    assert "has let `moody` in" in text_of(stored)


async def test_in_direct_messages_nothing_can_be_shared(house: House) -> None:
    saved = await house.env.create_user("cid").slash(
        "style save", name="moody", prompt="{prompt} in the fog"
    )
    assert "easel:style:share:moody" not in buttons_of(saved.response)
    assert "easel:style:edit:moody" in buttons_of(saved.response)


async def test_buttons_copy_a_shared_style_and_take_it_back(house: House) -> None:
    panel = await house.moderator.slash(house.channel, "server")
    await house.moderator.select(panel.response, ["open"], custom_id="easel:server:styles")
    saved = await save(house)
    shared = await house.ada.click(saved.response, label="Share")
    seen = await house.ben.slash(house.channel, "style show", name="moody")
    assert buttons_of(seen.response) == ["easel:style:copy:moody", "easel:style:preview:moody"]
    copied = await house.ben.click(seen.response, label="Copy to mine")
    assert "in the fog" in text_of(copied.response)
    assert "easel:style:edit:moody" in buttons_of(copied.response)
    taken_back = await house.ada.click(shared.response, label="Take back")
    assert "Taken back" in text_of(taken_back.response)
    stranger = await house.moderator.slash(house.channel, "style show", name="moody")
    assert "no style has that name" in text_of(stranger.response)
    kept = await house.ben.slash(house.channel, "style show", name="moody")
    assert "in the fog" in text_of(kept.response)


async def test_moderators_see_all_of_what_they_let_in(house: House) -> None:
    words = "{prompt} " + "in the fog, " * 60
    saved = await save(house, prompt=f"{words}and a hidden end", negative_prompt="n" * 500)
    await house.ada.click(saved.response, label="Share")
    waiting = await house.moderator.slash(house.channel, "style pending")
    assert "and a hidden end" in text_of(waiting.response)
    assert "n" * 500 in text_of(waiting.response)
    long = await save(house, name="long", prompt="x" * 1_601)
    refused = await house.ada.click(long.response, label="Share")
    assert "1,601 characters, and 1,600 is the most" in text_of(refused.response)
    assert len(await house.services.style_desk.pending(house.guild.id)) == 1
