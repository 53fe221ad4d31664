"""Discord's own command permissions, as a table."""

from collections.abc import Mapping

import pytest

from bot.domain.moderation.asker import Asker
from bot.domain.moderation.command_permissions import (
    CommandPermissions,
    Overwrites,
    command_decision,
)
from bot.domain.moderation.verdicts import ALLOWED, Rule
from tests.unit.domain.moderation.askers import ADA, ALL_CHANNELS, CHANNEL, EVERYONE, asker, place

A, B = 31, 32


def of(
    *,
    members: Mapping[int, bool] | None = None,
    roles: Mapping[int, bool] | None = None,
    channels: Mapping[int, bool] | None = None,
) -> Overwrites:
    return Overwrites(members=members or {}, roles=roles or {}, channels=channels or {})


@pytest.mark.parametrize(
    ("command", "application", "mine", "where"),
    [
        (of(), of(), (), ""),
        (of(roles={EVERYONE: False}), of(), (), "role"),
        (of(roles={EVERYONE: False}), of(), (EVERYONE,), "role"),  # discord.py lists it, too
        (of(roles={EVERYONE: False, A: True}), of(), (A,), ""),
        (of(roles={EVERYONE: False, A: True}), of(), (EVERYONE, A), ""),
        (of(roles={EVERYONE: True, A: False}), of(), (EVERYONE, A), "role"),
        (of(roles={A: False}), of(), (B,), ""),
        (of(roles={A: False, B: True}), of(), (A, B), ""),  # of two roles the one that allows
        (of(members={ADA: False}), of(), (), "member"),
        (of(members={ADA: False}, roles={A: True}), of(), (A,), "member"),
        (of(members={ADA: True}, roles={A: False}), of(), (A,), ""),
        (of(members={8: False}), of(), (), ""),
        (of(channels={CHANNEL: False}), of(), (), "channel"),
        (of(channels={22: False}), of(), (), ""),
        (of(channels={ALL_CHANNELS: False}), of(), (), "channel"),
        (of(channels={ALL_CHANNELS: False, CHANNEL: True}), of(), (), ""),
        (of(channels={CHANNEL: False}, members={ADA: True}), of(), (), "channel"),
        (of(), of(roles={EVERYONE: False}), (), "role"),
        (of(), of(channels={CHANNEL: False}), (), "channel"),
        (of(), of(members={ADA: False}), (), "member"),
        (of(roles={EVERYONE: True}), of(roles={EVERYONE: False}), (), ""),
        (of(channels={CHANNEL: True}), of(channels={CHANNEL: False}), (), ""),
        (of(channels={ALL_CHANNELS: True}), of(channels={CHANNEL: False}), (), ""),
        (of(channels={CHANNEL: True}), of(roles={EVERYONE: False}), (), "role"),
        (of(roles={A: False}), of(), None, "role"),  # nobody tells of the roles
        (of(roles={A: True}), of(), None, ""),
        (of(members={ADA: True}, roles={A: False}), of(), None, ""),
    ],
)
def test_what_admins_set_in_discord_holds_on_every_road(
    command: Overwrites, application: Overwrites, mine: tuple[int, ...] | None, where: str
) -> None:
    permissions = CommandPermissions(command=command, application=application)
    who = Asker() if mine is None else asker(*mine)
    decision = command_decision(permissions, place(thread=True), who)
    assert decision.where == where
    assert decision.rule is (Rule.COMMAND if where else Rule.NONE)


def test_administrators_are_bound_by_no_command_permission() -> None:
    permissions = CommandPermissions(
        command=of(channels={ALL_CHANNELS: False}, roles={EVERYONE: False})
    )
    assert command_decision(permissions, place(), asker(is_administrator=True)) == ALLOWED
