"""What a host may choose: each bound at its edge."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.sessions.rules import (
    MAX_BUDGET,
    MAX_ENTRIES_EACH,
    MAX_ROLES,
    MAX_ROUND_S,
    MAX_ROUNDS,
    MAX_THEME_LENGTH,
    MAX_VOTING_S,
    MAX_WORD_LENGTH,
    MAX_WORDS,
    SessionRules,
    checked_rules,
    words_in,
)
from bot.errors import InvalidRequest

_RULES = SessionRules(theme="Foxes at night")
_MANY = tuple(f"w{n}" for n in range(MAX_WORDS + 1))


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("theme", {"theme": "  "}),
        ("theme", {"theme": "x" * (MAX_THEME_LENGTH + 1)}),
        ("required_words", {"required_words": _MANY}),
        ("forbidden_words", {"forbidden_words": ("x" * (MAX_WORD_LENGTH + 1),)}),
        ("forbidden_words", {"required_words": ("Fox",), "forbidden_words": ("fox",)}),
        ("entries_each", {"entries_each": 0}),
        ("entries_each", {"entries_each": MAX_ENTRIES_EACH + 1}),
        ("roles", {"role_ids": tuple(range(MAX_ROLES + 1))}),
        ("round_minutes", {"round_s": 59}),
        ("round_minutes", {"round_s": MAX_ROUND_S + 1}),
        ("voting_minutes", {"voting_s": 59}),
        ("voting_minutes", {"voting_s": MAX_VOTING_S + 1}),
        ("budget", {"budget": 0}),
        ("budget", {"budget": MAX_BUDGET + 1}),
        ("rounds", {"rounds": 0}),
        ("rounds", {"rounds": MAX_ROUNDS + 1}),
    ],
)
def test_what_cannot_be_is_refused_by_its_option(field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as raised:
        checked_rules(replace(_RULES, **changes))
    assert raised.value.field == field


@pytest.mark.parametrize(
    "changes",
    [
        {"theme": "x" * MAX_THEME_LENGTH},
        {"required_words": _MANY[:MAX_WORDS]},
        {"forbidden_words": ("x" * MAX_WORD_LENGTH,)},
        {"entries_each": MAX_ENTRIES_EACH, "budget": MAX_BUDGET, "rounds": MAX_ROUNDS},
        {"round_s": MAX_ROUND_S, "voting_s": MAX_VOTING_S},
        {"round_s": 60, "voting_s": 60, "entries_each": 1, "budget": 1},
    ],
)
def test_what_is_at_its_edge_stays_as_it_is(changes: dict[str, Any]) -> None:
    rules = replace(_RULES, **changes)
    assert checked_rules(rules) == rules


def test_rules_are_tidied() -> None:
    tidy = checked_rules(
        SessionRules(theme=" a\n b ", style=" ", required_words=(" full   moon ",), role_ids=(1, 1))
    )
    assert tidy == SessionRules(theme="a b", required_words=("full moon",), role_ids=(1,))


def test_words_are_parted_by_commas() -> None:
    assert words_in(" fox, full  moon,, fox ") == ("fox", "full moon")


def test_only_who_has_one_of_the_roles_may_join() -> None:
    assert _RULES.lets_join(())
    some = replace(_RULES, role_ids=(1, 2))
    assert some.lets_join({2, 3})
    assert not some.lets_join({3})
