"""Whether a session takes entries at a moment."""

from datetime import datetime

from bot.domain.sessions.refusals import Refusal, refused
from bot.domain.sessions.session import Phase, Session


def check_phase(session: Session, now: datetime) -> None:
    """Let pass a session that takes entries.

    Raises:
        SessionRefused: Says why it does not.
    """
    if session.takes_entries(now):
        return
    if session.phase is Phase.PAUSED:
        raise refused(Refusal.PAUSED)
    raise refused(Refusal.ROUND_OVER if session.is_live else Refusal.OVER)
