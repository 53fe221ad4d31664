"""An entry of the moderation log for changes whose log is not what a test is about."""

from datetime import UTC, datetime

from bot.domain.moderation.log import Action, LogEntry

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def rules_changed(server_id: int, at: datetime = NOON) -> LogEntry:
    return LogEntry(server_id=server_id, at=at, action=Action.RULES_CHANGED, actor_id=9)
