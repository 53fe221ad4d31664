"""Tests of what a moderator reads about why something waits."""

from datetime import UTC, datetime

import pytest

from bot.domain.moderation.reviews import Review, ReviewStage, ReviewStatus
from bot.domain.moderation.verdicts import Rule
from bot.replies.moderation.review_reasons import why

_NOW = datetime(2026, 5, 1, tzinfo=UTC)


def _review(rule: Rule, values: dict[str, str], where: str = "") -> Review:
    return Review(
        id=1,
        generation_id=2,
        stage=ReviewStage.IMAGE,
        server_id=3,
        member_id=4,
        status=ReviewStatus.OPEN,
        rule=rule,
        created_at=_NOW,
        expires_at=_NOW,
        values=values,
        where=where,
    )


@pytest.mark.parametrize(
    ("rule", "values", "ending"),
    [
        (Rule.IMAGE_NSFW, {"service": "55.0", "number": "1"}, "everyone · 55% sure · image 1"),
        (
            Rule.IMAGE_NSFW,
            {"service": "55.0", "classifier": "71.4", "number": "3"},
            "71% sure · image 3",
        ),
        (Rule.IMAGE_NSFW, {"service": "unheard of"}, "everyone"),
        (Rule.IMAGE_KNOWN, {"distance": "12", "number": "2"}, "blocked images · image 2"),
        (
            Rule.TERM,
            {"term": "umbrella", "found": "whole", "around": "an umbrella"},
            "found · `umbrella`",
        ),
    ],
)
def test_a_moderator_reads_what_was_found_and_no_bare_figures(
    rule: Rule, values: dict[str, str], ending: str
) -> None:
    assert why(_review(rule, values)).endswith(ending)


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("prompt", "A term of your list was found in the prompt · `umbrella`"),
        ("lora", "A term of your list was found in the name of a LoRA · `umbrella`"),
        ("elsewhere", "A term of your list was found · `umbrella`"),
    ],
)
def test_list_and_text_stand_in_one_sentence(where: str, sentence: str) -> None:
    assert why(_review(Rule.TERM, {"term": "umbrella"}, where)) == sentence


def test_the_role_stands_in_its_sentence() -> None:
    reason = why(_review(Rule.ROLE_REVIEW, {"role": "77"}))
    assert reason == "What members with the role <@&77> ask for is looked at first"
