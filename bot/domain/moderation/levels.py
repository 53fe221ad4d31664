"""What images a place is for, from the server's choice, the channel's own, and Discord's mark."""

from bot.domain.moderation.policy import ChannelRules, Level, ServerPolicy, Thresholds


def level_of(
    policy: ServerPolicy, channel: ChannelRules | None, *, is_age_restricted: bool
) -> Level:
    """Return the level of a place; *channel* are its own rules, of a thread its parent's.

    An age-restricted channel without a choice of its own is mature, unless the server is off;
    nothing makes a place mature where Discord does not ask for the age.
    """
    own = channel.level if channel else None
    if own is None:
        own = Level.MATURE if is_age_restricted and policy.level is not Level.OFF else policy.level
    if own is Level.MATURE and not is_age_restricted:
        return Level.EVERYONE
    return own


def thresholds_of(policy: ServerPolicy, level: Level) -> Thresholds:
    """Return from what confidence on an image waits or is refused at that level."""
    return policy.mature if level is Level.MATURE else policy.everyone
