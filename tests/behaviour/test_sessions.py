"""Group sessions as members see them: a whole one, rounds, hidden authors, pause, kick, restart."""

import json
from typing import Any

from tests.behaviour.conftest import House, components_of, text_of
from tests.behaviour.session_house import Gathering, gathering, ids_of


def options_of(message: Any) -> list[str]:
    return [o["label"] for part in components_of(message) for o in part.get("options", ())]


async def three_entries(house: House, **options: Any) -> Gathering:
    """Start a session in which ada, ben and cleo each have an entry, in this order."""
    session = await gathering(house, **options)
    for member, prompt in (
        (house.ada, "a castle in the clouds"),
        (house.ben, "a castle under the sea"),
        (session.cleo, "a castle of ice"),
    ):
        asked = await session.enter(member, prompt)
        assert asked.ephemeral, text_of(asked.response)
    await session.settle()
    return session


async def test_a_whole_session_from_its_board_to_its_final_picture(house: House) -> None:
    session = await three_entries(house)
    assert "**3** ready" in session.board_text()
    assert len(session.saying("### Entry 2")) == 1
    await session.lead(house.moderator, "end")
    await session.settle()
    for member, number in ((house.ada, 2), (house.ben, 3), (session.cleo, 2)):
        assert f"entry {number}" in text_of((await session.vote(member, number)).response)
    await session.settle()
    assert "Votes so far: **3**" in session.board_text()
    await session.pass_time(20)
    (summary,) = session.saying("## 🏁 castles")
    assert f"🥇 **[Entry 2]({link(session, 2)}) by <@{house.ben.id}>** · 2 votes" in text_of(
        summary
    )
    assert "a castle under the sea" in text_of(summary)
    assert "3 entries · 3 members took part · 3 votes" in text_of(summary)
    assert "has won" in session.board_text()
    assert f"/{summary.id})" in session.board_text()
    assert not any(word in "".join(ids_of(session.board())) for word in ("enter", "ballot"))


def link(session: Gathering, number: int) -> str:
    (post,) = session.saying(f"### Entry {number}\n")
    return f"https://discord.com/channels/{session.house.guild.id}/{session.thread.id}/{post.id}"


async def test_all_of_it_outlives_restarts(house: House) -> None:
    session = await gathering(house)
    form = await session.press(house.ada, "enter")
    await house.restart()
    filled = {"prompt": "a castle in the clouds", "style": ["none"]}
    await house.ada.submit_modal(form, filled)
    await house.restart()
    await session.enter(house.ben, "a castle under the sea")
    await session.settle()
    await house.restart()
    await session.pass_time(31)
    await session.vote(house.ada, 2)
    await house.restart()
    await session.pass_time(16)
    assert len(session.saying("### Entry 1")) == 1
    assert len(session.saying("Which one is the best?")) == 1
    (summary,) = session.saying("## 🏁 castles")
    assert "🥇 **[Entry 2]" in text_of(summary)


async def test_the_next_round_is_painted_over_the_winner(house: House) -> None:
    session = await three_entries(house, rounds=2)
    await session.pass_time(31)
    await session.vote(house.ada, 3)
    await session.pass_time(16)
    (result,) = session.saying("Round 1 is decided")
    assert "🥇 **[Entry 3]" in text_of(result)
    assert "Round 2 of 2: every entry is painted over the winner" in session.board_text()
    assert any(part.get("items") for part in components_of(session.board()))
    form = await session.press(house.ben, "enter", result)
    await house.ben.submit_modal(form, {"prompt": "the castle in spring", "style": ["none"]})
    await session.settle()
    child = await house.services.generations.get(4)
    assert child is not None
    assert child.request.source is not None
    assert child.parent_id == 3


async def test_hidden_authors_are_named_at_the_end_only(house: House) -> None:
    session = await three_entries(house, hidden_authors=True)
    await session.pass_time(31)
    await session.vote(house.ada, 2)
    mentions = [f"<@{member.id}>" for member in (house.ada, house.ben, session.cleo)]
    shown = "\n".join(json.dumps(m.components) for m in session.messages() if not m.is_ephemeral)
    assert not any(mention in shown for mention in mentions)
    await session.pass_time(16)
    (summary,) = session.saying("## 🏁 castles")
    assert f"by <@{house.ben.id}>" in text_of(summary)


async def test_ones_own_entry_is_not_on_ones_ballot_nor_takes_ones_vote(house: House) -> None:
    session = await three_entries(house)
    await session.pass_time(31)
    ballot = await session.press(house.ben, "ballot")
    assert ballot.ephemeral
    assert options_of(ballot.response) == ["Entry 1", "Entry 3"]
    refused = await session.vote(house.ben, 2)
    assert "cannot vote for your own entry" in text_of(refused.response)
    assert "Votes so far: **0**" in session.board_text()


