"""`/imagine` as members see it, from the first answer to the images."""

import pytest

from bot.errors import PromptRefused, ProviderAccount, ProviderUnavailable, StorageUnavailable
from bot.providers.provider import TaskStatus
from bot.store.disk import Disk, Room
from tests.behaviour.conftest import House, text_of


async def test_the_first_answer_is_the_card_itself(house: House) -> None:
    result = await house.imagine(prompt="a fox in the snow", seed=7)
    assert not result.deferred
    assert not result.ephemeral
    text = text_of(result.response)
    assert "a fox in the snow" in text
    assert "place **1** in the queue" in text


async def test_the_images_arrive_in_the_same_message_with_alt_text(house: House) -> None:
    result = await house.imagine(images=3, seed=7)
    await house.settle()
    message = result.response
    assert [a.filename for a in message.attachments] == [
        "easel-1-1.png",
        "easel-1-2.png",
        "easel-1-3.png",
    ]
    gallery = next(c for c in message.components[0]["components"] if c["type"] == 12)
    assert gallery["items"][1]["description"].startswith("Image 2 of 3 made from the prompt")
    assert "seeds `7` to `9`" in text_of(message)
    assert await house.left() == 7


async def test_a_second_request_does_not_wait_for_the_first(house: House) -> None:
    house.provider.duration_s = 30
    first = await house.imagine(prompt="slow")
    second = await house.imagine(prompt="also")
    assert "also" in text_of(second.response)
    await house.settle()
    assert first.response.attachments
    assert second.response.attachments
    assert len(house.provider.tasks) == 2


async def test_a_private_answer_is_for_one_member_only(house: House) -> None:
    result = await house.imagine(private=True)
    assert result.ephemeral
    await house.settle()
    assert result.response.ephemeral
    assert result.response.attachments


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        ({"size": "0x0"}, ["size", "0x0", "2048"]),
        ({"size": "9999x9999"}, ["size", "9999x9999", "2048"]),
        ({"size": "512"}, ["size", "512"]),
        ({"size": "axb"}, ["size", "axb"]),
        ({"sampler": "Foo"}, ["sampler", "Foo"]),
        ({"model": "nothing.safetensors"}, ["model", "nothing.safetensors"]),
        ({"loras": "nowhere:0.5"}, ["lora", "nowhere"]),
        ({"loras": "add_detail_44319:abc"}, ["lora", "abc"]),
        ({"vae": "none.pt"}, ["vae", "none.pt"]),
        ({"style": "unheard of"}, ["style", "unheard of"]),
        ({"advanced": "foo=1"}, ["foo"]),
        ({"images": 8, "advanced": "rounds=2"}, ["8"]),
    ],
)
async def test_a_wrong_option_gets_a_private_sentence_and_costs_nothing(
    house: House, options: dict[str, object], parts: list[str]
) -> None:
    result = await house.imagine(**options)
    assert result.ephemeral
    text = text_of(result.response)
    for part in parts:
        assert part in text
    await house.settle()
    assert house.provider.submit_calls == 0
    assert await house.left() == 10


@pytest.mark.parametrize(
    "error",
    [ProviderUnavailable(), ProviderAccount(), PromptRefused()],
    ids=lambda e: type(e).__name__,
)
async def test_a_refused_submit_is_said_once_and_gives_the_units_back(
    house: House, error: ProviderAccount
) -> None:
    house.provider.submit_errors = [error] * 5
    result = await house.imagine(images=2)
    assert await house.left() == 8
    await house.settle()
    assert str(error) in text_of(result.response)
    assert "2 images were not charged" in text_of(result.response)
    assert await house.left() == 10


async def test_a_failed_task_says_the_services_reason(house: House) -> None:
    house.provider.ends = TaskStatus.FAILED
    house.provider.reason = "out of memory"
    result = await house.imagine()
    await house.settle()
    assert "out of memory" in text_of(result.response)
    assert await house.left() == 10


async def test_the_quota_is_never_passed_by_commands_at_once(house: House) -> None:
    results = [await house.imagine(images=3) for _ in range(4)]
    assert [r.ephemeral for r in results] == [False, False, False, True]
    assert "1 of your 10 images for today are left" in text_of(results[-1].response)
    assert await house.left() == 1
    assert await house.left(house.ben) == 10


async def test_too_many_waiting_is_refused_with_the_limit(house: House) -> None:
    results = [await house.imagine() for _ in range(6)]
    assert [r.ephemeral for r in results] == [False] * 5 + [True]
    assert "5" in text_of(results[-1].response)


async def test_mentions_and_markdown_in_a_prompt_are_shown_not_obeyed(house: House) -> None:
    result = await house.imagine(prompt="@everyone **bold** `code` <@1>")
    text = text_of(result.response)
    assert "@everyone" not in text
    assert "**bold**" not in text


async def test_a_card_sent_while_the_database_is_locked_is_known_afterwards(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes, faults = house.services.generations.set_message, [StorageUnavailable()]

    async def set_message(generation_id: int, message_id: int) -> bool:
        if faults:
            raise faults.pop()
        return await takes(generation_id, message_id)

    monkeypatch.setattr(house.services.generations, "set_message", set_message)
    shown = await house.imagine()
    await house.settle()
    row = await house.services.generations.get(1)
    assert row is not None
    assert row.place.message_id == shown.response.id


async def found_full(_disk: Disk) -> Room:
    return Room(taken_bytes=0, free_bytes=0, open_units=0)


async def test_a_disk_that_is_full_at_the_start_refuses_the_first_request(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Disk, "room", found_full)
    await house.restart()
    refused = await house.imagine()
    assert refused.ephemeral
    assert "no room for new images" in text_of(refused.response)
    assert await house.left() == 10
