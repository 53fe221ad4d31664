"""`/setup` and `/mod rules`, put together in one place; starts nothing."""

from dataclasses import dataclass

from bot.generation.moderation.choosing import Choosing
from bot.replies.setup.allowances import Allowances
from bot.replies.setup.rules_panel import RulesPanels
from bot.replies.setup.setup_desk import SetupDesk
from bot.services.foundation import Foundation
from bot.services.moderation import Moderation
from bot.services.quotas import limits_of
from bot.store.quotas import Quotas
from bot.store.server_settings import ServerSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingUp:
    """What the cogs of setting up are given."""

    choosing: Choosing
    desk: SetupDesk
    rules: RulesPanels


def build_setting_up(base: Foundation, moderation: Moderation) -> SettingUp:
    """Put the parts together."""
    quotas, policies = Quotas(base.database), moderation.policies
    gate = moderation.images.gate
    allowances = Allowances(quotas, limits_of(base), base.time)
    return SettingUp(
        choosing=Choosing(
            store=moderation.store,
            settings=ServerSettings(base.database),
            quotas=quotas,
            policies=policies,
            time=base.time,
        ),
        desk=SetupDesk(moderation.moderators, policies, quotas, allowances, gate),
        rules=RulesPanels(policies, allowances, gate),
    )
