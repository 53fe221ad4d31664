"""Builds what members keep of their own: defaults, `/quick`, and what `/privacy` does."""

from dataclasses import dataclass

from bot.generation.cancelling import Cancelling
from bot.generation.erasing import Erasing
from bot.generation.exporting import Exporting
from bot.generation.member_defaults import MemberDefaults
from bot.generation.option_defaults import option_defaults
from bot.replies.members.export_sending import ExportSending
from bot.replies.members.privacy_desk import PrivacyDesk
from bot.replies.members.settings_desk import SettingsDesk
from bot.replies.members.settings_panel import SettingsPanels
from bot.replies.parts.setting_choices import SettingChoices
from bot.replies.requesting.quick_form import QuickForms
from bot.services.foundation import Foundation
from bot.services.styles import shelf_of
from bot.store.erasures import Erasures
from bot.store.file_removal import FileRemoval
from bot.store.generations import Generations
from bot.store.habits import Habits
from bot.store.holdings import Holdings
from bot.store.last_requests import LastRequests
from bot.store.member_settings import MemberSettingsStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """What the cogs of a member's own things are given."""

    settings: MemberSettingsStore
    defaults: MemberDefaults
    settings_panels: SettingsPanels
    settings_desk: SettingsDesk
    quick_forms: QuickForms
    choices: SettingChoices
    last_requests: LastRequests
    erasures: Erasures
    erasing_sweep: Erasing


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What `/privacy` is given."""

    desk: PrivacyDesk
    sending: ExportSending


def build_members(base: Foundation, generations: Generations) -> Members:
    """Put the parts together; starts nothing."""
    store = MemberSettingsStore(base.database)
    texts = option_defaults(base.settings.defaults, base.settings.provider)
    defaults = MemberDefaults(store, texts, base.provider, base.catalogue)
    shelf = shelf_of(base)
    choices = SettingChoices(base.catalogue, shelf, texts)
    erasures = Erasures(base.database, FileRemoval(base.settings.data_dir, base.image_files.use))

    async def cancel(generation_id: int) -> None:  # its card is changed by the work
        await generations.cancel(generation_id, base.time.now())

    return Members(
        settings=store,
        defaults=defaults,
        settings_panels=SettingsPanels(store, Habits(base.database), defaults, choices),
        settings_desk=SettingsDesk(store, defaults, shelf, base.time),
        quick_forms=QuickForms(store, choices),
        choices=choices,
        last_requests=LastRequests(base.database),
        erasures=erasures,
        erasing_sweep=Erasing(erasures, store, cancel, base.time),
    )


def build_privacy(base: Foundation, members: Members, cancelling: Cancelling) -> Privacy:
    """Put together what `/privacy` does, once there is what cancels."""

    async def cancel(generation_id: int) -> None:
        cancelled = await cancelling.cancel(generation_id)
        if cancelled is not None:
            await cancelling.tell(cancelled)

    holdings = Holdings(base.database)
    erasing = Erasing(members.erasures, members.settings, cancel, base.time)
    exporting = Exporting(holdings, members.settings, base.settings.data_dir, base.time)
    return Privacy(
        desk=PrivacyDesk(erasing, holdings, base.settings.retention, base.time),
        sending=ExportSending(exporting),
    )
