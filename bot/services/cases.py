"""Cases, strikes and appeals, put together in one place; starts nothing."""

from dataclasses import dataclass

import discord

from bot.generation.chores import Sweep
from bot.replies.pictures.discord_files import DiscordFiles
from bot.replies.pictures.message_pictures import MessagePictures
from bot.replies.reports.appeal_cards import AppealCards
from bot.replies.reports.case_cards import CaseCards
from bot.replies.reports.case_desk import CaseDesk
from bot.replies.reports.reported_pictures import ReportedPictures
from bot.replies.reports.strike_desk import StrikeDesk
from bot.replies.reports.strike_notices import StrikeNotices
from bot.replies.sending.uploads import Packer
from bot.services.after import After
from bot.services.foundation import Foundation
from bot.services.moderation import Moderation
from bot.store.appeals import Appeals
from bot.store.cases import Cases
from bot.store.generations import Generations
from bot.store.picture_shelf import PictureShelf
from bot.store.server_settings import ServerSettings
from bot.store.strikes import Strikes


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseParts:
    """What the cogs of cases and strikes are given, and what is swept."""

    desk: CaseDesk
    strike_desk: StrikeDesk
    notices: StrikeNotices
    cards: CaseCards
    pictures: ReportedPictures
    sweeps: tuple[Sweep, ...]


def build_cases(
    base: Foundation,
    client: discord.Client,
    *,
    moderation: Moderation,
    after: After,
    shelf: PictureShelf,
    packer: Packer,
) -> CaseParts:
    """Put the parts together."""
    generations = Generations(base.database, base.settings.work.instance)
    strikes, appeals = Strikes(base.database), Appeals(base.database)
    cases, servers = Cases(base.database), ServerSettings(base.database)
    files = DiscordFiles(base.settings.discord.cdn_url)
    pictures = ReportedPictures(
        found=MessagePictures(files),
        files=files,
        shelf=shelf,
        image_files=base.image_files,
        packer=packer,
        time=base.time,
    )
    cards = CaseCards(
        client=client,
        cases=cases,
        generations=generations,
        pictures=pictures,
        servers=servers,
        time=base.time,
    )
    appeal_cards = AppealCards(
        client=client, strikes=strikes, appeals=appeals, servers=servers, time=base.time
    )
    notices = StrikeNotices(client, strikes, appeals)
    return CaseParts(
        desk=CaseDesk(
            client=client,
            moderators=moderation.moderators,
            sparing=moderation.sparing,
            cases=cases,
            cards=cards,
            generations=generations,
            deletion=after.deletion,
            removal=after.cards,
            known=moderation.images.known,
            notices=notices,
            barring=moderation.barring,
            time=base.time,
        ),
        strike_desk=StrikeDesk(
            moderators=moderation.moderators,
            sparing=moderation.sparing,
            strikes=strikes,
            appeals=appeals,
            notices=notices,
            cards=appeal_cards,
            barring=moderation.barring,
            time=base.time,
        ),
        notices=notices,
        cards=cards,
        pictures=pictures,
        sweeps=(after.cards, cards, notices, appeal_cards),
    )
