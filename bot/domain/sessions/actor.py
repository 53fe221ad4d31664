"""Who does something in a session: what a rule must know of them."""

from dataclasses import dataclass

from bot.domain.sessions.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A member, where they are, and the roles that they have there.

    Nobody does anything in a session of another server, whatever they are in theirs.
    """

    member_id: int
    server_id: int
    role_ids: frozenset[int] = frozenset()
    is_moderator: bool = False
    is_bot: bool = False

    def leads(self, session: Session) -> bool:
        """Tell whether they may pause, end or cancel it, and take members out."""
        return self.is_here(session) and (self.is_moderator or self.member_id == session.host_id)

    def is_here(self, session: Session) -> bool:
        """Tell whether the session is one of the server that they are in."""
        return self.server_id == session.server_id
