"""What is decided about a request, by which list, and what saves it."""

import pytest

from bot.domain.moderation.verdicts import Rule, Verdict
from bot.domain.moderation.words.looking import Found
from bot.domain.moderation.words.prompt_policy import Look, PromptPolicy
from bot.domain.moderation.words.request_texts import NEGATIVE_PROMPT, PROMPT, STYLE, LookedAt
from bot.domain.moderation.words.starting_words import StartingWords
from bot.domain.moderation.words.terms import Term, TermAction, TermKind
from tests.unit.domain.moderation.words.starting import STARTING


def _word(text: str, action: TermAction = TermAction.BLOCK) -> Term:
    return Term(kind=TermKind.WORD, text=text, action=action)


def _exception(text: str) -> Term:
    return Term(kind=TermKind.EXCEPTION, text=text)


def _pattern(text: str, action: TermAction = TermAction.BLOCK) -> Term:
    return Term(kind=TermKind.PATTERN, text=text, action=action)


def _look(
    prompt: str,
    *terms: Term,
    negative_prompt: str = "",
    starting: StartingWords | None = None,
    off: frozenset[str] = frozenset(),
) -> Look:
    policy = PromptPolicy(starting or StartingWords(), terms, off)
    return policy.look([LookedAt(PROMPT, prompt), LookedAt(NEGATIVE_PROMPT, negative_prompt)])


def test_nothing_found_allows() -> None:
    assert _look("a cat", _word("dog")).decision.is_allowed


def test_the_decision_says_where_and_which_term() -> None:
    decision = _look("a cat", _word("dog"), negative_prompt="no d0g").decision
    assert (decision.verdict, decision.rule) == (Verdict.REFUSE, Rule.TERM)
    assert decision.where == NEGATIVE_PROMPT
    assert decision.values["term"] == "dog"
    assert decision.values["around"] == "no d0g"


def test_a_block_wins_over_a_review_that_came_first() -> None:
    decision = _look("cat and dog", _word("cat", TermAction.REVIEW), _word("dog")).decision
    assert decision.verdict is Verdict.REFUSE
    assert decision.values["term"] == "dog"


def test_a_review_alone_asks_a_moderator() -> None:
    assert _look("cat", _word("cat", TermAction.REVIEW)).decision.verdict is Verdict.REVIEW


@pytest.mark.parametrize(
    ("prompt", "is_allowed"),
    [
        ("Dick Tracy", True),
        ("dick   tracy!", True),
        ("Dick, Tracy", True),
        ("Dick Tracy and a dick", False),
        ("dick tracies", True),
        ("a dick", False),
        ("d1ck tracy", False),
        ("d i c k tracy", False),
    ],
)
def test_an_exception_saves_what_lies_in_it_and_nothing_else(
    prompt: str, *, is_allowed: bool
) -> None:
    look = _look(prompt, _word("dick"), _exception("dick tracy"))
    assert look.decision.is_allowed is is_allowed


def test_an_exception_saves_a_torn_word_too() -> None:
    assert not _look("nu de zon", _word("nude")).decision.is_allowed
    assert _look("nu de zon", _word("nude"), _exception("nu de")).decision.is_allowed


def test_a_saved_hit_is_told_with_what_saved_it() -> None:
    (placed,) = _look("Dick Tracy", _word("dick"), _exception("dick tracy")).hits
    assert placed.hit.saved_by is not None
    assert placed.hit.saved_by.text == "dick tracy"


def test_exceptions_hold_for_scripts_without_blanks() -> None:
    terms = (_word("裸"), _exception("裸足"))
    assert _look("裸足の少女", *terms).decision.is_allowed
    assert not _look("裸足と裸", *terms).decision.is_allowed


@pytest.mark.parametrize(
    ("pattern", "prompt"),
    [
        (r"\bcats?\b", "two cats"),
        (r"\bcat\b", "CÁT"),
        (r"café", "a café"),
        (r"made by \w+ inc", "made by acme inc."),
        (r"c\.a\.t", "c.a.t"),
        (r"^ cat ", "(cat)"),
    ],
)
def test_a_pattern_is_tried_on_the_text_as_it_is_and_folded(pattern: str, prompt: str) -> None:
    decision = _look(prompt, _pattern(pattern)).decision
    assert (decision.verdict, decision.rule) == (Verdict.REFUSE, Rule.PATTERN)
    assert decision.values["term"] == pattern


