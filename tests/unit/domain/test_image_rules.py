"""What happens to an image, at the edge of every threshold."""

import math

import pytest

from bot.domain.generation import DM_SERVER_ID, Place
from bot.domain.moderation.image_rules import (
    KNOWN_WITHIN,
    ImageRules,
    Signs,
    Subject,
    judge_image,
    judge_images,
    rules_at,
)
from bot.domain.moderation.policy import ChannelRules, Level, ServerPolicy, Thresholds
from bot.domain.moderation.verdicts import ALLOWED, Rule, Verdict

ALLOW, REVIEW, REFUSE = Verdict.ALLOW, Verdict.REVIEW, Verdict.REFUSE
RULES = ImageRules(thresholds=Thresholds(review_at=20, refuse_at=80))
NO_THRESHOLDS = Thresholds(review_at=100, refuse_at=100)


@pytest.mark.parametrize(
    ("percent", "score", "verdict"),
    [
        (None, None, ALLOW),
        (0, None, ALLOW),
        (19.99, None, ALLOW),
        (20, None, REVIEW),
        (79.99, None, REVIEW),
        (80, None, REFUSE),
        (100, None, REFUSE),
        (None, 0.0, ALLOW),
        (None, 0.1999, ALLOW),
        (None, 0.2, REVIEW),
        (None, 0.7999, REVIEW),
        (None, 0.8, REFUSE),
        (None, 1.0, REFUSE),
        (5, 0.05, ALLOW),
        (20, 0.0, REVIEW),  # the more certain of the two counts
        (0, 0.2, REVIEW),
        (20, 0.8, REFUSE),
        (80, 0.0, REFUSE),
        (math.nan, None, ALLOW),  # no figure is no look
        (math.nan, 0.8, REFUSE),
        (150, None, REFUSE),
        (-5, None, ALLOW),
    ],
)
def test_an_image_waits_or_is_refused_from_a_threshold_on(
    percent: float | None, score: float | None, verdict: Verdict
) -> None:
    decision = judge_image(Signs(service_percent=percent, classifier_score=score), RULES)
    assert decision.verdict is verdict
    assert decision.rule is (Rule.NONE if verdict is ALLOW else Rule.IMAGE_NSFW)


@pytest.mark.parametrize(
    ("thresholds", "percent", "verdict"),
    [
        ((100, 100), 100, ALLOW),  # 100 is never reached
        ((100, 90), 89.9, ALLOW),
        ((100, 90), 90, REFUSE),
        ((90, 100), 89.9, ALLOW),
        ((90, 100), 100, REVIEW),
        ((0, 100), 0, REVIEW),  # each image waits
        ((0, 0), 0, REFUSE),
        ((50, 50), 49.9, ALLOW),
        ((50, 50), 50, REFUSE),
        ((90, 50), 60, REFUSE),  # the other way round: the stricter one counts
    ],
)
def test_each_threshold_counts_by_itself(
    thresholds: tuple[float, float], percent: float, verdict: Verdict
) -> None:
    review_at, refuse_at = thresholds
    rules = ImageRules(thresholds=Thresholds(review_at=review_at, refuse_at=refuse_at))
    assert judge_image(Signs(service_percent=percent), rules).verdict is verdict


@pytest.mark.parametrize(
    ("distance", "verdict"),
    [(None, ALLOW), (0, REFUSE), (KNOWN_WITHIN, REFUSE), (KNOWN_WITHIN + 1, ALLOW), (256, ALLOW)],
)
@pytest.mark.parametrize("thresholds", [RULES.thresholds, NO_THRESHOLDS])
def test_a_blocked_image_is_refused_whatever_its_place(
    distance: int | None, verdict: Verdict, thresholds: Thresholds
) -> None:
    signs = Signs(service_percent=1, known_distance=distance)
    decision = judge_image(signs, ImageRules(thresholds=thresholds))
    assert decision.verdict is verdict
    assert decision.rule is (Rule.IMAGE_KNOWN if verdict is REFUSE else Rule.NONE)


