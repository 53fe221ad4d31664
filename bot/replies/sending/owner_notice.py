"""Private messages to whoever owns the application: for what only they can mend."""

import asyncio

import aiohttp
import discord
import structlog

from bot.texts import in_english

logger = structlog.stdlib.get_logger(__name__)

_LONGEST_S = 30.0


class OwnerNotice:
    """Tells the owner; for a team, its owner. That it does not work is logged, and no more."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def tell(self, text: str) -> bool:
        """Send *text* in English; False if it did not arrive."""
        try:
            async with asyncio.timeout(_LONGEST_S):
                owner_id = _owner_id(await self._client.application_info())
                channel = await self._client.create_dm(discord.Object(owner_id))
                await channel.send(
                    in_english(text), allowed_mentions=discord.AllowedMentions.none()
                )
        except discord.HTTPException as error:
            logger.warning("owner not told", status=error.status, code=error.code)
            return False
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            logger.warning("owner not told", fault=type(error).__name__)
            return False
        return True


def _owner_id(application: discord.AppInfo) -> int:
    team = application.team
    # Beside a team, the application's owner is a user of Discord's own making.
    return team.owner_id if team is not None and team.owner_id else application.owner.id
