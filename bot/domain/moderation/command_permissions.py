"""What a server's admins have set for a command in Discord's own settings, as a pure rule.

Discord applies it to the command itself; buttons, forms and menus it lets through to everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.generation import Place
from bot.domain.moderation.asker import Asker
from bot.domain.moderation.verdicts import ALLOWED, Decision, Rule, Verdict

MEMBER, ROLE, CHANNEL = "member", "role", "channel"
SET_FOR = "set for"  # which of them, in the log


@dataclass(frozen=True, slots=True, kw_only=True)
class Overwrites:
    """Who may and may not, of one command or of the whole application.

    The role with the server's id is everyone, the channel with that id less one all channels.
    """

    members: Mapping[int, bool] = field(default_factory=dict)
    roles: Mapping[int, bool] = field(default_factory=dict)
    channels: Mapping[int, bool] = field(default_factory=dict)


NOTHING_SET = Overwrites()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandPermissions:
    """What is set for the command that makes images, and for all commands together."""

    command: Overwrites = NOTHING_SET
    application: Overwrites = NOTHING_SET


def command_decision(permissions: CommandPermissions, place: Place, asker: Asker) -> Decision:
    """Refuse whom Discord would not let use the command there.

    What is set for the command stands above what is set for all; a member above roles, a role
    above everyone, a channel above all channels. Of two roles the one that allows wins. Nothing
    set is allowed; administrators always may.
    """
    if asker.is_administrator:
        return ALLOWED
    levels = (permissions.command, permissions.application)
    for level in levels:
        found = _channel(level, place)
        if found is not None:
            if not found:
                return _refused(CHANNEL, place.ruling_channel_id)
            break
    for level in levels:
        decision = _person(level, place, asker)
        if decision is not None:
            return decision
    return ALLOWED


def _channel(level: Overwrites, place: Place) -> bool | None:
    own = level.channels.get(place.ruling_channel_id)
    return level.channels.get(place.server_id - 1) if own is None else own


def _person(level: Overwrites, place: Place, asker: Asker) -> Decision | None:
    own = level.members.get(place.member_id)
    if own is not None:
        return ALLOWED if own else _refused(MEMBER, place.member_id)
    if asker.role_ids is None:  # nobody tells of them: what any role is denied may hold
        denied = [role_id for role_id, allowed in level.roles.items() if not allowed]
        return _refused(ROLE, min(denied)) if denied else None
    everyone = place.server_id
    answers = {
        role_id: level.roles[role_id]
        for role_id in asker.role_ids - {everyone}
        if role_id in level.roles
    }
    if not answers and everyone in level.roles:
        answers = {everyone: level.roles[everyone]}
    if not answers:
        return None
    return ALLOWED if any(answers.values()) else _refused(ROLE, min(answers))


def _refused(kind: str, target_id: int) -> Decision:
    values = {SET_FOR: kind, "id": str(target_id)}
    return Decision(verdict=Verdict.REFUSE, rule=Rule.COMMAND, where=kind, values=values)
