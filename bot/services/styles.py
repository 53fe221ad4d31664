"""The parts that styles are saved, found, shared and exchanged with."""

from bot.generation.moderation.style_rules import StyleRules
from bot.generation.option_defaults import option_defaults
from bot.generation.style_desk import StyleDesk
from bot.generation.style_shelf import StyleShelf
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.request_reader import RequestReader
from bot.replies.styles.style_pictures import LetsShow, StylePictures
from bot.services.foundation import Foundation
from bot.store.generations import Generations
from bot.store.server_settings import ServerSettings
from bot.store.shared_styles import SharedStyles
from bot.store.style_previews import StylePreviews
from bot.store.styles import Styles


def shelf_of(base: Foundation) -> StyleShelf:
    """Return what finds a member's styles by name."""
    return StyleShelf(Styles(base.database), SharedStyles(base.database), base.builtin_styles)


def build_style_desk(base: Foundation, rules: StyleRules) -> StyleDesk:
    """Return what changes styles."""
    return StyleDesk(
        styles=Styles(base.database),
        shared=SharedStyles(base.database),
        shelf=shelf_of(base),
        choices=ServerSettings(base.database),
        builtin=base.builtin_styles,
        defaults=option_defaults(base.settings.defaults, base.settings.provider),
        rules=rules,
        time=base.time,
    )


def build_style_pictures(
    base: Foundation,
    generations: Generations,
    reader: RequestReader,
    asking: Asking,
    gate: LetsShow,
) -> StylePictures:
    """Return what finds and makes the previews of styles."""
    return StylePictures(
        previews=StylePreviews(base.database),
        generations=generations,
        files=base.image_files,
        reader=reader,
        asking=asking,
        defaults=option_defaults(base.settings.defaults, base.settings.provider),
        gate=gate,
        time=base.time,
    )
