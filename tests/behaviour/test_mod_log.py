"""`/mod log`, `/mod block`, `/mod unblock` and `/mod blocked`, as moderators and members see it."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.log_filter import LogFilter
from bot.store.log_pages import LogPages
from tests.behaviour.conftest import House, buttons_of, forge, text_of


async def logged(house: House, **wanted: Any) -> list[LogEntry]:
    pages = LogPages(house.services.generations._database)
    page = await pages.older(house.guild.id, LogFilter(**wanted), 50)
    return [one.entry for one in page.entries]


async def mod(house: House, name: str, by: Any = None, /, **options: Any) -> Any:
    return await (by or house.moderator).slash(house.channel, f"mod {name}", **options)


async def block(house: House, whom: Any, length: str = "10m", **options: Any) -> Any:
    return await mod(house, "block", member=whom, **{"for": length}, **options)


async def test_a_blocked_member_asks_in_vain_until_it_ends(house: House) -> None:
    answer = await block(house, house.ada, reason="spam")
    assert answer.ephemeral
    assert "cannot ask for images here any more" in text_of(answer.response)
    refused = await house.imagine()
    assert "blocked from asking for images on this server until" in text_of(refused.response)
    assert await house.left() == 10
    assert (await house.imagine(house.ben)).response is not None
    house.time.advance(601)
    assert "blocked" not in text_of((await house.imagine()).response)
    first, second = (await logged(house))[::-1]
    assert (first.action, first.member_id, first.actor_id) == (
        Action.BLOCKED,
        house.ada.id,
        house.moderator.id,
    )
    assert first.note == "spam"
    assert (second.action, second.rule, second.text) == (
        Action.REFUSED,
        "blocked",
        "",  # nobody needs their words
    )


async def test_unblocking_lets_them_ask_again_and_is_logged(house: House) -> None:
    await block(house, house.ada, "for_good")
    listed = await mod(house, "blocked")
    assert f"<@{house.ada.id}> · for good" in text_of(listed.response)
    await house.restart()
    pressed = await house.moderator.click(listed.response, label="Unblock")
    assert "Nobody is blocked." in text_of(pressed.response)
    assert "blocked" not in text_of((await house.imagine()).response)
    assert [one.action for one in await logged(house)] == [Action.UNBLOCKED, Action.BLOCKED]
    again = await mod(house, "unblock", member=house.ada)
    assert "is not blocked here" in text_of(again.response)


async def test_nobody_blocks_themselves_the_bot_or_who_has_manage_server(house: House) -> None:
    helpers = house.guild.create_role("Helpers")
    helper = house.guild.add_member(house.env.create_user("helper"), roles=[helpers])
    entry = LogEntry(
        server_id=house.guild.id, at=house.time.now(), action=Action.RULES_CHANGED, actor_id=1
    )
    await house.services.moderation.store.change(
        house.guild.id,
        lambda policy: policy.model_copy(update={"moderator_role_ids": frozenset({helpers.id})}),
        entry,
    )
    house.services.moderation.policies.changed(house.guild.id)
    own = await mod(house, "block", helper, member=helper, **{"for": "1d"})
    assert "cannot block yourself" in text_of(own.response)
    admin = await mod(house, "block", helper, member=house.moderator, **{"for": "1d"})
    assert "Members with Manage Server, or with a role" in text_of(admin.response)
    assert (await logged(house, action=Action.BLOCKED)) == []
    done = await mod(house, "block", helper, member=house.ada, **{"for": "1d"})
    assert "cannot ask" in text_of(done.response)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("log", {}),
        ("blocked", {}),
        ("block", {"member": "ben", "for": "1d"}),
        ("unblock", {"member": "ben"}),
    ],
)
async def test_members_are_told_that_these_are_for_moderators(
    house: House, name: str, options: dict[str, Any]
) -> None:
    if "member" in options:
        options = options | {"member": house.ben}
    answer = await mod(house, name, house.ada, **options)
    assert answer.ephemeral
    assert "Only moderators of this server" in text_of(answer.response)
    assert await logged(house) == []


async def test_members_press_the_moderators_buttons_in_vain(house: House) -> None:
    await block(house, house.ada)
    card = (await house.imagine(house.ben)).response
    for custom_id in (f"easel:unblock:{house.ada.id}", "easel:blocked:0", "easel:modlog:csv:::::"):
        forge(house, card, "Cancel", custom_id)
        answer = await house.ben.click(card, label="Cancel")
        assert "Only moderators of this server" in text_of(answer.response)
    assert "blocked" in text_of((await house.imagine()).response)


async def test_the_log_is_paged_and_says_who_what_where_and_why(house: House) -> None:
    for _number in range(7):
        await block(house, house.ada, reason="too many *foxes*")
        house.time.advance(1)  # so that each lasts longer than the one before
    await house.imagine()
    await house.moderator.slash(house.channel, "mod words add", text="fog")
    house.time.advance(700)
    await house.imagine(prompt="a fox in the fog")
    page = (await mod(house, "log", member=house.ada)).response
    text = text_of(page)
    assert f"about <@{house.ada.id}>" in text
    assert f"**Refused** · <@{house.ada.id}> · by the bot · <#{house.channel.id}>" in text
    assert "rule: the member is blocked" in text
    assert "||a fox in the fog||" in text
    assert f"by <@{house.moderator.id}>" in text
    assert r"too many \*foxes\*" in text
    assert text.count("**Blocked**") == 4
    await house.restart()
    older = (await house.moderator.click(page, label="Older ▶")).response
    assert text_of(older).count("**Blocked**") == 3
    newer = (await house.moderator.click(older, label="◀ Newer")).response
    assert text_of(newer).count("**Blocked**") == 4


async def test_the_log_is_saved_as_a_file_with_the_same_filter(house: House) -> None:
    await block(house, house.ada)
    await block(house, house.ben, reason='=HYPERLINK("https://evil.example")')
    page = (await mod(house, "log", member=house.ben, action="blocked")).response
    answer = await house.moderator.click(page, label="Save as CSV")
    (sent,) = [*answer.followups, answer.response][:1]
    (file,) = sent.attachments
    data = house.env.backend.cdn.get(file.url) or b""
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert (row["member_id"], row["action"]) == (str(house.ben.id), "blocked")
    assert row["note"].startswith("'=HYPERLINK")


async def test_what_was_allowed_is_shown_on_demand_with_a_link(house: House) -> None:
    card = (await house.imagine()).response
    assert "nothing of that kind" in text_of((await mod(house, "log")).response)
    allowed = (await mod(house, "log", action="Allowed", days=1)).response
    address = f"https://discord.com/channels/{house.guild.id}/{house.channel.id}/{card.id}"
    assert address in text_of(allowed)
    house.time.advance(timedelta(days=2).total_seconds())
    old = (await mod(house, "log", action="allowed", days=1)).response
    assert buttons_of(old) == []


async def test_what_moderators_decide_about_styles_is_logged(house: House) -> None:
    saved = await house.ada.slash(house.channel, "style save", name="Moody", prompt="in the fog")
    await house.ada.click(saved.response, label="Share")
    waiting = await house.moderator.slash(house.channel, "style pending")
    await house.moderator.click(waiting.response, label="Let it in")
    await house.moderator.slash(house.channel, "style unshare", name="Moody")
    taken_back, let_in = await logged(house, action=Action.STYLE_DECIDED)
    for entry, decision in ((let_in, "let_in"), (taken_back, "taken_back")):
        assert (entry.actor_id, entry.member_id) == (house.moderator.id, house.ada.id)
        assert entry.values == {"style": "moody", "decision": decision}


async def test_what_moderators_delete_is_logged_and_what_members_delete_is_not(
    house: House,
) -> None:
    for who in (house.moderator, house.ada):
        card = (await house.imagine()).response
        await house.settle()
        panel = (await who.click(card, label="More")).response
        question = (await who.click(panel, label="Delete")).response
        await who.click(question, label="Delete for good")
    (entry,) = await logged(house, action=Action.REMOVED)
    assert (entry.actor_id, entry.member_id, entry.generation_id) == (
        house.moderator.id,
        house.ada.id,
        1,
    )
