"""What a place allows, and the review that it wants, as pure rules.

A thread follows the channel that it belongs to; direct messages have no rules of their own.
"""

from collections.abc import Mapping

from bot.domain.generation import DM_SERVER_ID, Place
from bot.domain.moderation.levels import level_of
from bot.domain.moderation.policy import ChannelRules, Level, ReviewMode, ServerPolicy
from bot.domain.moderation.verdicts import ALLOWED, Decision, Rule, Verdict


def level_there(place: Place, policy: ServerPolicy, channels: Mapping[int, ChannelRules]) -> Level:
    """Return what images *place* is for."""
    if place.server_id == DM_SERVER_ID:
        return Level.EVERYONE
    own = channels.get(place.ruling_channel_id)
    return level_of(policy, own, is_age_restricted=place.is_age_restricted)


def channel_decision(
    place: Place, policy: ServerPolicy, channels: Mapping[int, ChannelRules]
) -> Decision:
    """Refuse where nothing can be asked for."""
    if level_there(place, policy, channels) is not Level.OFF:
        return ALLOWED
    values = {"channel": str(place.ruling_channel_id)}
    return Decision(verdict=Verdict.REFUSE, rule=Rule.CHANNEL_OFF, where="channel", values=values)


def review_there(
    place: Place, policy: ServerPolicy, channels: Mapping[int, ChannelRules]
) -> ReviewMode:
    """Return the review that the channel wants, else the server's; none in direct messages."""
    if place.server_id == DM_SERVER_ID:
        return ReviewMode.NONE
    own = channels.get(place.ruling_channel_id)
    return policy.review if own is None or own.review is None else own.review
