"""An entry of a session, reported from its thread: it is told whose it is, and removed for good."""

from tests.behaviour.case_house import on
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
