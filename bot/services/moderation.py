"""The chain and what moderators use, put together in one place; starts nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.generation.called import Called
from bot.generation.moderation.barring import Barring
from bot.generation.moderation.chain import Chain
from bot.generation.moderation.command_permissions import KnownPermissions
from bot.generation.moderation.first_stages import blocked_stage, command_stage, places_stage
from bot.generation.moderation.other_refusals import OtherRefusals
from bot.generation.moderation.policies import Policies
from bot.generation.moderation.prompt_stage import CompileWords, prompt_stage
from bot.generation.moderation.stage import Stage
from bot.generation.moderation.style_rules import StyleRules
from bot.generation.sessions.link import session_stage
from bot.replies.moderation.blocking import Blocking
from bot.replies.moderation.image_blocking import ImageBlocking
from bot.replies.moderation.log_desk import LogDesk
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.sparing import Sparing
from bot.services.foundation import Foundation
from bot.services.image_policy import ImagePolicy, build_image_policy
from bot.store.blocks import Blocks
from bot.store.log_pages import LogPages
from bot.store.moderation_log import ModerationLog
from bot.store.policies import PolicyStore
from bot.timing import Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """What the chain is made of, and what the cogs of moderation are given."""

    policies: Policies
    store: PolicyStore
    blocks: Blocks
    called: Called
    barring: Barring
    log: ModerationLog
    chain: Chain
    other_refusals: OtherRefusals
    moderators: Moderators
    sparing: Sparing
    permissions: KnownPermissions
    style_rules: StyleRules
    log_desk: LogDesk
    blocking: Blocking
    images: ImagePolicy
    image_blocking: ImageBlocking

    def read_anew(self, server_id: int) -> None:
        """Read a server's rules anew: it is back, and they may be gone since it went."""
        self.policies.words_changed(server_id)
        self.images.known.changed(server_id)


def build_moderation(base: Foundation, client: discord.Client) -> Moderation:
    """Put the parts together."""
    store, log = PolicyStore(base.database), ModerationLog(base.database)
    blocks = Blocks(base.database)
    policies = Policies(store, CompileWords(base.starting_words))
    permissions = KnownPermissions()
    moderators, images = Moderators(policies), build_image_policy(base, policies)
    called = Called()
    barring, sparing = Barring(policies, called), Sparing(client, policies)
    return Moderation(
        policies=policies,
        store=store,
        blocks=blocks,
        called=called,
        barring=barring,
        log=log,
        chain=Chain(policies, _stages(base.time, permissions, images), log, base.time),
        other_refusals=OtherRefusals(log, base.time),
        permissions=permissions,
        moderators=moderators,
        style_rules=StyleRules(policies, log, base.time),
        log_desk=LogDesk(
            moderators, LogPages(base.database), currency=base.settings.price_table.currency
        ),
        blocking=Blocking(
            moderators=moderators,
            sparing=sparing,
            blocks=blocks,
            barring=barring,
            time=base.time,
        ),
        sparing=sparing,
        images=images,
        image_blocking=ImageBlocking(moderators, images.known, base.time),
    )


def _stages(time: Time, permissions: KnownPermissions, images: ImagePolicy) -> Sequence[Stage]:
    """Return the links of the chain, in the order that the design says."""
    return (
        blocked_stage(time),
        command_stage(permissions),
        places_stage(),
        prompt_stage(),
        images.inputs.stage,
        session_stage(),
    )
