"""The ladder: each rung once and in order; what is private or deleted stays so."""

from dataclasses import replace

import pytest

from bot.domain.generation import Rung
from bot.errors import DiscordUnreachable, StorageUnavailable, UserError
from bot.generation.endings import unreadable
from bot.replies.sending.delivery import Delivery
from bot.replies.sending.roads import Outcome
from bot.replies.sending.uploads import Packer
from tests.unit.replies.fake_roads import FakeRoads, RoadState, StillTime
from tests.unit.replies.samples import a_generation, an_image, loaded, noise

OLD = 16  # minutes


def climbing(closed: dict[Rung, Outcome], minutes: int = 0) -> tuple[Delivery, RoadState]:
    time, state = StillTime(), RoadState(closed=closed)
    time.now_value = time.now_value.replace(minute=minutes)
    return Delivery(FakeRoads(time, state), time, Packer()), state


B, D, L = Outcome.BLOCKED, Outcome.DELETED, Outcome.TOO_LARGE


@pytest.mark.parametrize(
    ("closed", "minutes", "is_private", "tried"),
    [
        ({}, 0, False, [Rung.TOKEN]),
        ({}, OLD, False, [Rung.EDIT]),
        ({Rung.TOKEN: B}, 0, False, [Rung.TOKEN, Rung.EDIT]),
        ({Rung.TOKEN: B, Rung.EDIT: B}, 0, False, [Rung.TOKEN, Rung.EDIT, Rung.CHANNEL]),
        ({Rung.EDIT: B, Rung.CHANNEL: B}, OLD, False, [Rung.EDIT, Rung.CHANNEL, Rung.DM]),
        ({Rung.TOKEN: D}, 0, False, [Rung.TOKEN, Rung.DM]),
        ({Rung.EDIT: D}, OLD, False, [Rung.EDIT, Rung.DM]),
        ({Rung.TOKEN: B}, 0, True, [Rung.TOKEN, Rung.DM]),
        ({}, OLD, True, [Rung.DM]),
        ({Rung.TOKEN: B, Rung.DM: B}, 0, True, [Rung.TOKEN, Rung.DM, Rung.KEPT]),
    ],
)
async def test_each_open_road_is_tried_once_in_order(
    closed: dict[Rung, Outcome], minutes: int, *, is_private: bool, tried: list[Rung]
) -> None:
    delivery, state = climbing(closed, minutes)
    rung = await delivery.deliver(a_generation(is_private=is_private), loaded(an_image()))
    assert state.tried == tried
    assert rung is tried[-1]


async def test_the_finished_card_has_images_settings_and_time() -> None:
    delivery, state = climbing({})
    await delivery.deliver(a_generation(images=2), loaded(an_image(0), an_image(1)))
    sent = state.sent[0]
    assert sent.names == ["easel-1-1.png", "easel-1-2.png"]
    for part in ("a fox", "m_1.safetensors", "512×512", "seeds `7` to `8`", "made in 4.2 s"):
        assert part in sent.text


async def test_a_failed_card_says_why_and_that_nothing_was_charged() -> None:
    delivery, state = climbing({})
    await delivery.failed(a_generation(images=3), "The image service is too busy.")
    assert "The image service is too busy." in state.sent[0].text
    assert "3 images were not charged" in state.sent[0].text


@pytest.mark.parametrize("reason", [StorageUnavailable(), unreadable()])
async def test_a_failed_card_says_only_once_what_was_charged(reason: UserError) -> None:
    delivery, state = climbing({})
    await delivery.failed(a_generation(), str(reason))
    (sent,) = state.sent
    assert sent.text.count("charged") + sent.text.count("counted") == 1


async def test_missing_images_are_named_and_not_charged() -> None:
    delivery, state = climbing({})
    await delivery.deliver(a_generation(images=3), loaded(an_image(0)))
    assert "2 images could not be fetched and were not charged" in state.sent[0].text


async def test_what_fits_in_no_form_is_not_called_lost() -> None:
    delivery, state = climbing({})
    generation = a_generation(images=2)
    tiny = replace(generation, place=replace(generation.place, attachment_size_limit_bytes=20))
    await delivery.deliver(tiny, loaded(noise(128), an_image(1)))
    (sent,) = state.sent
    assert sent.names == []
    assert "2 images are too large for Discord in any form" in sent.text
    assert "not charged" not in sent.text


async def test_what_a_road_finds_too_large_is_sent_smaller_once_and_then_goes_on() -> None:
    delivery, state = climbing({Rung.TOKEN: L, Rung.EDIT: L})
    rung = await delivery.deliver(a_generation(), loaded(noise(256)))
    assert state.tried == [Rung.TOKEN, Rung.TOKEN, Rung.EDIT, Rung.EDIT, Rung.CHANNEL]
    assert rung is Rung.CHANNEL
    assert state.sent[0].names == ["easel-1-1.webp"]
    assert state.sizes == sorted(state.sizes, reverse=True)
    assert state.sizes[1] <= state.sizes[0] / 2
    assert "shown compressed" in state.sent[0].text


async def test_a_smaller_form_may_pass_on_the_same_road() -> None:
    delivery, state = climbing({})
    state.most_bytes = 60_000
    assert await delivery.deliver(a_generation(), loaded(noise(256))) is Rung.TOKEN
    assert state.tried == [Rung.TOKEN] * 2


async def test_images_that_no_road_takes_are_kept_and_their_owner_reads_so() -> None:
    delivery, state = climbing({})
    state.most_bytes = 0
    assert await delivery.deliver(a_generation(), loaded(noise(256))) is Rung.KEPT
    assert "/history" in state.sent[-1].text


async def test_a_new_message_links_the_card_but_not_a_deleted_one() -> None:
    delivery, state = climbing({Rung.TOKEN: B, Rung.EDIT: B})
    await delivery.deliver(a_generation(), loaded(an_image()))
    assert "https://discord.com/channels/22/33/55" in state.sent[0].text
    delivery, state = climbing({Rung.TOKEN: D})
    await delivery.deliver(a_generation(), loaded(an_image()))
    assert state.sent[0].rung is Rung.DM
    assert "discord.com" not in state.sent[0].text


async def test_a_closed_road_is_not_tried_again_after_an_outage() -> None:
    delivery, state = climbing({Rung.TOKEN: B})
    state.unreachable_on = {Rung.EDIT: 2}
    assert await delivery.deliver(a_generation(), loaded(an_image())) is Rung.EDIT
    assert state.tried == [Rung.TOKEN, Rung.EDIT, Rung.EDIT, Rung.EDIT]


async def test_where_the_bot_is_not_itself_the_images_come_by_direct_message() -> None:
    delivery, state = climbing({}, OLD)
    state.has_channel = False
    assert await delivery.deliver(a_generation(), loaded(an_image())) is Rung.DM
    assert state.tried == [Rung.DM]


async def test_while_discord_does_not_answer_no_road_is_closed() -> None:
    delivery, state = climbing({})
    state.unreachable = 3
    rung = await delivery.deliver(a_generation(), loaded(an_image()))
    assert state.tried == [Rung.TOKEN] * 4
    assert rung is Rung.TOKEN


async def test_a_long_outage_is_handed_back_to_be_taken_up_again() -> None:
    delivery, state = climbing({})
    state.unreachable = 1000
    with pytest.raises(DiscordUnreachable):
        await delivery.deliver(a_generation(), loaded(an_image()))
    assert state.sent == []
