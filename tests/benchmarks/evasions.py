"""The tables of evasions and innocent prompts, each row with what comes of it."""

from bot.domain.moderation.words.prompt_policy import PromptPolicy
from bot.domain.moderation.words.request_texts import PROMPT, LookedAt
from bot.domain.moderation.words.starting_words import StartingWords
from bot.domain.moderation.words.terms import Term, TermKind
from tests.benchmarks.tables import table
from tests.unit.domain.moderation.words.evasions import EVASIONS, MISSES, Row
from tests.unit.domain.moderation.words.innocents import EXCEPTIONS, INNOCENTS, TERMS


async def measure() -> str:
    """Return the tables."""
    header = ("how", "written", "word", "found")
    found = table(
        f"{len(EVASIONS)} ways of writing a word", header, [_row(row) for row in EVASIONS]
    )
    missed = table(f"{len(MISSES)} known misses", header, [_row(row) for row in MISSES])
    own = [Term(kind=TermKind.WORD, text=text) for text in TERMS]
    own += [Term(kind=TermKind.EXCEPTION, text=text) for text in EXCEPTIONS]
    policy = PromptPolicy(StartingWords(), own)
    rows = [(text, _is_found(policy, text)) for text in INNOCENTS]
    innocent = table(
        f"{len(INNOCENTS)} innocent prompts, {len(TERMS)} words", ("prompt", "found"), rows
    )
    return "\n".join((found, missed, innocent))


def _row(row: Row) -> tuple[str, str, str, str]:
    policy = PromptPolicy(StartingWords(), [Term(kind=TermKind.WORD, text=row.term)])
    return row.how, _shown(row.text), row.term, _is_found(policy, row.text)


def _is_found(policy: PromptPolicy, text: str) -> str:
    return "no" if policy.decide([LookedAt(PROMPT, text)]).is_allowed else "yes"


def _shown(text: str) -> str:
    """Return *text* so that what cannot be seen is."""
    return "".join(
        sign if sign.isprintable() and sign != "|" else f"\\u{ord(sign):04x}" for sign in text
    )
