"""Who does something in a session: what a rule must know of them."""

from dataclasses import dataclass

from bot.domain.sessions.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A member with the roles they have in the server of the session."""

    member_id: int
    role_ids: frozenset[int] = frozenset()
    is_moderator: bool = False
    is_bot: bool = False

    def leads(self, session: Session) -> bool:
        """Tell whether they may pause, end or cancel it, and take members out."""
        return self.is_moderator or self.member_id == session.host_id
