"""The roads by which a card reaches a person: one Discord call each, its errors told apart."""

from collections.abc import Awaitable, Sequence
from enum import Enum

import aiohttp
import discord
import structlog

from bot.domain.generation import DM_SERVER_ID, Generation, Rung
from bot.errors import StorageUnavailable
from bot.replies.parts.cards import Card
from bot.replies.sending.uploads import Upload
from bot.store.posted_messages import PostedMessage, PostedMessages
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_TOKEN_LIFE_S = 15 * 60
_MARGIN_S = 30  # an upload that starts now must end while the token lives
_DELETED = 10008  # Unknown Message: a person deleted the card
_TOO_OLD = 30046  # too many edits of a message older than an hour; comes as a 429
_TOO_LARGE = 40005
_REQUEST_TOO_LARGE = 413
_TOO_MANY = 429
_SERVER_ERROR = 500
_NOBODY = discord.AllowedMentions.none()


class Outcome(Enum):
    """What one attempt showed."""

    DONE = "done"
    BLOCKED = "blocked"  # this road is closed; another may be open
    TOO_LARGE = "too large"  # the road is open for smaller files
    DELETED = "deleted"  # a person deleted the card, so nothing is posted in the channel again
    UNREACHABLE = "unreachable"  # Discord itself did not answer, which closes no road


class Roads:
    """Sends a generation's card, with its pictures, through Discord."""

    def __init__(self, client: discord.Client, posted: PostedMessages, time: Time) -> None:
        self._client = client
        self._posted = posted
        self._time = time

    def has_token(self, generation: Generation) -> bool:
        """Tell whether the interaction's token still lives, with a margin."""
        asked_at = discord.utils.snowflake_time(generation.place.interaction_id)
        age_s = (self._time.now() - asked_at).total_seconds()
        return generation.place.token is not None and age_s < _TOKEN_LIFE_S - _MARGIN_S

    def has_channel(self, generation: Generation) -> bool:
        """Tell whether the bot itself may be in the channel.

        It is not where somebody brought it along who has installed it for themselves alone.
        """
        server_id = generation.place.server_id
        if server_id == DM_SERVER_ID or not self._client.is_ready():
            return True  # nothing is known to the contrary
        return self._client.get_guild(server_id) is not None

    async def take(
        self, rung: Rung, generation: Generation, card: Card, uploads: Sequence[Upload]
    ) -> Outcome:
        """Try one road, once."""
        if rung is Rung.KEPT:
            return Outcome.DONE
        send = {
            Rung.TOKEN: self._by_token,
            Rung.EDIT: self._by_edit,
            Rung.CHANNEL: self._by_channel,
            Rung.DM: self._by_dm,
        }[rung]
        return await _attempt(rung, generation, send(generation, card, uploads))

    async def _by_token(
        self, generation: Generation, card: Card, uploads: Sequence[Upload]
    ) -> None:
        place = generation.place
        webhook = discord.Webhook.partial(
            place.application_id, place.token or "", client=self._client
        )
        # "@original" is the first answer, whether or not its id was stored before a crash.
        await webhook.edit_message(  # type: ignore[call-overload]  # "@original" is no int
            "@original",
            view=card,
            attachments=[upload.file() for upload in uploads],
            allowed_mentions=_NOBODY,
        )

    async def _by_edit(self, generation: Generation, card: Card, uploads: Sequence[Upload]) -> None:
        place = generation.place
        if place.message_id is None:
            raise _NoRoad
        channel = await self._channel(generation)
        await channel.get_partial_message(place.message_id).edit(
            view=card,
            attachments=[upload.file() for upload in uploads],
            allowed_mentions=_NOBODY,
        )

    async def _by_channel(
        self, generation: Generation, card: Card, uploads: Sequence[Upload]
    ) -> None:
        await self._post(await self._channel(generation), generation, card, uploads)

    async def _by_dm(self, generation: Generation, card: Card, uploads: Sequence[Upload]) -> None:
        member = discord.Object(generation.place.member_id)
        await self._post(await self._client.create_dm(member), generation, card, uploads)

    async def _post(
        self,
        channel: discord.abc.Messageable,
        generation: Generation,
        card: Card,
        uploads: Sequence[Upload],
    ) -> None:
        # The card names its member, who would not notice a new message else; nobody else.
        member = discord.Object(generation.place.member_id)
        pings = discord.AllowedMentions(
            everyone=False, roles=False, users=[member], replied_user=False
        )
        # The nonce is enforced, so a crash between this call and its row does not post twice.
        message = await channel.send(
            view=card,
            files=[upload.file() for upload in uploads],
            nonce=str(generation.id),
            allowed_mentions=pings,
        )
        if uploads:
            await self._note(generation, message)

    async def _note(self, generation: Generation, message: discord.Message) -> None:
        posted = PostedMessage(
            message_id=message.id, channel_id=message.channel.id, generation_id=generation.id
        )
        try:
            await self._posted.note(posted)
        except StorageUnavailable as error:
            # The images have arrived, which counts more than that they can be taken away.
            fault = repr(error.__cause__ or error)
            logger.warning("copy not noted", generation=generation.id, fault=fault)

    async def _channel(self, generation: Generation) -> discord.PartialMessageable:
        """Return where it was asked for; a group, where the bot never is itself, is no road."""
        place = generation.place
        if place.server_id == DM_SERVER_ID:
            own = await self._client.create_dm(discord.Object(place.member_id))
            if own.id != place.channel_id:
                raise _NoRoad
        return self._client.get_partial_messageable(place.channel_id)


