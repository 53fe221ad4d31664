"""What the menus of messages do, put together in one place; starts nothing."""

from dataclasses import dataclass

from bot.replies.after.how_made import HowMade
from bot.replies.after.more_panel import MorePanels
from bot.replies.after.remixing import Remixing
from bot.replies.pictures.discord_files import DiscordFiles
from bot.replies.pictures.message_pictures import MessagePictures
from bot.replies.pictures.own_images import OwnImages
from bot.replies.reports.report_targets import ReportTargets
from bot.replies.reports.reporting import Reporting
from bot.replies.requesting.children import Children
from bot.services.after import After
from bot.services.cases import CaseParts
from bot.services.foundation import Foundation
from bot.services.members import Members
from bot.store.listings import Listings
from bot.store.picture_shelf import PictureShelf
from bot.store.reports import Reports


@dataclass(frozen=True, slots=True, kw_only=True)
class Menus:
    """What the cogs of the menus are given."""

    remixing: Remixing
    how_made: HowMade
    reporting: Reporting


def build_menus(
    base: Foundation,
    *,
    after: After,
    members: Members,
    children: Children,
    shelf: PictureShelf,
    cases: CaseParts,
) -> Menus:
    """Put the parts together."""
    own = OwnImages(after.finished, Listings(base.database))
    files = DiscordFiles(base.settings.discord.cdn_url)
    pictures = MessagePictures(files)
    return Menus(
        remixing=Remixing(
            own=own,
            finished=after.finished,
            pictures=pictures,
            files=files,
            shelf=shelf,
            children=children,
            settings=members.settings,
            choices=members.choices,
            time=base.time,
        ),
        how_made=HowMade(
            own=own,
            finished=after.finished,
            panels=MorePanels(after.favourites, after.finished),
            pictures=pictures,
            files=files,
            catalogue=base.catalogue,
        ),
        reporting=Reporting(
            own=own,
            finished=after.finished,
            pictures=cases.pictures,
            targets=ReportTargets(shelf, base.time),
            reports=Reports(base.database),
            cards=cases.cards,
            time=base.time,
        ),
    )
