"""What the cogs are given: every long-lived object, by its name."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.styles import Style
from bot.generation.admission import Admission
from bot.generation.cancelling import Cancelling
from bot.generation.disk_room import DiskRoom
from bot.generation.membership import Membership
from bot.generation.style_desk import StyleDesk
from bot.generation.style_shelf import StyleShelf
from bot.generation.work import Work
from bot.providers.catalogue import Catalogue
from bot.providers.provider import Provider
from bot.replies.moderation.permission_reading import PermissionReading
from bot.replies.overviews.queue_panel import QueuePanels
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.children import Children
from bot.replies.requesting.request_reader import RequestReader
from bot.replies.sending.live_reply import LiveReply
from bot.replies.sending.resending import Resending
from bot.replies.sessions.session_desk import SessionDesk
from bot.replies.styles.style_display import StyleDisplay
from bot.replies.styles.style_pictures import StylePictures
from bot.services.after import After
from bot.services.cases import CaseParts
from bot.services.looking_back import LookingBack
from bot.services.members import Members, Privacy
from bot.services.menus import Menus
from bot.services.moderation import Moderation
from bot.services.quotas import QuotaParts
from bot.services.reviews import ReviewParts
from bot.services.sessions import GroupSessions
from bot.services.setting_up import SettingUp
from bot.services.words import WordTools
from bot.settings import Settings
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles
from bot.store.listings import Listings
from bot.store.server_settings import ServerSettings
from bot.store.styles import Styles
from bot.store.usage import Usage
from bot.timing import Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the cogs are given."""

    settings: Settings
    time: Time
    provider: Provider
    catalogue: Catalogue
    generations: Generations
    usage: Usage
    styles: Styles
    builtin_styles: Mapping[str, Style]
    shelf: StyleShelf
    style_desk: StyleDesk
    style_pictures: StylePictures
    style_display: StyleDisplay
    server_settings: ServerSettings
    image_files: ImageFiles
    admission: Admission
    work: Work
    live_reply: LiveReply
    reader: RequestReader
    children: Children
    asking: Asking
    listings: Listings
    cancelling: Cancelling
    queue_panels: QueuePanels
    resending: Resending
    membership: Membership
    disk_room: DiskRoom
    members: Members
    privacy: Privacy
    after: After
    menus: Menus
    cases: CaseParts
    looking_back: LookingBack
    moderation: Moderation
    permission_reading: PermissionReading
    setting_up: SettingUp
    words: WordTools
    quotas: QuotaParts
    group_sessions: GroupSessions
    session_desk: SessionDesk
    reviews: ReviewParts
