"""Moderators of servers that have named no roles: those with Manage Server alone."""

from typing import Any, cast

from bot.generation.moderation.policies import Policies
from bot.replies.parts.moderators import Moderators
from tests.unit.replies.rulebooks import FRESH


class FreshPolicies:
    """Every server is as the bot comes to it."""

    async def of(self, server_id: int) -> Any:
        del server_id
        return FRESH


def nobody_named() -> Moderators:
    return Moderators(cast("Policies", FreshPolicies()))  # it asks for nothing else
