"""What goes of reviews: what was written about a prompt with the prompt, the row with its row."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.domain.generation import Generation, Rung, Status
from bot.domain.moderation.reviews import ReviewStatus
from bot.store.database import Database
from bot.store.erasures import Erasures
from bot.store.file_removal import FileRemoval
from bot.store.fronts import Bound
from bot.store.generations import Generations
from bot.store.holdings import Holdings
from bot.store.leases import Leases
from bot.store.moderation_schema import reviews as table
from bot.store.retention import Retention
from bot.store.reviews import Reviews
from tests.unit.store.clean_up import HERE, clean_all, to_the_end
from tests.unit.store.review_samples import review_of, ruling, waiting
from tests.unit.store.samples import LATER, MEMBER, SERVER

YEAR = timedelta(days=365)
AFTER_A_YEAR = Bound(created=LATER + YEAR, finished=LATER + YEAR)


async def rejected(
    generations: Generations, reviews: Reviews, member_id: int = MEMBER
) -> Generation:
    """Let a moderator reject a request in words of their own; the cards of both show it."""
    generation = await waiting(generations, member_id=member_id)
    review = await review_of(reviews, generation)
    await reviews.decide(review.id, ruling(ReviewStatus.REJECTED, reason="no foxes"))
    await reviews.card_shows(review.id, ReviewStatus.REJECTED, (1, 2))
    await Leases(reviews._database).told(generation.id, Rung.TOKEN)
    return generation


async def rows(database: Database) -> Sequence[Any]:
    return await database.read(lambda one: one.execute(select(table).order_by(table.c.id)).all())


async def test_who_deletes_everything_takes_what_was_written_about_their_prompts(
    generations: Generations, reviews: Reviews, database: Database, removal: FileRemoval
) -> None:
    await rejected(generations, reviews)
    theirs = await rejected(generations, reviews, MEMBER + 1)
    erasures = Erasures(database, removal)
    await erasures.ask(MEMBER, LATER)
    while await erasures.step(MEMBER, LATER):
        pass
    mine, other = await rows(database)
    assert (mine.reason, mine.details, mine.status) == ("", {}, ReviewStatus.REJECTED)
    assert (other.generation_id, other.reason) == (theirs.id, "no foxes")
    # The moderators' card shows the prompt: it is drawn anew.
    assert [one.id for one in await reviews.stale(0, 5)] == [mine.id]


async def test_with_the_prompt_by_its_age_goes_what_was_written_about_it(
    generations: Generations, reviews: Reviews, database: Database, retention: Retention
) -> None:
    await rejected(generations, reviews)
    await to_the_end(lambda: retention.erase_prompts(HERE, AFTER_A_YEAR))
    (row,) = await rows(database)
    assert (row.reason, row.details) == ("", {})


async def test_a_review_goes_with_the_row_of_its_generation(
    generations: Generations, reviews: Reviews, database: Database, retention: Retention
) -> None:
    generation = await rejected(generations, reviews)
    await clean_all(retention, HERE, AFTER_A_YEAR)
    assert await generations.get(generation.id) is None
    assert await rows(database) == []


async def test_what_still_waits_is_not_removed_by_its_age(
    generations: Generations, reviews: Reviews, retention: Retention
) -> None:
    generation = await waiting(generations)
    await clean_all(retention, HERE, AFTER_A_YEAR)
    row = await generations.get(generation.id)
    assert row is not None
    assert row.status is Status.IN_REVIEW
    assert (await review_of(reviews, generation)).is_open


async def test_a_member_takes_along_what_was_decided_about_their_requests(
    generations: Generations, reviews: Reviews, database: Database
) -> None:
    mine = await rejected(generations, reviews)
    await rejected(generations, reviews, MEMBER + 1)
    found = await Holdings(database).lists(MEMBER)
    (review,) = found["reviews"]
    assert (review["generation_id"], review["server_id"]) == (mine.id, SERVER)
    assert review["reason"] == "no foxes"
