"""Messages that show images: noted once, found again, and marked when what they show is deleted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.domain.generation import Status
from bot.store.cleaning import BEFORE_ROWS, DROP_IMAGES
from bot.store.database import Database
from bot.store.deletion import Deletion
from bot.store.file_removal import FileRemoval
from bot.store.generations import Generations
from bot.store.posted_messages import PostedMessage, PostedMessages
from tests.unit.store.samples import LATER, NOON, bring_to

ONE = PostedMessage(message_id=901, channel_id=9, generation_id=1)
MOST = 10


@pytest.fixture
def posted(database: Database) -> PostedMessages:
    return PostedMessages(database)


async def going(posted: PostedMessages) -> list[int]:
    return [one.message_id for one in await posted.going(LATER, MOST)]


async def test_a_message_is_noted_once_and_forgotten(
    posted: PostedMessages, generations: Generations
) -> None:
    await bring_to(generations, Status.DELIVERED)
    other = replace(ONE, message_id=902)
    for one in (ONE, other, ONE):
        await posted.note(one)
    assert await posted.of(1) == [ONE, other]
    await posted.forget([901])
    assert await posted.of(1) == [other]
    assert await going(posted) == []


async def test_what_is_deleted_sends_all_its_messages_away_its_first_card_too(
    posted: PostedMessages, generations: Generations, database: Database, removal: FileRemoval
) -> None:
    made = await bring_to(generations, Status.DELIVERED)
    other = await bring_to(generations, Status.DELIVERED)
    await generations.set_message(made.id, 500)
    await posted.note(ONE)
    await posted.note(PostedMessage(message_id=903, channel_id=9, generation_id=other.id))
    assert await Deletion(database, removal).delete(made.id, NOON)
    assert sorted(await going(posted)) == [500, 901]
    await posted.put_off([500], LATER + timedelta(seconds=1))
    assert await going(posted) == [901]


async def test_rows_that_go_take_the_notes_along(
    posted: PostedMessages, generations: Generations, database: Database
) -> None:
    await bring_to(generations, Status.REJECTED)
    await posted.note(ONE)

    def drop(connection: Connection) -> None:
        for statement in (DROP_IMAGES, *BEFORE_ROWS):
            connection.execute(statement, {"ids": [1]})

    await database.writer.write(drop)
    assert await posted.of(1) == []
