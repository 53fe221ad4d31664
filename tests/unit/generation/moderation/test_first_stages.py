"""The first links of the chain in their order, trust, and reviews that nobody would read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.generation import NewGeneration
from bot.domain.moderation.asker import Asker
from bot.domain.moderation.command_permissions import CommandPermissions, Overwrites
from bot.domain.moderation.log import LogEntry
from bot.domain.moderation.policy import (
    Access,
    ChannelRules,
    Level,
    ReviewMode,
    RoleRules,
    ServerPolicy,
)
from bot.domain.moderation.verdicts import Decision, Rule, Verdict
from bot.domain.moderation.words.prompt_policy import PromptPolicy
from bot.domain.moderation.words.starting_words import StartingWords
from bot.generation.moderation.chain import Chain
from bot.generation.moderation.command_permissions import KnownPermissions
from bot.generation.moderation.first_stages import blocked_stage, command_stage, places_stage
from bot.generation.moderation.policies import Rulebook
from bot.generation.moderation.refused import Refused
from bot.generation.moderation.stage import Stage
from tests.fakes.time import FakeTime
from tests.unit.generation import values

ROLE, MODERATORS = 31, 40


@dataclass
class Rules:
    """A server's rules, as the chain asks for them, and the log that it writes."""

    time: FakeTime
    values: dict[str, Any] = field(default_factory=dict)
    entries: list[LogEntry] = field(default_factory=list)
    permissions: KnownPermissions = field(default_factory=KnownPermissions)
    more: Sequence[Stage] = ()

    async def of(self, server_id: int) -> Rulebook:
        values: dict[str, Any] = {
            "policy": ServerPolicy(),
            "channels": {},
            "roles": {},
            "blocks": {},
            "trusts": {},
            "moderators_channel_id": MODERATORS,
            "words": PromptPolicy(StartingWords()),
        }
        return Rulebook(server_id=server_id, **{**values, **self.values})

    async def add(self, entries: Iterable[LogEntry]) -> None:
        self.entries.extend(entries)

    @property
    def chain(self) -> Chain:
        stages = (blocked_stage(self.time), command_stage(self.permissions), places_stage())
        return Chain(self, (*stages, *self.more), self, self.time)  # type: ignore[arg-type]  # a stand-in


@pytest.fixture
def rules() -> Rules:
    return Rules(FakeTime())


@pytest.fixture
def new() -> NewGeneration:
    return replace(values.new(), asker=Asker(role_ids=frozenset({ROLE})))


def against_everything(rules: Rules, new: NewGeneration) -> dict[str, Any]:
    """Return rules of which each stands against *new*, and set Discord's as well."""
    rules.permissions.learn(
        new.place.server_id,
        CommandPermissions(command=Overwrites(members={new.place.member_id: False})),
    )
    return {
        "blocks": {new.place.member_id: None},
        "policy": ServerPolicy(level=Level.OFF, review=ReviewMode.GENERATING),
        "roles": {ROLE: RoleRules(access=Access.DENIED)},
    }


async def test_they_are_met_in_the_order_that_the_design_says(
    rules: Rules, new: NewGeneration
) -> None:
    rules.values = against_everything(rules, new)

    async def rule() -> Rule:
        with pytest.raises(Refused) as refused:
            await rules.chain.check(new)
        entry = rules.entries[-1]
        assert (entry.rule, entry.member_id) == (refused.value.decision.rule, new.place.member_id)
        return refused.value.decision.rule

    assert await rule() is Rule.BLOCKED
    rules.values["blocks"] = {}
    assert await rule() is Rule.COMMAND
    rules.permissions.learn(new.place.server_id, CommandPermissions())
    assert await rule() is Rule.CHANNEL_OFF
    rules.values["policy"] = ServerPolicy(review=ReviewMode.GENERATING)
    assert await rule() is Rule.ROLE_DENIED
    rules.values["roles"] = {}
    checked = await rules.chain.check(new)
    assert (checked.decision.verdict, checked.decision.rule) == (
        Verdict.REVIEW,
        Rule.CHANNEL_REVIEW,
    )
    assert len(rules.entries) == 4  # what is sent to review is logged by the admission


async def test_a_blocked_member_reads_when_it_ends(rules: Rules, new: NewGeneration) -> None:
    until = rules.time.now() + timedelta(minutes=10)
    rules.values = {"blocks": {new.place.member_id: until}}
    with pytest.raises(Refused, match=rf"until <t:{int(until.timestamp())}:f>"):
        await rules.chain.check(new)
    rules.values = {"blocks": {new.place.member_id: None}}
    with pytest.raises(Refused, match="blocked from asking for images on this server"):
        await rules.chain.check(new)


async def test_whoever_asks_by_direct_message_reads_that_the_roles_cannot_be_seen(
    rules: Rules, new: NewGeneration
) -> None:
    rules.values = {"roles": {ROLE: RoleRules(access=Access.ALLOWED)}}
    with pytest.raises(Refused, match="cannot see yours from here"):
        await rules.chain.check(replace(new, asker=Asker()))
    assert rules.entries[0].values == {"roles": "unknown"}


async def test_images_of_a_channel_with_review_are_held(rules: Rules, new: NewGeneration) -> None:
    rules.values = {"policy": ServerPolicy(review=ReviewMode.POSTING)}
    checked = await rules.chain.check(new)
    assert checked.is_image_reviewed
    assert checked.decision.is_allowed  # it is made all the same


@pytest.mark.parametrize("mode", [ReviewMode.GENERATING, ReviewMode.POSTING])
async def test_a_trusted_member_waits_for_nobody_until_the_hour_is_over(
    rules: Rules, new: NewGeneration, mode: ReviewMode
) -> None:
    until = rules.time.now() + timedelta(hours=1)
    rules.values = {
        "channels": {new.place.channel_id: ChannelRules(review=mode)},
        "trusts": {new.place.member_id: until},
    }
    checked = await rules.chain.check(new)
    assert (checked.decision.verdict, checked.is_image_reviewed) == (Verdict.ALLOW, False)
    rules.time.advance(3_600)
    checked = await rules.chain.check(new)
    is_waiting = checked.decision.verdict is Verdict.REVIEW
    assert (is_waiting, checked.is_image_reviewed) == (
        mode is ReviewMode.GENERATING,
        mode is ReviewMode.POSTING,
    )


async def test_trust_lets_no_picture_pass_unseen_where_everything_waits_anyhow(
    rules: Rules, new: NewGeneration
) -> None:
    async def by_its_picture(_new: NewGeneration, _book: Rulebook) -> Decision:
        return Decision(verdict=Verdict.REVIEW, rule=Rule.INPUT_NSFW, where="image")

    rules.more = (Stage("image_inputs", by_its_picture),)
    rules.values = {
        "channels": {new.place.channel_id: ChannelRules(review=ReviewMode.GENERATING)},
        "trusts": {new.place.member_id: rules.time.now() + timedelta(hours=1)},
    }
    decision = (await rules.chain.check(new)).decision
    assert (decision.verdict, decision.rule) == (Verdict.REVIEW, Rule.INPUT_NSFW)


@pytest.mark.parametrize("mode", [ReviewMode.GENERATING, ReviewMode.POSTING])
async def test_what_nobody_would_ever_look_at_is_refused(
    rules: Rules, new: NewGeneration, mode: ReviewMode
) -> None:
    rules.values = {"policy": ServerPolicy(review=mode), "moderators_channel_id": None}
    with pytest.raises(Refused, match="has not said where its moderators"):
        await rules.chain.check(new)
    assert rules.entries[0].rule is Rule.CHANNEL_REVIEW
