"""The link of the chain that looks through every text of a request."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

from bot.domain.generation import NewGeneration
from bot.domain.moderation.places import level_there
from bot.domain.moderation.policy import Level
from bot.domain.moderation.verdicts import Decision
from bot.domain.moderation.words.prompt_policy import PromptPolicy
from bot.domain.moderation.words.request_texts import request_texts
from bot.domain.moderation.words.starting_words import StartingWords
from bot.domain.moderation.words.terms import Term
from bot.generation.moderation.collector import collector_waits
from bot.generation.moderation.policies import Rulebook
from bot.generation.moderation.stage import Stage

PROMPT_STAGE = "prompt"
_QUICK = 1_000  # so many characters, however strange, are looked through in a millisecond or two
_MOST_SHARED = 32


class CompileWords:
    """Compiles the words of servers; those without words of their own share one policy."""

    def __init__(self, starting: StartingWords) -> None:
        self._starting = starting
        self._shared: OrderedDict[frozenset[str], PromptPolicy] = OrderedDict()

    def __call__(self, terms: Sequence[Term], categories_off: frozenset[str]) -> PromptPolicy:
        """Return the policy of a server; takes long for many terms, so call it in a thread."""
        if terms:
            with collector_waits():
                return PromptPolicy(self._starting, terms, categories_off)
        known = self._shared.get(categories_off)
        if known is None:
            known = self._shared[categories_off] = PromptPolicy(self._starting, (), categories_off)
            while len(self._shared) > _MOST_SHARED:
                self._shared.popitem(last=False)
        return known


def prompt_stage() -> Stage:
    """Return the link that applies a server's words to prompts, styles and names."""

    async def judge(new: NewGeneration, book: Rulebook) -> Decision:
        texts = tuple(request_texts(new.request, new.style))
        is_mature = level_there(new.place, book.policy, book.channels) is Level.MATURE
        if sum(len(looked_at.text) for looked_at in texts) <= _QUICK:
            return book.words.decide(texts, is_mature=is_mature)
        return await asyncio.to_thread(book.words.decide, texts, is_mature=is_mature)

    return Stage(PROMPT_STAGE, judge)
