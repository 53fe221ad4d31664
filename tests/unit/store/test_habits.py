"""What a member uses most, told from what they had lately and nobody else's."""

from dataclasses import replace

from bot.domain.generation import Rung, Status
from bot.domain.samplers import Sampler
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.habits import Habits
from tests.unit.store.samples import LATER, MEMBER, SERVER, admit, bring_to, claim, new


async def made(
    generations: Generations, sampler: Sampler, style: str | None, member_id: int = MEMBER
) -> None:
    wanted = new(member_id=member_id)
    request = wanted.request.model_copy(update={"sampler": sampler})
    generation = await admit(generations, replace(wanted, request=request, style=style))
    assert await claim(generations) is not None
    assert await generations.started(generation.id, "task", None, LATER)
    assert await generations.ready(generation.id, (), LATER) is not None
    assert await generations.delivered(generation.id, Rung.TOKEN, LATER)


async def test_the_most_used_come_first_and_others_do_not_count(
    database: Database, generations: Generations
) -> None:
    await made(generations, Sampler.EULER, "ink")
    for _ in range(2):
        await made(generations, Sampler.UNIPC, None)
    for _ in range(3):
        await made(generations, Sampler.DDIM, "photo", member_id=81)
    await admit(generations)  # not finished, so not liked yet
    used = await Habits(database).of(MEMBER, SERVER)
    assert used.samplers == ["UniPC", "Euler"]
    assert used.styles == ["ink"]
    nothing = await Habits(database).of(MEMBER, SERVER + 1)
    assert (nothing.samplers, nothing.styles) == ([], [])


async def test_the_last_of_a_member_are_those_that_were_delivered_anywhere(
    database: Database, generations: Generations
) -> None:
    await bring_to(generations, Status.FAILED)
    made = await bring_to(generations, Status.DELIVERED)
    await bring_to(generations, Status.QUEUED)
    assert [one.id for one in await Habits(database).recent(MEMBER)] == [made.id]
    assert await Habits(database).recent(MEMBER + 1) == []
