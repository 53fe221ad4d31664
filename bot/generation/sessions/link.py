"""The link of the chain that a session adds: its entries may wait for a moderator."""

from bot.domain.generation import NewGeneration
from bot.domain.moderation.verdicts import ALLOWED, Decision, Rule, Verdict
from bot.generation.moderation.policies import Rulebook
from bot.generation.moderation.stage import Stage

_REVIEWED = Decision(verdict=Verdict.REVIEW, rule=Rule.SESSION, where="session")


def session_stage() -> Stage:
    """Return the link; what else a session wants is checked where its entry is written."""

    async def judge(new: NewGeneration, book: Rulebook) -> Decision:
        del book
        return _REVIEWED if new.entry is not None and new.entry.is_reviewed else ALLOWED

    return Stage("session", judge)
