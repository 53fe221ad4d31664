"""What moderators are answered when a list is long, or Discord does not take a file."""

from typing import Any

import discord
import pytest

from bot.errors import StorageUnavailable
from bot.generation.moderation.words_desk import WordsDesk
from bot.store.log_pages import LogPages
from tests.behaviour.conftest import House, forge, text_of

PAGE = 25


async def test_more_quotas_than_one_page_are_turned_to(house: House) -> None:
    for number in range(PAGE + 2):
        role = house.guild.create_role(f"r{number}")
        await house.moderator.slash(
            house.channel, "mod quota", role=role, images=str(1_000 + number)
        )
    first = (await house.moderator.slash(house.channel, "mod quota")).response
    shown = [n for n in range(PAGE + 2) if f"1,{n:03} images a day" in text_of(first)]
    assert len(shown) == PAGE
    await house.restart()
    second = (await house.moderator.click(first, label="More ▶")).response
    left = [n for n in range(PAGE + 2) if f"1,{n:03} images a day" in text_of(second)]
    assert sorted([*shown, *left]) == list(range(PAGE + 2))
    again = (await house.moderator.click(second, label="◀ Back")).response
    assert text_of(again) == text_of(first)


async def test_a_member_turns_the_pages_of_quotas_in_vain(house: House) -> None:
    card = (await house.imagine()).response
    forge(house, card, "Cancel", "easel:mod-quotas:0")
    answer = await house.ada.click(card, label="Cancel")
    assert "Only moderators of this server" in text_of(answer.response)


async def test_the_lists_that_come_with_the_bot_are_offered_by_name(house: House) -> None:
    offered = await house.moderator.autocomplete(house.channel, "mod words category", "name", "GOR")
    assert [choice["value"] for choice in offered] == ["gore"]
    every = await house.moderator.autocomplete(house.channel, "mod words category", "name", "")
    assert len(every) > 1


async def test_a_list_that_cannot_be_read_is_told_after_the_answer_was_deferred(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_desk: WordsDesk, _server_id: int) -> bytes:
        raise StorageUnavailable

    monkeypatch.setattr(WordsDesk, "export", broken)
    answer = await house.moderator.slash(house.channel, "mod words export")
    assert "⚠️" in said(answer)


async def test_a_log_that_discord_does_not_take_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.moderator.slash(house.channel, "mod block", member=house.ada, **{"for": "10m"})
    page = (await house.moderator.slash(house.channel, "mod log")).response
    send = discord.Webhook.send

    async def refused(webhook: Any, *given: Any, **options: Any) -> Any:
        if "file" in options:
            raise OSError("the road is closed")
        return await send(webhook, *given, **options)

    monkeypatch.setattr(discord.Webhook, "send", refused)
    answer = await house.moderator.click(page, label="Save as CSV")
    assert "did not take part 1 of the log" in said(answer)


async def test_a_log_that_cannot_be_read_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.moderator.slash(house.channel, "mod block", member=house.ada, **{"for": "10m"})
    page = (await house.moderator.slash(house.channel, "mod log")).response

    async def broken(_pages: LogPages, *_wanted: Any) -> list[Any]:
        raise StorageUnavailable

    monkeypatch.setattr(LogPages, "batch", broken)
    answer = await house.moderator.click(page, label="Save as CSV")
    assert "⚠️" in said(answer)


def said(answer: Any) -> str:
    """Return all that was answered, first or afterwards."""
    return "\n".join(text_of(one) for one in (answer.response, *answer.followups) if one)