async def test_a_vote_is_changed_until_the_end_and_shown_to_its_voter_alone(house: House) -> None:
    session = await three_entries(house)
    await session.pass_time(31)
    ballot = await session.press(house.ada, "ballot")
    (select,) = [part for part in components_of(ballot.response) if part.get("options")]
    for option in select["options"]:
        await session.choose(house.ada, "vote", ballot.response, option["value"])
    again = await session.press(house.ada, "ballot")
    assert "You vote for **entry 3**" in text_of(again.response)
    assert "not voted yet" in text_of((await session.press(house.ben, "ballot")).response)
    await session.settle()
    assert "Votes so far: **1**" in session.board_text()


async def test_a_pause_keeps_the_time_that_is_left(house: House) -> None:
    session = await gathering(house)
    panel = await session.lead(house.moderator, "pause")
    assert "It is paused" in text_of(panel.response)
    await session.settle()
    assert "Paused" in session.board_text()
    await session.pass_time(60)
    assert "Paused" in session.board_text()
    await session.lead(house.moderator, "resume")
    await session.settle()
    assert "Open for entries" in session.board_text()
    await session.enter(house.ada, "a castle")
    await session.settle()
    assert "**1** ready" in session.board_text()


async def test_who_is_taken_out_leaves_with_their_entries(house: House) -> None:
    session = await three_entries(house)
    panel = await session.press(house.moderator, "host")
    taken_out = await session.choose(house.moderator, "kick", panel.response, house.ben)
    assert "1 entry left with them" in text_of(taken_out.response)
    await session.settle()
    assert session.saying("### Entry 2") == []
    assert "**2** ready" in session.board_text()
    assert "taken out" in text_of((await session.enter(house.ben, "a castle")).response)
    await session.pass_time(31)
    assert "taken out" in text_of((await session.vote(house.ben, 1)).response)


async def test_an_entry_is_taken_back_before_it_is_made_and_after(house: House) -> None:
    session = await gathering(house, entries_each=2)
    await session.enter(house.ada, "a castle, first")
    mine = await session.press(house.ada, "mine")
    assert "waiting for its turn" in text_of(mine.response)
    left = await house.left()
    back = await session.choose(house.ada, "withdraw", mine.response, "1")
    assert "was not charged" in text_of(back.response)
    assert await house.left() == left + 1
    await session.enter(house.ada, "a castle, second")
    await session.settle()
    mine = await session.press(house.ada, "mine")
    back = await session.choose(house.ada, "withdraw", mine.response, "2")
    assert "made already" in text_of(back.response)
    await session.settle()
    assert session.saying("### Entry 2") == []


async def test_each_has_so_many_entries_and_the_words_are_kept(house: House) -> None:
    session = await gathering(house, required_words="castle", forbidden_words="dragon")
    assert "must have “castle”" in text_of((await session.enter(house.ada, "a house")).response)
    refused = await session.enter(house.ada, "a castle and a dragon")
    assert "must do without “dragon”" in text_of(refused.response)
    await session.enter(house.ada, "a castle")
    assert "yours is in" in text_of((await session.enter(house.ada, "a castle")).response)
    assert await house.left() == 9


async def test_a_role_lets_in_and_a_cancelled_session_takes_nothing(house: House) -> None:
    role = house.guild.create_role("Painters")
    painter = house.guild.add_member(house.env.create_user("dora"), roles=[role])
    session = await gathering(house, role=role)
    refused = await session.enter(house.ada, "a castle")
    assert "certain roles only" in text_of(refused.response)
    asked = await session.enter(painter, "a castle")
    assert asked.ephemeral
    form = await session.press(house.moderator, "host")
    question = await session.press(house.moderator, "cancel", form.response)
    assert "Cancel this session?" in text_of(question.response)
    board = session.board()
    await session.press(house.moderator, "cancel-surely", question.response)
    await session.settle()
    assert "Cancelled" in session.board_text()
    assert board.id == session.board().id
    assert session.saying("### Entry 1") == []


async def test_it_needs_a_moderator_a_thread_and_what_the_bot_may(house: House) -> None:
    refused = await house.ada.slash(house.channel, "session start", theme="castles")
    assert "Only moderators" in text_of(refused.response)
    wrong = await house.moderator.slash(house.channel, "session start", theme="x", time="a while")
    assert "45 min" in text_of(wrong.response)
    voice = house.guild.create_voice_channel("voice")
    nowhere = await house.moderator.slash(voice, "session start", theme="castles")
    assert "needs a thread" in text_of(nowhere.response)
    own = await house.moderator.slash(house.channel, "session start", theme="x", style="my own")
    assert "for all to use" in text_of(own.response)
    assert house.channel.threads == []


async def test_the_list_and_the_desk_know_the_sessions_of_this_server(house: House) -> None:
    nothing = await house.ada.slash(house.channel, "session list")
    assert "No session goes on" in text_of(nothing.response)
    session = await gathering(house)
    listed = await house.ada.slash(house.channel, "session list")
    assert f"<#{session.thread.id}>" in text_of(listed.response)
    refused = await house.ada.slash(session.thread, "session manage")
    assert "Only who started this session" in text_of(refused.response)
    panel = await house.moderator.slash(session.thread, "session manage")
    assert "End entries now" in str(panel.response.components)
