"""`/session start`: from its options to a session whose rules hold."""

from collections.abc import Iterable
from dataclasses import dataclass

import discord

from bot.domain.options import NONE
from bot.domain.sessions.lengths import seconds_in
from bot.domain.sessions.rules import (
    MAX_ROUND_S,
    MAX_VOTING_S,
    MIN_ROUND_S,
    MIN_VOTING_S,
    SessionRules,
    checked_rules,
    words_in,
)
from bot.domain.sessions.session import NewSession
from bot.errors import InvalidRequest, StyleError
from bot.generation.sessions.service import Sessions
from bot.generation.style_shelf import StyleShelf
from bot.replies.parts.moderators import Moderators
from bot.replies.sessions.session_panels import begun_text
from bot.replies.sessions.session_place import place_for_session
from bot.texts import gettext as _
from bot.texts import hours, ngettext, number

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400
_LENGTHS_S = (
    *(minutes * _MINUTE_S for minutes in (5, 10, 15, 30, 45)),
    *(count * _HOUR_S for count in (1, 2, 3, 6, 12)),
    *(days * _DAY_S for days in (1, 2, 3, 7)),
)
_NOBODY = 0  # whose own styles are none: what is left is there for everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOptions:
    """What was given to `/session start`."""

    theme: str
    time: str
    voting_time: str
    style: str | None
    required_words: str
    forbidden_words: str
    entries_each: int
    role_id: int | None
    is_reviewed: bool
    hides_authors: bool
    has_own_vote: bool
    budget: int
    rounds: int


class SessionStart:
    """Checks everything before anything is begun."""

    def __init__(self, sessions: Sessions, moderators: Moderators, shelf: StyleShelf) -> None:
        self._sessions = sessions
        self._moderators = moderators
        self._shelf = shelf

    async def start(self, interaction: discord.Interaction, options: StartOptions) -> None:
        """Start a session and say privately where it is.

        Raises:
            NotAllowed: They are no moderator here, or no thread can be opened here.
            InvalidRequest: Names the option, its value and what is allowed.
            SessionRefused: As many as may be go on already.
        """
        server_id = await self._moderators.check(interaction)
        channel_id = place_for_session(interaction)
        rules = checked_rules(
            SessionRules(
                theme=options.theme,
                style=await self._style(options.style, server_id),
                required_words=words_in(options.required_words),
                forbidden_words=words_in(options.forbidden_words),
                entries_each=options.entries_each,
                role_ids=() if options.role_id in {None, server_id} else (options.role_id or 0,),
                round_s=_length("time", options.time, MIN_ROUND_S, MAX_ROUND_S),
                voting_s=_length("voting_time", options.voting_time, MIN_VOTING_S, MAX_VOTING_S),
                is_reviewed=options.is_reviewed,
                hides_authors=options.hides_authors,
                forbids_own_vote=not options.has_own_vote,
                budget=options.budget,
                rounds=options.rounds,
            )
        )
        await interaction.response.defer(ephemeral=True, thinking=True)
        session = await self._sessions.start(
            NewSession(
                server_id=server_id,
                channel_id=channel_id,
                host_id=interaction.user.id,
                locale=str(interaction.guild_locale or interaction.locale),
                rules=rules,
            )
        )
        await interaction.edit_original_response(
            content=begun_text(session), allowed_mentions=discord.AllowedMentions.none()
        )

    async def styles(self, text: str, server_id: int) -> Iterable[tuple[str, str]]:
        """Return the styles that everybody here may use and whose names hold *text*."""
        names = await self._shelf.names(text, member_id=_NOBODY, server_id=server_id)
        return [(name, name) for name in names]

    async def _style(self, name: str | None, server_id: int) -> str | None:
        wanted = name.strip() if name else ""
        if not wanted or wanted.casefold() == NONE:
            return None
        try:
            await self._shelf.find(wanted, member_id=_NOBODY, server_id=server_id)
        except StyleError as error:
            raise InvalidRequest(
                "style", wanted, _("it must be built in or shared with this server, for all to use")
            ) from error
        return wanted


def length_choices(text: str) -> list[tuple[str, str]]:
    """Return lengths that fit what is being typed, as they are shown and as they are sent."""
    typed_s = seconds_in(text)
    offered = [(length_text(seconds), _sent(seconds)) for seconds in _LENGTHS_S]
    if not text.strip():
        return offered
    fitting = [(shown, sent) for shown, sent in offered if text.strip().casefold() in shown]
    if typed_s is None:
        return fitting
    own = (length_text(typed_s), _sent(typed_s))
    return [own, *(one for one in fitting if one != own)]


def length_text(seconds: int) -> str:
    """Say a length as a person would: "45 min", "2 h", "3 days"."""
    if seconds % _DAY_S == 0 and seconds:
        days = seconds // _DAY_S
        return ngettext("{n} day", "{n} days", days).format(n=number(days))
    if seconds % _HOUR_S == 0 and seconds:
        return _("{h} h").format(h=number(seconds // _HOUR_S))
    return hours(seconds)


def _sent(seconds: int) -> str:
    return f"{seconds // _MINUTE_S} min"


def _length(option: str, text: str, least_s: int, most_s: int) -> int:
    seconds = seconds_in(text)
    if seconds is None or not least_s <= seconds <= most_s:
        allowed = _("write it like `45 min`, `2 h` or `1 day`, from {least} to {most}").format(
            least=length_text(least_s), most=length_text(most_s)
        )
        raise InvalidRequest(option, text, allowed)
    return seconds