def test_an_exception_saves_from_a_pattern_if_all_of_it_lies_inside() -> None:
    terms = (_pattern(r"\bcat\w*"), _exception("catalogue"))
    assert _look("a catalogue", *terms).decision.is_allowed
    assert not _look("a catalogue of cats", *terms).decision.is_allowed


def test_each_hit_says_how_it_was_found() -> None:
    look = _look("nude n.u.d.e n*ke", _word("nude"), _word("nuke"), _pattern("n.u"))
    assert {placed.hit.found for placed in look.hits} == {
        Found.WORD,
        Found.MASK,
        Found.PATTERN,
    }


def test_what_is_too_long_is_refused_by_its_length() -> None:
    decision = _look("x " * 9_000).decision
    assert (decision.verdict, decision.rule) == (Verdict.REFUSE, Rule.LENGTH)
    assert decision.where == PROMPT


class TestTheStartingWords:
    @pytest.mark.parametrize(
        ("prompt", "negative_prompt"),
        [
            ("a child, n.a.k.e.d", ""),
            ("naked child", "ugly"),
            ("a 12 year old girl, sexy", ""),
            ("girl, age 9, lingerie", ""),
            ("a child", "clothes, hat"),
            ("a child", "(nude:-1)"),
            ("a toddler", "( nsfw : -1.2 )"),
            ("少女、全裸", ""),
            ("голая школьница", ""),
            ("l0li, nsfw", ""),
        ],
    )
    def test_sexual_content_with_minors_is_refused_whatever_a_server_chooses(
        self, prompt: str, negative_prompt: str
    ) -> None:
        everything_off = frozenset(one.name for one in STARTING.categories) | {"minors"}
        decision = _look(
            prompt,
            *map(_exception, ("naked child", "a child", "nude", "naked", "clothes", "lingerie")),
            negative_prompt=negative_prompt,
            starting=STARTING,
            off=everything_off,
        ).decision
        assert decision.verdict is Verdict.REFUSE
        assert decision.values["category"] == "minors"

    @pytest.mark.parametrize(
        ("prompt", "negative_prompt"),
        [
            ("a child on a beach", "nude, nsfw, naked"),
            ("a naked mole rat and its baby", ""),
            ("portrait of a child", "watermark"),
            ("a knight", "clothes"),
            ("a house that is 12 years old", ""),
            ("裸足の少女", ""),
            ("a beautiful landscape", "nsfw, nudity"),
        ],
    )
    def test_it_lets_pass_what_is_no_such_thing(self, prompt: str, negative_prompt: str) -> None:
        look = _look(prompt, negative_prompt=negative_prompt, starting=STARTING)
        assert look.decision.is_allowed

    def test_the_parts_may_stand_in_different_texts(self) -> None:
        policy = PromptPolicy(STARTING)
        texts = [LookedAt(PROMPT, "a child"), LookedAt("lora", "nude_v3")]
        assert policy.decide(texts).values["category"] == "minors"
        assert policy.decide([LookedAt(PROMPT, "a child"), LookedAt(STYLE, "plain")]).is_allowed

    def test_a_category_can_be_switched_off_and_on(self) -> None:
        assert not _look("nude", starting=STARTING).decision.is_allowed
        off = frozenset({"explicit"})
        assert _look("nude", starting=STARTING, off=off).decision.is_allowed
        assert _look("gore", starting=STARTING).decision.is_allowed
        on = frozenset({"+gore"})
        assert _look("gore", starting=STARTING, off=on).decision.verdict is Verdict.REVIEW

    def test_a_server_exception_saves_from_a_category(self) -> None:
        term = _exception("nude study")
        assert _look("a nude study", term, starting=STARTING).decision.is_allowed

    def test_a_servers_own_words_hold_in_negative_prompts(self) -> None:
        look = _look("a cat", _word("nsfw"), negative_prompt="nsfw", starting=STARTING)
        assert not look.decision.is_allowed
