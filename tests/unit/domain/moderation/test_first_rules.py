"""Blocked members, channels, roles and reviews, as tables."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.moderation.asker import Asker
from bot.domain.moderation.blocks import block_decision, blocked_until
from bot.domain.moderation.places import channel_decision, level_there, review_there
from bot.domain.moderation.policy import (
    Access,
    ChannelRules,
    Level,
    ReviewMode,
    RoleRules,
    ServerPolicy,
)
from bot.domain.moderation.reviewing import Review, is_trusted, review_of, with_trust
from bot.domain.moderation.roles import RoleTable, are_unknown, role_decision
from bot.domain.moderation.verdicts import ALLOWED, Decision, Rule, Verdict
from tests.unit.domain.moderation.askers import ADA, CHANNEL, THREAD, asker, place

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
REFUSED, REVIEW, ALLOW = Verdict.REFUSE, Verdict.REVIEW, Verdict.ALLOW


@pytest.mark.parametrize(
    ("blocks", "is_blocked"),
    [
        ({}, False),
        ({8: None}, False),  # somebody else
        ({ADA: None}, True),
        ({ADA: NOW + SECOND}, True),
        ({ADA: NOW}, False),  # it ends at that moment, not after it
        ({ADA: NOW - SECOND}, False),
        ({ADA: NOW + timedelta(days=3_650)}, True),
    ],
)
def test_a_block_keeps_out_until_its_end(
    blocks: Mapping[int, datetime | None], *, is_blocked: bool
) -> None:
    decision = block_decision(blocks, ADA, NOW)
    assert decision.rule is (Rule.BLOCKED if is_blocked else Rule.NONE)
    assert decision.verdict is (REFUSED if is_blocked else ALLOW)


def test_a_block_tells_when_it_ends() -> None:
    assert blocked_until(block_decision({ADA: NOW + SECOND}, ADA, NOW)) == NOW + SECOND
    assert blocked_until(block_decision({ADA: None}, ADA, NOW)) is None


OFF, FOR_ALL, MATURE = Level.OFF, Level.EVERYONE, Level.MATURE


@pytest.mark.parametrize(
    ("servers", "own", "age", "level"),
    [
        (FOR_ALL, None, False, FOR_ALL),
        (FOR_ALL, OFF, False, OFF),
        (FOR_ALL, FOR_ALL, False, FOR_ALL),
        (FOR_ALL, MATURE, False, FOR_ALL),  # Discord does not ask for the age there
        (FOR_ALL, MATURE, True, MATURE),
        (FOR_ALL, None, True, MATURE),
        (FOR_ALL, FOR_ALL, True, FOR_ALL),
        (FOR_ALL, OFF, True, OFF),
        (OFF, None, False, OFF),
        (OFF, None, True, OFF),
        (OFF, FOR_ALL, False, FOR_ALL),  # only where it is allowed
        (OFF, MATURE, True, MATURE),
        (MATURE, None, False, FOR_ALL),
        (MATURE, None, True, MATURE),
    ],
)
@pytest.mark.parametrize("thread", [False, True])
def test_a_channel_has_a_level_and_its_threads_have_it_too(
    servers: Level, own: Level | None, level: Level, *, age: bool, thread: bool
) -> None:
    where, policy = place(thread=thread, age=age), ServerPolicy(level=servers)
    channels = {CHANNEL: ChannelRules(level=own), THREAD: ChannelRules(level=OFF)}
    if not thread:
        del channels[THREAD]  # a thread's own rules would say nothing
    assert level_there(where, policy, channels) is level
    decision = channel_decision(where, policy, channels)
    assert decision.rule is (Rule.CHANNEL_OFF if level is OFF else Rule.NONE)
    if level is OFF:
        assert decision.values == {"channel": str(CHANNEL)}


def test_direct_messages_are_for_everyone_and_have_no_review() -> None:
    policy = ServerPolicy(level=OFF, review=ReviewMode.GENERATING)
    assert level_there(place(server=0), policy, {}) is FOR_ALL
    assert channel_decision(place(server=0), policy, {}) == ALLOWED
    assert review_there(place(server=0), policy, {}) is ReviewMode.NONE


NONE, POSTING, GENERATING = ReviewMode.NONE, ReviewMode.POSTING, ReviewMode.GENERATING


@pytest.mark.parametrize(
    ("servers", "own", "there"),
    [
        (NONE, None, NONE),
        (NONE, POSTING, POSTING),
        (GENERATING, None, GENERATING),
        (GENERATING, NONE, NONE),  # the channel's own choice stands above the server's
        (POSTING, GENERATING, GENERATING),
    ],
)
def test_a_channel_has_the_servers_review_unless_it_has_its_own(
    servers: ReviewMode, own: ReviewMode | None, there: ReviewMode
) -> None:
    rules = {CHANNEL: ChannelRules(review=own)}
    assert review_there(place(thread=True), ServerPolicy(review=servers), rules) is there


A, B, C = 31, 32, 33
ACCESS = {
    "nothing": {},
    "one denied": {A: RoleRules(access=Access.DENIED)},
    "one allowed": {B: RoleRules(access=Access.ALLOWED)},
    "both": {A: RoleRules(access=Access.DENIED), B: RoleRules(access=Access.ALLOWED)},
    "only a review": {C: RoleRules(review=GENERATING)},
}


@pytest.mark.parametrize(
    ("rules", "roles", "rule"),
    [
        ("nothing", (), Rule.NONE),
        ("nothing", (A, B, C), Rule.NONE),
        ("nothing", None, Rule.NONE),
        ("one denied", (), Rule.NONE),
        ("one denied", (A,), Rule.ROLE_DENIED),
        ("one denied", (A, B), Rule.ROLE_DENIED),
        ("one denied", None, Rule.ROLE_MISSING),  # a direct message is no way around it
        ("one allowed", (), Rule.ROLE_MISSING),
        ("one allowed", (A,), Rule.ROLE_MISSING),
        ("one allowed", (B,), Rule.NONE),
        ("one allowed", (A, B, C), Rule.NONE),
        ("one allowed", None, Rule.ROLE_MISSING),
        ("both", (B,), Rule.NONE),
        ("both", (A, B), Rule.ROLE_DENIED),  # denied stands above all
        ("both", (C,), Rule.ROLE_MISSING),
        ("only a review", (C,), Rule.NONE),
        ("only a review", None, Rule.NONE),
    ],
)
def test_roles_let_ask_or_do_not(rules: str, roles: tuple[int, ...] | None, rule: Rule) -> None:
    who = Asker() if roles is None else asker(*roles)
    decision = role_decision(RoleTable.of(ACCESS[rules]), who)
    assert decision.rule is rule
    assert are_unknown(decision) == (roles is None and rule is Rule.ROLE_MISSING)


@pytest.mark.parametrize(
    ("there", "roles", "mine", "mode", "rule"),
    [
        (NONE, {}, (A,), NONE, Rule.CHANNEL_REVIEW),
        (GENERATING, {}, (A,), GENERATING, Rule.CHANNEL_REVIEW),
        (POSTING, {}, (), POSTING, Rule.CHANNEL_REVIEW),
        (NONE, {A: GENERATING}, (A,), GENERATING, Rule.ROLE_REVIEW),
        (NONE, {A: GENERATING}, (B,), NONE, Rule.CHANNEL_REVIEW),
        (POSTING, {A: GENERATING}, (A,), GENERATING, Rule.ROLE_REVIEW),
        (GENERATING, {A: POSTING}, (A,), GENERATING, Rule.CHANNEL_REVIEW),
        (NONE, {A: POSTING, B: GENERATING}, (A, B), GENERATING, Rule.ROLE_REVIEW),
        (GENERATING, {A: NONE}, (A,), NONE, Rule.ROLE_REVIEW),  # spared
        (GENERATING, {A: NONE, B: GENERATING}, (A, B), NONE, Rule.ROLE_REVIEW),
        (GENERATING, {A: NONE}, (B,), GENERATING, Rule.CHANNEL_REVIEW),
        (GENERATING, {A: NONE}, None, GENERATING, Rule.CHANNEL_REVIEW),  # roles unknown
    ],
)
def test_a_role_wants_a_review_or_spares_one(
    there: ReviewMode,
    roles: Mapping[int, ReviewMode],
    mine: tuple[int, ...] | None,
    mode: ReviewMode,
    rule: Rule,
) -> None:
    table = RoleTable.of({key: RoleRules(review=its) for key, its in roles.items()})
    review = review_of(there, table, Asker() if mine is None else asker(*mine))
    assert (review.mode, review.rule) == (mode, rule)
    assert (review.before_generating.verdict is REVIEW) == (mode is GENERATING)
    assert (review.before_posting.verdict is REVIEW) == (mode is POSTING)


@pytest.mark.parametrize(
    ("verdict", "until", "after"),
    [
        (REVIEW, NOW + SECOND, ALLOW),
        (REVIEW, NOW, REVIEW),  # the hour is over
        (REVIEW, None, REVIEW),
        (REFUSED, NOW + SECOND, REFUSED),  # trust opens no door that is shut
        (ALLOW, NOW + SECOND, ALLOW),
    ],
)
def test_trust_spares_a_review_and_nothing_else(
    verdict: Verdict, until: datetime | None, after: Verdict
) -> None:
    before = Decision(verdict=verdict, rule=Rule.TERM, where="prompt", values={"term": "x"})
    trusts = {} if until is None else {ADA: until}
    decision = with_trust(before, trusts, ADA, NOW)
    assert decision.verdict is after
    assert (decision.rule, decision.where) == (Rule.TERM, "prompt")  # noted all the same
    assert ("trusted until" in decision.values) == (verdict is REVIEW and after is ALLOW)
    assert is_trusted(trusts, ADA, NOW) == (until == NOW + SECOND)


def test_a_thousand_rules_are_looked_up_and_not_walked_through() -> None:
    class Counted(dict[int, ReviewMode]):
        looks = 0

        def __getitem__(self, key: int) -> ReviewMode:
            Counted.looks += 1
            return super().__getitem__(key)

        def __iter__(self) -> "Counted":  # type: ignore[override]
            raise AssertionError("every rule was walked through")

    many = {role: RoleRules(review=POSTING) for role in range(1_000)}
    table = RoleTable(reviews=Counted(RoleTable.of(many).reviews))
    review = review_of(NONE, table, asker(3, 2_000))
    assert review == Review(mode=POSTING, rule=Rule.ROLE_REVIEW, values={"role": "3"})
    assert Counted.looks == 1
