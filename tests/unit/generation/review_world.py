"""Requests and images that wait for a moderator in the world of the use case."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.generation import Generation, NewGeneration, Status
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.verdicts import Decision, Rule, Verdict
from bot.generation.moderation.reviewing import Moderator
from tests.unit.generation.values import new, request
from tests.unit.generation.world import World

SERVER = 10
BY = Moderator(member_id=500, server_id=SERVER)
TERM = Decision(verdict=Verdict.REVIEW, rule=Rule.TERM, where="prompt", values={"term": "fox"})
DOUBTFUL = Decision(verdict=Verdict.REVIEW, rule=Rule.IMAGE_NSFW, where="image")
REFUSED = Decision(verdict=Verdict.REFUSE, rule=Rule.IMAGE_NSFW, where="image")
DAY = timedelta(hours=24)


def reviewed(units: int = 1) -> NewGeneration:
    return replace(new(request(batch_size=units)), decision=TERM)


def seen_first(units: int = 1) -> NewGeneration:
    return replace(new(request(batch_size=units)), is_image_reviewed=True)


async def with_moderators(world: World) -> None:
    entry = LogEntry(server_id=SERVER, at=world.time.now(), action=Action.RULES_CHANGED)
    await world.server_settings.report_to(SERVER, 900, entry)
    world.policies.changed(SERVER)


async def review_id(world: World, generation: Generation) -> int:
    review = await world.reviews.of_generation(generation.id)
    assert review is not None
    return review.id


async def held(world: World, wanted: NewGeneration | None = None) -> Generation:
    """Let an image be made that a moderator is to see first."""
    await with_moderators(world)
    generation = await world.ask(wanted or seen_first())
    await world.work.settle()
    assert (await world.row(generation)).status is Status.HELD
    return generation
