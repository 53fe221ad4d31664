"""What is behind `/history`, `/favourites` and *Lineage*, put together in one place."""

from dataclasses import dataclass

from bot.replies.after.lineage_panel import LineagePanels
from bot.replies.past.past_pages import PastPages
from bot.replies.past.past_sheets import PastSheets
from bot.replies.past.past_views import PastViews
from bot.replies.pictures.thumbnails import Thumbnails
from bot.replies.sending.resending import Resending
from bot.store.database import Database
from bot.store.favourites import Favourites
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles
from bot.store.lineage import Lineage
from bot.store.past import Past


@dataclass(frozen=True, slots=True, kw_only=True)
class LookingBack:
    """Pages and lineages; the thumbnails of both are drawn one after the other."""

    views: PastViews
    lineage: Lineage
    lineage_panels: LineagePanels


def build_looking_back(
    *,
    database: Database,
    generations: Generations,
    image_files: ImageFiles,
    favourites: Favourites,
    resending: Resending,
) -> LookingBack:
    """Build its parts; starts nothing."""
    thumbnails = Thumbnails(image_files)
    return LookingBack(
        views=PastViews(
            pages=PastPages(Past(database)),
            sheets=PastSheets(thumbnails),
            generations=generations,
            favourites=favourites,
            resending=resending,
        ),
        lineage=Lineage(database),
        lineage_panels=LineagePanels(thumbnails),
    )
