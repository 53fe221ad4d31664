"""What a rule or a moderator has kept back is handed out by no road; they are found by listing."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, UnidentifiedImageError
from sqlalchemy import func, select

from bot.domain.generation import Status
from bot.domain.moderation.policy import ReviewMode
from bot.store.schema import ledger
from tests.behaviour.conftest import House
from tests.behaviour.forging import press
from tests.behaviour.review_house import only, rules
from tests.behaviour.test_who_may import commands_of, typed
from tests.behaviour.who_may import sample, templates_of

REJECTED, HELD = 1, 2
CHARTS = ("usage.png",)
# They leave nothing that could be handed out, so they are walked last.
_LAST = ("privacy", "delete", "cancel", "review")


def roads_of(house: House, row: int) -> Iterator[tuple[str, Any]]:
    """Yield every press, choice, form and command with the id *row*, what destroys at the end."""
    presses = [
        (custom_id, kind)
        for template, found in templates_of(house.client).items()
        for custom_id in [sample(template, row)]
        for kind in (["modal"] if found == "modal" else ["button", "select"])
    ]
    for custom_id, kind in sorted(presses, key=lambda one: any(w in one[0] for w in _LAST)):

        async def walk(actor: Any, custom_id: str = custom_id, kind: str = kind) -> None:
            await pressed(house, actor, custom_id, kind)

        yield f"{kind} {custom_id}", walk
    for name in commands_of(house):

        async def give(actor: Any, name: str = name) -> None:
            await typed(house, actor, house.channel, name)

        yield f"/{name}", give


async def pressed(house: House, actor: Any, custom_id: str, kind: str) -> None:
    """Press it on a message of the bot's that takes another's place, or send it as a form."""
    if kind == "modal":
        await press(house, actor, house.channel, custom_id, kind)
        return
    sent = await house.client.get_partial_messageable(house.channel.id).send("x")
    part: dict[str, Any] = {"type": 2, "style": 1, "label": "x", "custom_id": custom_id}
    if kind == "select":
        options = [{"label": "1", "value": "1"}]
        part = {"type": 3, "custom_id": custom_id, "options": options}
    stored = house.env.backend.get_message(house.channel.id, sent.id)
    stored.components = [{"type": 1, "id": 1, "components": [part | {"id": 2}]}]
    (message,) = [one for one in house.channel.history() if one.id == sent.id]
    if kind == "select":
        await actor.select(message, ["1"], custom_id=custom_id)
    else:
        await actor.click(message, custom_id=custom_id)


def pictures_in(data: bytes) -> Iterator[bytes]:
    """Yield what is a picture, also in an archive."""
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from pictures_in(archive.read(name))
        return
    try:
        with Image.open(BytesIO(data)):
            yield data
    except UnidentifiedImageError:
        return


async def handed_out(house: House, row: int, actor: Any, staff: Any) -> dict[str, list[str]]:
    """Walk all roads; return the pictures that Discord was sent beyond *staff*, by road."""
    blobs = house.env.backend.cdn._blobs
    found: dict[str, list[str]] = {}
    for name, walk in roads_of(house, row):
        known = set(blobs)
        await walk(actor)
        await house.services.live_reply.step()
        new = [
            url
            for url in set(blobs) - known
            if f"/{staff.id}/" not in url and any(pictures_in(blobs[url]))
        ]
        if new:
            found[name] = [url.rsplit("/", 1)[1] for url in new]
    house.env.errors.clear()  # what was made by hand fits no select
    return found


async def keep_back(house: House) -> Any:
    """Let ada ask twice where each image is looked at: one is rejected, one waits."""
    staff = await rules(house, ReviewMode.POSTING)
    await house.imagine(prompt="a fox", images=3)
    await house.settle()
    modal = await house.moderator.click(only(staff), label="Reject")
    await house.moderator.submit_modal(modal, {"ready": ["spam"], "reason": ""})
    await house.settle()
    await house.imagine(prompt="a hen", images=3)
    await house.settle()
    return staff


@pytest.mark.parametrize("row", [REJECTED, HELD])
async def test_no_road_hands_out_what_is_kept_back(house: House, row: int) -> None:
    staff = await keep_back(house)
    kept = {REJECTED: Status.REJECTED, HELD: Status.HELD}[row]
    made = await house.services.generations.get(row)
    assert made is not None
    assert (made.status, len(made.images)) == (kept, 3)
    found = await handed_out(house, row, house.ada, staff)
    assert {name: files for name, files in found.items() if files != [*CHARTS]} == {}


async def test_the_same_walk_finds_what_is_shown(house: House) -> None:
    staff = house.guild.create_text_channel("staff")
    await house.imagine(prompt="a fox", images=3)
    await house.settle()
    found = await handed_out(house, 1, house.ada, staff)
    roads = " ".join(found)
    for word in ("original:", "resend:", "past:", "history:", "lineage:", "privacy:export:"):
        assert word in roads, roads


async def test_the_units_of_what_is_kept_back_follow_the_written_rule(house: House) -> None:
    """What was made is paid for, so it counts; what nobody has looked at in time does not."""
    await keep_back(house)
    assert await house.left() == 10 - 3 - 3
    house.time.advance(25 * 3600)
    await house.settle()
    expired = await house.services.generations.get(HELD)
    assert expired is not None
    assert expired.status is Status.REJECTED
    counted = await units(house)
    assert counted == {REJECTED: 3, HELD: 0}


async def units(house: House) -> dict[int, int]:
    """Return what the ledger has booked for each generation."""
    total = func.sum(ledger.c.units)
    query = select(ledger.c.generation_id, total).group_by(ledger.c.generation_id)
    database = house.services.generations._database
    found = await database.read(lambda connection: connection.execute(query).all())
    return {row[0]: int(row[1]) for row in found}