@pytest.mark.parametrize(
    ("signs", "needs_check", "thresholds", "verdict"),
    [
        (Signs(), False, RULES.thresholds, ALLOW),
        (Signs(), True, RULES.thresholds, REVIEW),
        (Signs(service_percent=1), True, RULES.thresholds, ALLOW),
        (Signs(classifier_score=0.01), True, RULES.thresholds, ALLOW),
        (Signs(known_distance=200), True, RULES.thresholds, REVIEW),  # that is no look
        (Signs(), True, NO_THRESHOLDS, ALLOW),  # no look would change anything there
    ],
)
def test_what_nobody_looked_at_waits_only_where_the_server_demands_a_look(
    signs: Signs, *, needs_check: bool, thresholds: Thresholds, verdict: Verdict
) -> None:
    decision = judge_image(signs, ImageRules(thresholds=thresholds, needs_check=needs_check))
    assert decision.verdict is verdict
    assert decision.rule is (Rule.NONE if verdict is ALLOW else Rule.IMAGE_UNCHECKED)


def test_an_input_is_judged_by_the_rules_of_inputs() -> None:
    known, nsfw = Signs(known_distance=3), Signs(classifier_score=0.9)
    decisions = [
        judge_image(each, RULES, where="mask", subject=Subject.INPUT) for each in (known, nsfw)
    ]
    assert [each.rule for each in decisions] == [Rule.INPUT_KNOWN, Rule.INPUT_NSFW]
    assert {each.where for each in decisions} == {"mask"}


def test_an_input_that_nobody_can_look_at_passes_since_its_result_is_judged() -> None:
    rules = ImageRules(thresholds=RULES.thresholds, needs_check=True)
    assert judge_image(Signs(), rules, subject=Subject.INPUT) == ALLOWED


def test_the_strictest_image_decides_for_all_of_a_generation() -> None:
    found = [Signs(service_percent=each) for each in (1, 30, 85, 2)]
    decision = judge_images(found, RULES)
    assert (decision.verdict, decision.values["number"]) == (REFUSE, "3")
    assert judge_images(found[:2], RULES).verdict is REVIEW
    assert judge_images(found[:1], RULES) == ALLOWED
    assert judge_images([], RULES) == ALLOWED


def test_moderators_read_what_each_look_found() -> None:
    decision = judge_images([Signs(service_percent=85, classifier_score=0.5)], RULES)
    assert decision.values == {"service": "85.0", "classifier": "50.0", "number": "1"}


def _place(server_id: int = 10, *, is_age_restricted: bool = False) -> Place:
    return Place(
        member_id=1,
        server_id=server_id,
        channel_id=100,
        is_age_restricted=is_age_restricted,
        interaction_id=1,
        application_id=2,
    )


def test_thresholds_follow_the_level_of_the_place() -> None:
    policy = ServerPolicy(
        everyone=Thresholds(review_at=10, refuse_at=20),
        mature=Thresholds(review_at=70, refuse_at=90),
        needs_check=True,
    )

    def refuse_at(channel: ChannelRules | None, *, is_age_restricted: bool) -> float:
        place = _place(is_age_restricted=is_age_restricted)
        return rules_at(policy, channel, place, 31).thresholds.refuse_at

    mature, everyone = ChannelRules(level=Level.MATURE), ChannelRules(level=Level.EVERYONE)
    assert refuse_at(None, is_age_restricted=False) == 20
    assert refuse_at(None, is_age_restricted=True) == 90
    assert refuse_at(everyone, is_age_restricted=True) == 20
    assert refuse_at(mature, is_age_restricted=False) == 20  # Discord does not ask for the age


def test_in_direct_messages_an_image_is_refused_or_shown_but_never_waits() -> None:
    rules = rules_at(ServerPolicy(needs_check=True), None, _place(DM_SERVER_ID), 31)
    found = [Signs(service_percent=79.9), Signs(service_percent=80), Signs()]
    assert [judge_image(each, rules).verdict for each in found] == [ALLOW, REFUSE, ALLOW]
