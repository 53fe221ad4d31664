"""Why a session does not take an entry or a vote: a word for tests, a sentence for the member."""

from enum import StrEnum

from bot.errors import UserError
from bot.texts import gettext as _
from bot.texts import ngettext, number


class Refusal(StrEnum):
    """What stands against it."""

    UNKNOWN = "unknown"
    PAUSED = "paused"
    OVER = "over"
    ROUND_OVER = "round_over"
    NOT_VOTING = "not_voting"
    NO_ROLE = "no_role"
    KICKED = "kicked"
    ENTRIES = "entries"
    BUDGET = "budget"
    REQUIRED = "required"
    FORBIDDEN = "forbidden"
    OWN_VOTE = "own_vote"
    NO_ENTRY = "no_entry"
    BOT = "bot"
    HOST_ONLY = "host_only"
    TOO_MANY = "too_many"
    MOVED_ON = "moved_on"
    NOT_YOURS = "not_yours"
    ELSEWHERE = "elsewhere"
    NO_MODERATORS = "no_moderators"


class SessionRefused(UserError):
    """A session does not take this; nothing was taken or changed.

    Attributes:
        refusal: What stands against it.
    """

    def __init__(self, refusal: Refusal, text: str) -> None:
        super().__init__(text)
        self.refusal = refusal


def refused(refusal: Refusal) -> SessionRefused:
    """Return the error whose sentence needs no figures."""
    texts = {
        Refusal.UNKNOWN: _("I do not know this session any more."),
        Refusal.PAUSED: _("This session is paused. Try again when it goes on."),
        Refusal.OVER: _("This session is over."),
        Refusal.ROUND_OVER: _("This round takes no more entries."),
        Refusal.NOT_VOTING: _("There is no vote in this session right now."),
        Refusal.NO_ROLE: _(
            "This session is open to certain roles only, and you have none of them."
        ),
        Refusal.KICKED: _("You were taken out of this session by whoever leads it."),
        Refusal.BUDGET: _("All images of this session are used up."),
        Refusal.OWN_VOTE: _("In this session you cannot vote for your own entry."),
        Refusal.NO_ENTRY: _("This entry is not in the vote any more. Please choose another."),
        Refusal.BOT: _("Bots have no vote."),
        Refusal.MOVED_ON: _("The session stands elsewhere by now, so nothing was changed."),
        Refusal.NOT_YOURS: _("There is no entry of yours that I could take back."),
        Refusal.ELSEWHERE: _("Please do that in the thread of the session."),
        Refusal.NO_MODERATORS: _(
            "A moderator is to look at each entry, but this server has not said where its "
            "moderators read. Somebody with Manage Server can say so with `/setup`."
        ),
        Refusal.HOST_ONLY: _("Only who started this session, or a moderator, can do that."),
    }
    return SessionRefused(refusal, texts[refusal])


def too_many_entries(limit: int) -> SessionRefused:
    """Return why a member may enter no more in this round."""
    return SessionRefused(
        Refusal.ENTRIES,
        ngettext(
            "Each member has {n} entry in a round here, and yours is in.",
            "Each member has {n} entries in a round here, and yours are in.",
            limit,
        ).format(n=number(limit)),
    )


def too_many_sessions(limit: int) -> SessionRefused:
    """Return why no session begins."""
    return SessionRefused(
        Refusal.TOO_MANY,
        _(
            "{n} sessions are going on in this server, and that is the most. End one of them first."
        ).format(n=number(limit)),
    )


def word_missing(word: str) -> SessionRefused:
    """Return that a prompt must hold *word*."""
    return SessionRefused(
        Refusal.REQUIRED,
        _("Entries of this session must have “{word}” in their prompt.").format(
            word=word.replace("`", "'")
        ),
    )


def word_forbidden(word: str) -> SessionRefused:
    """Return that a prompt must not hold *word*, which the board tells everybody anyway."""
    return SessionRefused(
        Refusal.FORBIDDEN,
        _("Entries of this session must do without “{word}”.").format(word=word.replace("`", "'")),
    )
