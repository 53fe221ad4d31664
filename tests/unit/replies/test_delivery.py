"""The ladder: each rung once and in order; what is private or deleted stays so."""

import io

import pytest
from PIL import Image

from bot.domain.generation import Rung
from bot.errors import DiscordUnreachable
from bot.replies.delivery import Delivery
from bot.replies.roads import Outcome
from bot.replies.uploads import uploads
from tests.unit.replies.fake_roads import FakeRoads, RoadState, StillTime
from tests.unit.replies.samples import a_generation, an_image, noise

OLD = 16  # minutes


def climbing(closed: dict[Rung, Outcome], minutes: int = 0) -> tuple[Delivery, RoadState]:
    time, state = StillTime(), RoadState(closed=closed)
    time.now_value = time.now_value.replace(minute=minutes)
    return Delivery(FakeRoads(time, state), time), state


B, D = Outcome.BLOCKED, Outcome.DELETED


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
    rung = await delivery.deliver(a_generation(is_private=is_private), [an_image()])
    assert state.tried == tried
    assert rung is tried[-1]


async def test_the_finished_card_has_images_settings_and_time() -> None:
    delivery, state = climbing({})
    await delivery.deliver(a_generation(images=2), [an_image(0), an_image(1)])
    sent = state.sent[0]
    assert sent.names == ["easel-1-1.png", "easel-1-2.png"]
    for part in ("a fox", "m_1.safetensors", "512×512", "seeds `7` to `8`", "made in 4.2 s"):
        assert part in sent.text


async def test_a_failed_card_says_why_and_that_nothing_was_charged() -> None:
    delivery, state = climbing({})
    await delivery.failed(a_generation(images=3), "The image service is too busy.")
    assert "The image service is too busy." in state.sent[0].text
    assert "3 images were not charged" in state.sent[0].text


async def test_missing_images_are_named_and_not_charged() -> None:
    delivery, state = climbing({})
    await delivery.deliver(a_generation(images=3), [an_image(0)])
    assert "2 images could not be fetched and were not charged" in state.sent[0].text


async def test_an_image_over_the_limit_is_shown_compressed_and_the_card_says_so() -> None:
    image = noise(256)
    made = await uploads(a_generation(), [image], limit_bytes=40_000)
    assert len(image.data) > 40_000 >= len(made[0].data)
    assert made[0].name.endswith(".webp")
    with Image.open(io.BytesIO(made[0].data)) as opened:
        assert opened.format == "WEBP"


async def test_while_discord_does_not_answer_no_road_is_closed() -> None:
    delivery, state = climbing({})
    state.unreachable = 3
    rung = await delivery.deliver(a_generation(), [an_image()])
    assert state.tried == [Rung.TOKEN] * 4
    assert rung is Rung.TOKEN


async def test_a_long_outage_is_handed_back_to_be_taken_up_again() -> None:
    delivery, state = climbing({})
    state.unreachable = 1000
    with pytest.raises(DiscordUnreachable):
        await delivery.deliver(a_generation(), [an_image()])
    assert state.sent == []
