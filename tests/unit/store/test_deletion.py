"""Deleting one generation: nothing that a person made of it stays, and what counts does."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.domain.generation import Generation, Rung, Status
from bot.domain.moderation.reviews import ReviewStatus
from bot.domain.moderation.verdicts import Decision, Rule, Verdict
from bot.domain.request import SourceImage
from bot.store.database import Database
from bot.store.deletion import Deletion
from bot.store.favourites import Favourites
from bot.store.file_removal import FileRemoval
from bot.store.generations import Generations
from bot.store.image_files import DiskUse, ImageFiles, input_path
from bot.store.member_schema import prompt_words
from bot.store.moderation_schema import moderation_texts
from bot.store.past import NEWEST, Past, Wanted
from bot.store.review_steps import Ruling
from bot.store.reviews import Reviews
from bot.store.schema import ledger
from bot.store.style_previews import StylePreviews
from tests.unit.store.samples import (
    LATER,
    LIMITS,
    MEMBER,
    NOON,
    OWNER,
    SERVER,
    admit,
    bring_to,
    image,
    new,
)
from tests.unit.store.session_samples import becomes


@pytest.fixture
def deletion(database: Database, removal: FileRemoval) -> Deletion:
    return Deletion(database, removal)


@pytest.fixture
def files(tmp_path: Path, use: DiskUse) -> ImageFiles:
    return ImageFiles(tmp_path, use)


async def is_there(folder: Path, path: str) -> bool:
    return await asyncio.to_thread((folder / path).exists)


async def words_of(database: Database, generation_id: int) -> int:
    statement = select(func.count()).where(prompt_words.c.generation_id == generation_id)
    return await database.read(lambda connection: connection.execute(statement).scalar_one())


async def delivered(generations: Generations, sha256: str) -> Generation:
    made = await bring_to(generations, Status.RUNNING, units=1)
    stored = replace(image(0), sha256=sha256)
    assert await generations.ready(made.id, [stored], LATER) is not None
    assert await generations.delivered(made.id, Rung.TOKEN, LATER)
    return made


async def test_images_words_and_favourites_go_and_the_ledger_stays(
    deletion: Deletion,
    generations: Generations,
    files: ImageFiles,
    database: Database,
    tmp_path: Path,
) -> None:
    made = await bring_to(generations, Status.DELIVERED)
    other = await bring_to(generations, Status.DELIVERED)
    paths = [await files.write(made.id, index, b"x" * 9, "image/png") for index in range(2)]
    await Favourites(database).add(MEMBER, made.id, NOON)
    previews = StylePreviews(database)
    for content, of in (("a" * 64, made), ("b" * 64, other)):
        await previews.asked(content, of.id, NOON)
        await previews.keep(content, b"picture")
    assert await words_of(database, made.id) > 0
    assert await deletion.delete(made.id, LATER)
    row = await generations.get(made.id)
    assert row is not None
    assert row.deleted_at == LATER
    assert row.request.is_erased
    assert row.place.token is None
    assert row.images == ()
    assert await previews.get("a" * 64) is None  # of a style: it is seen by everybody
    assert await previews.get("b" * 64) is not None
    assert [await is_there(tmp_path, path) for path in paths] == [False, False]
    assert files.use.taken_bytes == 0
    assert not await Favourites(database).is_favourite(MEMBER, made.id)
    assert await words_of(database, made.id) == 0
    listed = await Past(database).older(Wanted(member_id=MEMBER), NEWEST, 5)
    assert [one.id for one in listed.generations] == [other.id]
    booked = select(func.sum(ledger.c.units)).where(ledger.c.generation_id == made.id)
    assert await database.read(lambda c: c.execute(booked).scalar_one()) == 2


async def test_copies_go_that_something_was_made_from_but_what_is_under_way_needs_them(
    deletion: Deletion, generations: Generations, files: ImageFiles, tmp_path: Path
) -> None:
    for is_under_way in (False, True):
        sha256 = await files.write_input(b"a finished image")
        made = await delivered(generations, sha256)
        if is_under_way:
            wanted = new()
            source = SourceImage(image_sha256=sha256, strength=0.5)
            request = wanted.request.model_copy(update={"source": source})
            await admit(generations, replace(wanted, request=request))
        assert await deletion.delete(made.id, LATER)
        assert await is_there(tmp_path, input_path(sha256)) == is_under_way


async def test_of_many_at_once_one_deletes(deletion: Deletion, generations: Generations) -> None:
    made = await bring_to(generations, Status.DELIVERED)
    won = await asyncio.gather(*(deletion.delete(made.id, LATER) for _ in range(8)))
    assert sorted(won) == [False] * 7 + [True]


async def test_who_asks_again_removes_the_files_that_a_fault_has_left(
    deletion: Deletion, generations: Generations, files: ImageFiles, tmp_path: Path
) -> None:
    made = await bring_to(generations, Status.DELIVERED)
    assert await deletion.delete(made.id, LATER)
    path = await files.write(made.id, 0, b"left", "image/png")
    assert not await deletion.delete(made.id, LATER)
    assert not await is_there(tmp_path, path)


@pytest.mark.parametrize("status", [Status.RUNNING, Status.READY, Status.FAILED])
async def test_what_is_not_delivered_is_left_alone(
    deletion: Deletion,
    generations: Generations,
    files: ImageFiles,
    tmp_path: Path,
    status: Status,
) -> None:
    made = await bring_to(generations, status)
    path = await files.write(made.id, 0, b"x", "image/png")
    assert not await deletion.delete(made.id, LATER)
    assert await is_there(tmp_path, path)
    row = await generations.get(made.id)
    assert row is not None
    assert row.deleted_at is None
    assert not row.request.is_erased


async def test_nothing_is_no_error(deletion: Deletion) -> None:
    assert not await deletion.delete(4711, LATER)


async def test_its_words_go_from_the_log_and_from_the_moderators_card(
    deletion: Deletion, generations: Generations, database: Database
) -> None:
    term = Decision(verdict=Verdict.REVIEW, rule=Rule.TERM, where="prompt", values={"term": "fox"})
    wanted = replace(new(), decision=term)
    made = (await generations.admit(wanted, LIMITS, NOON)).generation
    reviews = Reviews(database)
    review = await reviews.of_generation(made.id)
    assert review is not None
    ruling = Ruling(
        status=ReviewStatus.EDITED,
        server_id=SERVER,
        moderator_id=500,
        now=LATER,
        owner=OWNER,
        lease_until=LATER,
        changed=made.request.model_copy(update={"prompt": "a hen"}),
    )
    assert await reviews.decide(review.id, ruling) is not None
    await reviews.card_shows(review.id, ReviewStatus.EDITED, (1, 2))
    await becomes(database, made.id, Status.DELIVERED)
    assert await deletion.delete(made.id, LATER)
    texts = select(func.count()).select_from(moderation_texts)
    assert await database.read(lambda connection: connection.execute(texts).scalar_one()) == 0
    (stale,) = await reviews.stale(0, 5)
    assert (stale.values, stale.reason) == ({}, "")
