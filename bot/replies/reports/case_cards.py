"""Posting and editing the cards of cases: at once if Discord answers, else by a sweep.

The row is read anew each time, so that of two changes the later card shows both.
"""

from functools import partial

import discord

from bot.domain.generation import Generation
from bot.domain.moderation.cases import Case, CaseView, Measure
from bot.replies.parts.cards import Card
from bot.replies.reports.case_card import case_card
from bot.replies.reports.due_cards import NOBODY, DueCards, Where
from bot.replies.reports.reported_pictures import ReportedPictures
from bot.replies.sending.roads import card_url
from bot.store.cases import Cases
from bot.store.generations import Generations
from bot.store.server_settings import ServerSettings
from bot.texts import in_language
from bot.timing import Time


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
        self._cases = cases
        self._generations = generations
        self._pictures = pictures
        self._time = time
        self._cards = DueCards(self.name, client, servers, time)

    async def show(self, case_id: int) -> bool | None:
        """Post or edit the card; None if the server has no channel for it, False if it failed.

        Raises:
            StorageUnavailable: The database does not answer; the card stays due.
        """
        async with self._cards.turn(case_id):
            now = self._time.now()
            view = await self._cases.view(case_id, now)
            if view is None:
                return False
            case = view.case
            channel_id = await self._cards.channel_of(case.server_id, case.channel_id)
            if channel_id is None:  # it becomes due once the server has chosen one
                await self._cases.settled(case_id, now, None)
                return None
            message_id = await self._put(view, channel_id)
            if message_id is None:
                await self._cases.settled(case_id, now, self._cards.again_at(case.created_at))
                return False
            await self._cases.shown(case_id, channel_id, message_id)
            await self._cases.settled(case_id, now, None)
            return True

    async def step(self) -> None:
        """Show, as a sweep, what is still due; what fails is tried again later."""
        await self._cards.sweep(self._cases.due, self.show)

    async def _put(self, view: CaseView, channel_id: int) -> int | None:
        case = view.case
        generation = await self._generation(case)
        where = Where(row_id=case.id, channel_id=channel_id, message_id=case.message_id)
        return await self._cards.put(
            where,
            edit=partial(self._edit, view, generation),
            send=partial(self._send, view, generation),
        )

    async def _send(
        self,
        view: CaseView,
        generation: Generation | None,
        channel: discord.PartialMessageable,
    ) -> discord.Message:
        case = view.case
        files = await self._pictures.files(view, generation)
        message = await channel.send(
            view=_card(view, generation, [file.filename for file in files]),
            files=files,
            nonce=f"case{case.id}.{case.message_id or 0}"[:25],
            allowed_mentions=NOBODY,
        )
        await self._pictures.done(case)
        return message

    async def _edit(
        self, view: CaseView, generation: Generation | None, message: discord.PartialMessage
    ) -> None:
        if view.is_illegal or view.taken(Measure.REMOVE) is not None:
            await message.edit(
                view=_card(view, generation, []), attachments=[], allowed_mentions=NOBODY
            )
        elif generation is not None:
            files = await self._pictures.files(view, generation)
            card = _card(view, generation, [file.filename for file in files])
            await message.edit(view=card, attachments=files, allowed_mentions=NOBODY)
        else:  # nobody has the foreign picture any more but the card itself
            kept = (await message.fetch()).attachments
            card = _card(view, generation, [one.filename for one in kept])
            await message.edit(view=card, attachments=kept, allowed_mentions=NOBODY)

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
    if generation is not None and not view.is_posted:
        url = card_url(generation)  # None: the answer is a private one
    with in_language(case.locale):
        return case_card(view, generation, url, names)
