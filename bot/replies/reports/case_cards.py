"""Posting and editing the cards of cases: at once if Discord answers, else by a sweep.

The row is read anew each time, so that of two changes the later card shows both.
"""

import asyncio
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import aiohttp
import discord
import structlog

from bot.domain.generation import Generation
from bot.domain.moderation.cases import Case, CaseView, Measure
from bot.errors import StorageUnavailable
from bot.replies.parts.cards import Card
from bot.replies.reports.case_card import case_card
from bot.replies.reports.reported_pictures import ReportedPictures
from bot.replies.sending.roads import card_url
from bot.store.cases import Cases
from bot.store.generations import Generations
from bot.store.server_settings import ServerSettings
from bot.texts import in_language
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_NOBODY = discord.AllowedMentions.none()
_FAULTS = (discord.HTTPException, aiohttp.ClientError, OSError)
_AT_ONCE = 20  # a minute
_AGAIN_AFTER = timedelta(minutes=5)
_GIVEN_UP_AFTER = timedelta(days=30)


class CaseCards:
    """Keeps the cards as the rows are; two that show the same case take turns."""

    name = "cases"

    def __init__(
        self,
        *,
        client: discord.Client,
        cases: Cases,
        generations: Generations,
        pictures: ReportedPictures,
        servers: ServerSettings,
        time: Time,
    ) -> None:
        self._client = client
        self._cases = cases
        self._generations = generations
        self._pictures = pictures
        self._servers = servers
        self._time = time
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def show(self, case_id: int) -> bool | None:
        """Post or edit the card; None if the server has no channel for it, False if it failed.

        Raises:
            StorageUnavailable: The database does not answer; the card stays due.
        """
        turn = self._turns.setdefault(case_id, asyncio.Lock())
        async with turn:
            now = self._time.now()
            view = await self._cases.view(case_id, now)
            if view is None:
                return False
            channel_id = await self._channel_of(view.case)
            if channel_id is None:  # it becomes due once the server has chosen one
                await self._cases.settled(case_id, now, None)
                return None
            try:
                message_id = await self._put(view, channel_id)
            except _FAULTS as error:
                code = getattr(error, "code", None)
                logger.warning(
                    "case not shown", case=case_id, fault=type(error).__name__, code=code
                )
                await self._cases.settled(case_id, now, self._again_at(view.case, now))
                return False
            await self._cases.shown(case_id, channel_id, message_id)
            await self._cases.settled(case_id, now, None)
            return True

    async def step(self) -> None:
        """Show, as a sweep, what is still due; what fails is tried again later."""
        try:
            for case_id in await self._cases.due(self._time.now(), _AT_ONCE):
                await self.show(case_id)
        except StorageUnavailable as error:
            logger.warning("cases not shown", fault=repr(error.__cause__ or error))

    async def _channel_of(self, case: Case) -> int | None:
        if case.channel_id is not None:
            return case.channel_id
        return (await self._servers.get(case.server_id)).report_channel_id

    def _again_at(self, case: Case, now: datetime) -> datetime | None:
        is_old = now - case.created_at > _GIVEN_UP_AFTER
        return None if is_old else now + _AGAIN_AFTER

    async def _put(self, view: CaseView, channel_id: int) -> int:
        case = view.case
        channel = self._client.get_partial_messageable(channel_id)
        generation = await self._generation(case)
        if case.message_id is not None:
            try:
                await self._edit(view, generation, channel.get_partial_message(case.message_id))
            except discord.NotFound:
                logger.info("card of a case posted anew", case=case.id)
            else:
                return case.message_id
        files = await self._pictures.files(view, generation)
        message = await channel.send(
            view=_card(view, generation, [file.filename for file in files]),
            files=files,
            nonce=f"case{case.id}.{case.message_id or 0}"[:25],
            allowed_mentions=_NOBODY,
        )
        await self._pictures.done(case)
        return message.id

    async def _edit(
        self, view: CaseView, generation: Generation | None, message: discord.PartialMessage
    ) -> None:
        if view.is_illegal or view.taken(Measure.REMOVE) is not None:
            await message.edit(
                view=_card(view, generation, []), attachments=[], allowed_mentions=_NOBODY
            )
        elif generation is not None:
            files = await self._pictures.files(view, generation)
            card = _card(view, generation, [file.filename for file in files])
            await message.edit(view=card, attachments=files, allowed_mentions=_NOBODY)
        else:  # nobody has the foreign picture any more but the card itself
            kept = (await message.fetch()).attachments
            card = _card(view, generation, [one.filename for one in kept])
            await message.edit(view=card, attachments=kept, allowed_mentions=_NOBODY)

    async def _generation(self, case: Case) -> Generation | None:
        if case.generation_id is None:
            return None
        return await self._generations.get(case.generation_id)


def _card(view: CaseView, generation: Generation | None, names: list[str]) -> Card:
    case = view.case
    url: str | None = (
        f"https://discord.com/channels/{case.server_id}"
        f"/{case.source_channel_id}/{case.source_message_id}"
    )
    if generation is not None:
        url = card_url(generation)  # None: the answer is a private one
    with in_language(case.locale):
        return case_card(view, generation, url, names)
