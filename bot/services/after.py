"""What can be done with finished images, put together in one place; starts nothing."""

from dataclasses import dataclass

import discord

from bot.generation.option_defaults import option_defaults
from bot.replies.after.deleting import Deleting
from bot.replies.parts.moderators import Moderators
from bot.replies.pictures.finished import Finished
from bot.replies.sending.card_removal import CardRemoval
from bot.replies.styles.style_naming import StyleNaming
from bot.services.foundation import Foundation
from bot.store.deletion import Deletion
from bot.store.favourites import Favourites
from bot.store.file_removal import FileRemoval
from bot.store.generations import Generations
from bot.store.habits import Habits
from bot.store.posted_messages import PostedMessages
from bot.store.styles import Styles


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What the cogs of finished cards are given."""

    finished: Finished
    favourites: Favourites
    naming: StyleNaming
    deleting: Deleting
    deletion: Deletion
    cards: CardRemoval
    habits: Habits


def build_after(
    base: Foundation, client: discord.Client, generations: Generations, moderators: Moderators
) -> After:
    """Put the parts together."""
    settings = base.settings
    removal = FileRemoval(settings.data_dir, base.image_files.use)
    deletion = Deletion(base.database, removal)
    cards = CardRemoval(client, PostedMessages(base.database), base.time)
    return After(
        finished=Finished(generations, moderators, base.time),
        favourites=Favourites(base.database),
        naming=StyleNaming(
            Styles(base.database), option_defaults(settings.defaults, settings.provider), base.time
        ),
        deleting=Deleting(deletion, cards, base.time),
        deletion=deletion,
        cards=cards,
        habits=Habits(base.database),
    )
