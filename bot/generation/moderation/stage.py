"""One link of the chain: what it is called, and how it judges."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.generation import NewGeneration
from bot.domain.moderation.verdicts import Decision
from bot.generation.moderation.policies import Rulebook

# Pure rules stand in bot.domain.moderation; a stage reads for them what they look at.
Judge = Callable[[NewGeneration, Rulebook], Awaitable[Decision]]


@dataclass(frozen=True, slots=True)
class Stage:
    """One link of the chain, under the name that the moderators' dry run shows."""

    name: str
    judge: Judge
