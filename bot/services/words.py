"""`/mod words` and `/mod test`, put together in one place; starts nothing."""

from dataclasses import dataclass

from bot.generation.moderation.words_desk import WordsDesk
from bot.replies.moderation.trials import Trials
from bot.services.foundation import Foundation
from bot.services.moderation import Moderation
from bot.store.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTools:
    """What the cog of words is given."""

    desk: WordsDesk
    trials: Trials


def build_words(base: Foundation, moderation: Moderation) -> WordTools:
    """Put the parts together."""
    return WordTools(
        desk=WordsDesk(
            terms=Terms(base.database),
            store=moderation.store,
            policies=moderation.policies,
            starting=base.starting_words,
            time=base.time,
        ),
        trials=Trials(moderation.chain, moderation.policies),
    )
