"""The roads by which a card reaches a person: one Discord call each, its errors told apart."""

from collections.abc import Awaitable, Sequence
from enum import Enum

import aiohttp
import discord
import structlog

from bot.domain.generation import Generation, Rung
from bot.replies.cards import Card
from bot.replies.uploads import Upload
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_TOKEN_LIFE_S = 15 * 60
_MARGIN_S = 30  # an upload that starts now must end while the token lives
_DELETED = 10008  # Unknown Message: a person deleted the card
_TOO_MANY = 429
_SERVER_ERROR = 500
_NOBODY = discord.AllowedMentions.none()


class Outcome(Enum):
    """What one attempt showed."""

    DONE = "done"
    BLOCKED = "blocked"  # this road is closed; another may be open
    DELETED = "deleted"  # a person deleted the card, so nothing is posted in the channel again
    UNREACHABLE = "unreachable"  # Discord itself did not answer, which closes no road


class Roads:
    """Sends a generation's card, with its pictures, through Discord."""

    def __init__(self, client: discord.Client, time: Time) -> None:
        self._client = client
        self._time = time

    def has_token(self, generation: Generation) -> bool:
        """Tell whether the interaction's token still lives, with a margin."""
        asked_at = discord.utils.snowflake_time(generation.place.interaction_id)
        age_s = (self._time.now() - asked_at).total_seconds()
        return generation.place.token is not None and age_s < _TOKEN_LIFE_S - _MARGIN_S

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
            raise _NoMessage
        channel = self._client.get_partial_messageable(place.channel_id)
        await channel.get_partial_message(place.message_id).edit(
            view=card,
            attachments=[upload.file() for upload in uploads],
            allowed_mentions=_NOBODY,
        )

    async def _by_channel(
        self, generation: Generation, card: Card, uploads: Sequence[Upload]
    ) -> None:
        channel = self._client.get_partial_messageable(generation.place.channel_id)
        await _post(channel, generation, card, uploads)

    async def _by_dm(self, generation: Generation, card: Card, uploads: Sequence[Upload]) -> None:
        member = discord.Object(generation.place.member_id)
        await _post(await self._client.create_dm(member), generation, card, uploads)


class _NoMessage(Exception):
    """The first answer's id was never stored, so there is nothing to edit."""


def rungs(generation: Generation, *, token_lives: bool) -> tuple[Rung, ...]:
    """Order the roads; a private answer never climbs to a public one."""
    first = (Rung.TOKEN,) if token_lives else ()
    if generation.place.is_private:
        return (*first, Rung.DM, Rung.KEPT)
    return (*first, Rung.EDIT, Rung.CHANNEL, Rung.DM, Rung.KEPT)


async def _post(
    channel: discord.abc.Messageable,
    generation: Generation,
    card: Card,
    uploads: Sequence[Upload],
) -> None:
    # The nonce is enforced, so a crash between this call and its row does not post twice.
    await channel.send(
        view=card,
        files=[upload.file() for upload in uploads],
        nonce=str(generation.id),
        allowed_mentions=_NOBODY,
    )


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
        if error.status >= _SERVER_ERROR or error.status == _TOO_MANY:
            return Outcome.UNREACHABLE
        return Outcome.DELETED if error.code == _DELETED else Outcome.BLOCKED
    except (aiohttp.ClientError, OSError) as error:
        logger.info("road closed", generation=generation.id, rung=rung, fault=type(error).__name__)
        return Outcome.UNREACHABLE
    except _NoMessage:
        return Outcome.BLOCKED
    return Outcome.DONE
