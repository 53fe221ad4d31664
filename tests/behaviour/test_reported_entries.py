"""An entry of a session, reported from its thread: it is told whose it is, and removed for good."""

from bot.store.moderation_schema import strikes
from tests.behaviour.case_house import on
from tests.behaviour.case_house import rows as all_rows
from tests.behaviour.conftest import House, text_of
from tests.behaviour.session_house import gathering
from tests.behaviour.test_reports import FILLED, moderators, rows, the_only_one


async def test_an_entry_is_reported_as_its_authors_and_removed_with_all_copies(
    house: House,
) -> None:
    channel = await moderators(house)
    session = await gathering(house)
    await session.enter(house.ben, "a burning castle")
    await session.settle()
    (kept,) = session.saying("a burning castle")
    post = session._handle(kept)
    form = await house.ada.context_menu(session.thread, "Report", post)
    await house.restart()
    answer = await house.ada.submit_modal(form, FILLED)
    assert "have been told" in text_of(answer.response)
    (row,) = await rows(house)
    assert (row.generation_id, row.author_id) == (1, house.ben.id)
    card = text_of(the_only_one(house, channel))
    assert f"/{session.thread.id}/{post.id}" in card
    assert "private answer" not in card
    asked = await house.moderator.click(on(channel), label="Remove")
    await house.moderator.click(asked.response, label="Remove it")
    generation = await house.services.generations.get(1)
    assert generation is not None
    assert generation.deleted_at is not None
    assert post.id not in [one.id for one in session.thread.history()]


async def test_nobody_is_struck_for_a_sheet_of_several_images(house: House) -> None:
    channel = await moderators(house)
    session = await gathering(house)
    for member, prompt in ((house.ada, "an ancient castle"), (house.ben, "a modern castle")):
        await session.enter(member, prompt)
    await session.settle()
    await session.lead(house.moderator, "end")
    await session.settle()
    (call,) = session.saying("Which one is the best?")
    form = await house.ada.context_menu(session.thread, "Report", session._handle(call))
    await house.ada.submit_modal(form, FILLED)
    for label in ("Warn", "Strike", "Block"):
        refused = await house.moderator.click(on(channel), label=label)
        assert "do not know whose image" in text_of(refused.response)
    assert await all_rows(house, strikes) == []
