"""Discord's calls for the thread of a session, with their errors told apart."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
import discord
import structlog

from bot.errors import DiscordUnreachable
from bot.generation.sessions.stage import ThreadGone
from bot.replies.sending.uploads import Upload

logger = structlog.stdlib.get_logger(__name__)

UNKNOWN_MESSAGE = 10008
TOO_OLD = 30046  # too many edits of a message older than an hour
HAS_THREAD = 160004  # a thread has already been created for this message
_UNKNOWN_CHANNEL = 10003
_ARCHIVED = 50083
_WEEK_MIN: Final = 10_080
_NAME = 100  # of a thread
_USUAL_LIMIT_BYTES = 10 * 1_024**2
_NOBODY = discord.AllowedMentions.none()


class SessionSending:
    """One call each; nothing of it pings anybody.

    Each raises ``ThreadGone`` if the channel or thread was deleted, ``DiscordUnreachable`` for
    whatever may pass: an outage, a permission that is missing for now.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def post(
        self,
        channel_id: int,
        view: discord.ui.LayoutView,
        nonce: str,
        uploads: Sequence[Upload] = (),
    ) -> int:
        """Post a message, once for each nonce, and return its id."""
        async with _told_apart():
            message = await self._channel(channel_id).send(
                view=view,
                files=[upload.file() for upload in uploads],
                nonce=nonce,
                allowed_mentions=_NOBODY,
            )
        return message.id

    async def edit(
        self,
        channel_id: int,
        message_id: int,
        view: discord.ui.LayoutView,
        uploads: Sequence[Upload] = (),
    ) -> bool:
        """Edit a message; False if that cannot be done any more, so that a new one is needed."""
        message = self._channel(channel_id).get_partial_message(message_id)
        async with _told_apart():
            try:
                await self._awake(
                    channel_id,
                    lambda: message.edit(
                        view=view,
                        attachments=[upload.file() for upload in uploads],
                        allowed_mentions=_NOBODY,
                    ),
                )
            except discord.HTTPException as error:
                if error.code not in {UNKNOWN_MESSAGE, TOO_OLD}:
                    raise
                return False
        return True

    async def delete(self, channel_id: int, message_id: int) -> None:
        """Delete a message; fine if it is gone."""
        message = self._channel(channel_id).get_partial_message(message_id)
        async with _told_apart():
            try:
                await self._awake(channel_id, message.delete)
            except discord.NotFound as error:
                if error.code != UNKNOWN_MESSAGE:
                    raise

    async def pin(self, channel_id: int, message_id: int) -> None:
        """Pin a message if the bot may; else it is found at the top of the thread all the same."""
        try:
            await self._channel(channel_id).get_partial_message(message_id).pin()
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            logger.info("board not pinned", fault=type(error).__name__)

    async def open_thread(self, channel_id: int, message_id: int, name: str) -> int:
        """Open the thread of a message and return its id; it has one at most."""
        async with _told_apart():
            try:
                thread = await self._client.http.start_thread_with_message(
                    channel_id, message_id, name=name[:_NAME], auto_archive_duration=_WEEK_MIN
                )
            except discord.HTTPException as error:
                if error.code != HAS_THREAD:
                    raise
                return message_id  # which is the thread's id as well
        return int(thread["id"])

    async def open_post(
        self, forum: discord.ForumChannel, name: str, view: discord.ui.LayoutView
    ) -> int:
        """Open a post of a forum and return its id."""
        async with _told_apart():
            made = await forum.create_thread(
                name=name[:_NAME],
                auto_archive_duration=_WEEK_MIN,
                view=view,
                allowed_mentions=_NOBODY,
            )
        return int(made.thread.id)

    def forum(self, channel_id: int) -> discord.ForumChannel | None:
        """Return the channel if it is a forum."""
        channel = self._client.get_channel(channel_id)
        return channel if isinstance(channel, discord.ForumChannel) else None

    def upload_limit_bytes(self, server_id: int) -> int:
        """Return how large a file may be there."""
        server = self._client.get_guild(server_id)
        return _USUAL_LIMIT_BYTES if server is None else server.filesize_limit

    def _channel(self, channel_id: int) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(channel_id)

    async def _awake(self, channel_id: int, call: Callable[[], Awaitable[object]]) -> None:
        """Make *call*; a thread that has been archived for its silence is opened for it."""
        try:
            await call()
        except discord.HTTPException as error:
            if error.code != _ARCHIVED:
                raise
            await self._client.http.edit_channel(channel_id, archived=False)
            await call()


@asynccontextmanager
async def _told_apart() -> AsyncIterator[None]:
    try:
        yield
    except discord.HTTPException as error:
        if error.code == _UNKNOWN_CHANNEL:
            raise ThreadGone from error
        logger.info("session not shown", status=error.status, code=error.code)
        raise DiscordUnreachable(f"a session's message: {error.status} / {error.code}") from error
    except (aiohttp.ClientError, OSError) as error:
        logger.info("session not shown", fault=type(error).__name__)
        raise DiscordUnreachable("a session's message could not be sent") from error
