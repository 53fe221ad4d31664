"""The rules of a server in plain words, as its members read them; no term is told."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.moderation.levels import level_of, thresholds_of
from bot.domain.moderation.policy import Access, Level, ReviewMode, ServerPolicy
from bot.generation.moderation.policies import Rulebook
from bot.replies.setup.steps import level_words, review_words
from bot.texts import gettext as _
from bot.texts import listing, ngettext, number

_NEVER = 100  # a threshold that nothing passes
_MOST = 10  # channels in one line


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The channel that is spoken of: of a thread, its parent."""

    channel_id: int
    is_age_restricted: bool
    is_looked_at: bool = True  # something looks for nudity in finished images


def member_rules(book: Rulebook, where: Where, allowances: Iterable[str] = ()) -> list[str]:
    """Return what a member without special roles may do in *where*, one line each.

    *allowances* are what may be used, in words.
    """
    channel = book.channels.get(where.channel_id)
    level = level_of(book.policy, channel, is_age_restricted=where.is_age_restricted)
    name = f"<#{where.channel_id}>"
    if level is Level.OFF:
        lines = ["🚫 " + _("In {channel}, no images can be asked for.").format(channel=name)]
        return [*lines, *_elsewhere(book, where)]
    review = (channel and channel.review) or book.policy.review
    return [
        "🎨 "
        + _("In {channel}, images can be asked for. Level: {level}. {meaning}").format(
            channel=name, level=level_words(level)[0], meaning=_meaning(book.policy, level, where)
        ),
        *_roles(book),
        *([] if review is ReviewMode.NONE else ["⏳ " + review_words(review)[1]]),
        "📝 "
        + _(
            "Prompts are looked through for what this server does not allow, also in styles and in "
            "the names of models."
        ),
        *(f"📊 {allowance}" for allowance in allowances),
        *_elsewhere(book, where),
        "🚩 " + _("Something is wrong with an image? Its menu has *Apps*, *Report*."),
        *_strikes(book.policy),
    ]


def _meaning(policy: ServerPolicy, level: Level, where: Where) -> str:
    thresholds = thresholds_of(policy, level)
    if policy.needs_check and not where.is_looked_at:
        return _("A moderator sees each image first.")
    if thresholds.refuse_at >= _NEVER and thresholds.review_at >= _NEVER:
        return _("Nudity is not held back.")
    if not where.is_looked_at:
        return _("Nothing looks for nudity in images by itself: please report it.")
    return _("Images with nudity are held back or refused.")


def _roles(book: Rulebook) -> list[str]:
    allowed = _mentions(book, Access.ALLOWED)
    denied = _mentions(book, Access.DENIED)
    lines = []
    if allowed:
        lines.append("👥 " + _("Only {roles} may ask.").format(roles=listing(allowed)))
    if denied:
        lines.append("👥 " + _("{roles} may not ask.").format(roles=listing(denied)))
    for mode, line in {
        ReviewMode.GENERATING: _("A moderator reads first what {roles} ask for."),
        ReviewMode.POSTING: _("A moderator sees the images of {roles} first."),
        ReviewMode.NONE: _("{roles} need no review."),
    }.items():
        roles = [f"<@&{id_}>" for id_, own in sorted(book.roles.items()) if own.review is mode]
        if roles:
            lines.append("👥 " + line.format(roles=listing(roles)))
    return lines


def _mentions(book: Rulebook, access: Access) -> list[str]:
    return [f"<@&{id_}>" for id_, own in sorted(book.roles.items()) if own.access is access]


def _elsewhere(book: Rulebook, where: Where) -> list[str]:
    """Tell which other channels have rules of their own, the first few of them."""
    others = {id_: own for id_, own in book.channels.items() if id_ != where.channel_id}
    looked_at = {ReviewMode.GENERATING, ReviewMode.POSTING}
    closed = _some(id_ for id_, own in others.items() if own.level is Level.OFF)
    mature = _some(id_ for id_, own in others.items() if own.level is Level.MATURE)
    reviewed = _some(id_ for id_, own in others.items() if own.review in looked_at)
    lines = []
    if closed:
        lines.append("🚫 " + _("Not in {channels}.").format(channels=closed))
    if mature:
        lines.append("🔞 " + _("Mature images: {channels}.").format(channels=mature))
    if reviewed:
        lines.append("⏳ " + _("Moderators look first in {channels}.").format(channels=reviewed))
    return lines


def _some(channel_ids: Iterable[int]) -> str:
    every = [f"<#{channel_id}>" for channel_id in sorted(channel_ids)]
    shown, hidden = every[:_MOST], len(every) - _MOST
    if hidden > 0:
        shown.append(ngettext("{n} more", "{n} more", hidden).format(n=number(hidden)))
    return listing(shown)


def _strikes(policy: ServerPolicy) -> list[str]:
    rules = policy.strikes
    if rules.block_at is None:
        return []
    if rules.block_days is None:
        text = ngettext(
            "⚖️ {n} strike that has not expired blocks a member for good.",
            "⚖️ {n} strikes that have not expired block a member for good.",
            rules.block_at,
        )
    elif rules.block_days == 1:
        text = ngettext(
            "⚖️ {n} strike that has not expired blocks a member for one day.",
            "⚖️ {n} strikes that have not expired block a member for one day.",
            rules.block_at,
        )
    else:
        text = ngettext(
            "⚖️ {n} strike that has not expired blocks a member for {days} days.",
            "⚖️ {n} strikes that have not expired block a member for {days} days.",
            rules.block_at,
        )
    return [text.format(n=number(rules.block_at), days=number(rules.block_days or 0))]
