"""Words are found however they are written, and innocent texts are left alone."""

import pytest

from bot.domain.moderation.words.prompt_policy import PromptPolicy
from bot.domain.moderation.words.request_texts import LookedAt
from bot.domain.moderation.words.starting_words import StartingWords
from bot.domain.moderation.words.terms import Term, TermKind
from tests.unit.domain.moderation.words.evasions import EVASIONS, MISSES, Row
from tests.unit.domain.moderation.words.innocents import EXCEPTIONS, INNOCENTS, TERMS
from tests.unit.domain.moderation.words.starting import STARTING

_OWN = PromptPolicy(
    StartingWords(),
    [
        *(Term(kind=TermKind.WORD, text=text) for text in TERMS),
        *(Term(kind=TermKind.EXCEPTION, text=text) for text in EXCEPTIONS),
    ],
)
_STARTING = PromptPolicy(STARTING)


def _is_found(row: Row) -> bool:
    policy = PromptPolicy(StartingWords(), [Term(kind=TermKind.WORD, text=row.term)])
    return not policy.decide([LookedAt("prompt", row.text)]).is_allowed


@pytest.mark.parametrize("row", EVASIONS, ids=lambda row: row.how)
def test_a_word_is_found_however_it_is_written(row: Row) -> None:
    assert _is_found(row)


@pytest.mark.parametrize("row", EVASIONS, ids=lambda row: row.how)
def test_it_is_found_in_the_middle_of_a_prompt(row: Row) -> None:
    text = f"a painting of a cat, {row.text}, evening light"
    assert _is_found(Row(text, row.term, row.how))


@pytest.mark.parametrize("row", MISSES, ids=lambda row: row.how)
def test_a_known_miss_is_still_one(row: Row) -> None:
    assert not _is_found(row)  # mended? then it belongs among the evasions


@pytest.mark.parametrize("text", INNOCENTS)
def test_an_innocent_prompt_is_left_alone(text: str) -> None:
    assert _OWN.decide([LookedAt("prompt", text)]).is_allowed


@pytest.mark.parametrize("text", INNOCENTS)
def test_what_servers_start_with_leaves_it_alone_too(text: str) -> None:
    assert _STARTING.decide([LookedAt("prompt", text)]).is_allowed


def test_the_tables_are_as_long_as_they_are_said_to_be() -> None:
    assert len(EVASIONS) >= 140
    assert len(INNOCENTS) >= 60
