"""What makes images, and all that a request passes on its way: put together, nothing started."""

import random
from dataclasses import dataclass
from datetime import timedelta

import discord

from bot.generation.admission import Admission
from bot.generation.assembly import Surroundings, UseCase, put_together
from bot.generation.export_folders import ExportFolders
from bot.generation.leftovers import Leftovers
from bot.generation.upkeep import Upkeep, build_upkeep
from bot.replies.sending.live_reply import LiveReply
from bot.replies.sending.owner_notice import OwnerNotice
from bot.replies.sending.uploads import Packer
from bot.services.after import After, build_after
from bot.services.cases import CaseParts, build_cases
from bot.services.foundation import Foundation
from bot.services.live_reply import build_live_reply
from bot.services.members import Members, build_members
from bot.services.moderation import Moderation, build_moderation
from bot.services.quotas import QuotaParts, build_quotas, limits_of
from bot.services.reviews import ReviewParts, build_reviews
from bot.store.generations import Generations
from bot.store.leases import Leases
from bot.store.picture_shelf import PictureShelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the work and the door to it are made of."""

    generations: Generations
    packer: Packer
    picture_shelf: PictureShelf
    members: Members
    moderation: Moderation
    quotas: QuotaParts
    after: After
    cases: CaseParts
    upkeep: Upkeep
    reviews: ReviewParts


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """The work, the one door to it, and what both are made of."""

    parts: Parts
    live_reply: LiveReply
    use_case: UseCase
    admission: Admission


def build_making(base: Foundation, client: discord.Client) -> Making:
    """Put the parts together, the lowest first."""
    packer = Packer()
    parts = _parts(base, client, packer)
    live_reply = build_live_reply(base, client, packer)
    use_case = _use_case(base, live_reply, parts)
    return Making(
        parts=parts,
        live_reply=live_reply,
        use_case=use_case,
        admission=_admission(base, parts, use_case),
    )


def _parts(base: Foundation, client: discord.Client, packer: Packer) -> Parts:
    generations = Generations(base.database, base.settings.work.instance)
    picture_shelf = PictureShelf(base.settings.data_dir)
    members = build_members(base, generations)
    moderation = build_moderation(base, client)
    quotas = build_quotas(base, moderation, client)
    after = build_after(base, client, generations, moderation.moderators)
    cases = build_cases(
        base,
        client,
        moderation=moderation,
        after=after,
        shelf=picture_shelf,
        packer=packer,
    )
    upkeep = build_upkeep(
        settings=base.settings.retention,
        data_dir=base.settings.data_dir,
        database=base.database,
        files=base.image_files,
        notice=OwnerNotice(client),
        time=base.time,
    )
    reviews = build_reviews(
        base,
        client,
        generations=generations,
        moderation=moderation,
        packer=packer,
        gate=moderation.images.gate,
    )
    return Parts(
        generations=generations,
        packer=packer,
        picture_shelf=picture_shelf,
        members=members,
        moderation=moderation,
        quotas=quotas,
        after=after,
        cases=cases,
        upkeep=upkeep,
        reviews=reviews,
    )


def _use_case(base: Foundation, live_reply: LiveReply, parts: Parts) -> UseCase:
    """Put the work together, with everything that is swept beside it."""
    moderation, reviews = parts.moderation, parts.reviews
    return put_together(
        Surroundings(
            owner=base.settings.work.instance,
            generations=parts.generations,
            leases=Leases(base.database),
            image_files=base.image_files,
            providers={base.row.name: base.provider},
            rows={base.row.name: base.row},
            durations=base.durations,
            limits=limits_of(base),
            longest_wait=timedelta(minutes=base.settings.limits.longest_wait_min),
            has_previews=base.settings.live.previews,
            announcer=live_reply,
            reviews=reviews.reviews,
            clearance=reviews.clearance,
            called=reviews.called,
            time=base.time,
            chance=random.Random(),  # noqa: S311 - jitter
            allows_previews=moderation.images.gate.allows_previews,
            sweeps=(
                *parts.upkeep.sweeps,
                parts.members.erasing_sweep,
                *parts.cases.sweeps,
                parts.quotas.notices,
                Leftovers("shelf", parts.picture_shelf.sweep, base.time),
                Leftovers("exports", ExportFolders(base.settings.data_dir).sweep, base.time),
                reviews.expiry,
            ),
            chores=reviews.chores,
        )
    )


def _admission(base: Foundation, parts: Parts, use_case: UseCase) -> Admission:
    """Put the one door together: whatever the road, it leads through here."""
    moderation, quotas = parts.moderation, parts.quotas
    return Admission(
        generations=parts.generations,
        provider=base.provider,
        catalogue=base.catalogue,
        limits=limits_of(base),
        turns=use_case.turns,
        time=base.time,
        first_checks=(use_case.door.check,),
        last_checks=(moderation.chain.check, moderation.images.gate.check, *quotas.checks),
        set_aside=parts.upkeep.disk_room.set_aside,
        on_limit=quotas.refusals.note,
        on_other=moderation.other_refusals.note,
        sent_to_review=parts.reviews.cards.changed,
    )