class _NoRoad(Exception):
    """There is nothing to edit, for its id was never stored; or the bot itself is not there."""


def rungs(
    generation: Generation, *, token_lives: bool, has_channel: bool = True
) -> tuple[Rung, ...]:
    """Order the roads; a private answer never climbs to a public one."""
    first = (Rung.TOKEN,) if token_lives else ()
    if generation.place.is_private or not has_channel:
        return (*first, Rung.DM, Rung.KEPT)
    return (*first, Rung.EDIT, Rung.CHANNEL, Rung.DM, Rung.KEPT)


def card_url(generation: Generation) -> str | None:
    """Return the address of the first card, or None if nobody could open it."""
    place = generation.place
    if place.message_id is None or place.is_private:
        return None
    server = "@me" if place.server_id == DM_SERVER_ID else place.server_id
    return f"https://discord.com/channels/{server}/{place.channel_id}/{place.message_id}"


async def _attempt(rung: Rung, generation: Generation, sending: Awaitable[None]) -> Outcome:
    try:
        await sending
    except discord.HTTPException as error:
        logger.info(
            "road closed",
            generation=generation.id,
            rung=rung,
            status=error.status,
            code=error.code,
        )
        return _outcome(error)
    except (aiohttp.ClientError, OSError) as error:
        logger.info("road closed", generation=generation.id, rung=rung, fault=type(error).__name__)
        return Outcome.UNREACHABLE
    except _NoRoad:
        return Outcome.BLOCKED
    return Outcome.DONE


def is_too_large(error: discord.HTTPException) -> bool:
    """Tell whether Discord would take smaller files."""
    return error.status == _REQUEST_TOO_LARGE or error.code == _TOO_LARGE


def _outcome(error: discord.HTTPException) -> Outcome:
    if error.code == _TOO_OLD:
        return Outcome.BLOCKED
    if error.status >= _SERVER_ERROR or error.status == _TOO_MANY:
        return Outcome.UNREACHABLE
    if is_too_large(error):
        return Outcome.TOO_LARGE
    # All else is about this road alone: a token that is dead (50027) or unknown (10062, 10015),
    # a channel that is gone (10003) or closed (50001, 50013).
    return Outcome.DELETED if error.code == _DELETED else Outcome.BLOCKED
