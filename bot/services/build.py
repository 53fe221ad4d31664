"""The composition root: builds every long-lived object that the cogs are given."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import discord

from bot.domain.styles import Style
from bot.generation.admission import Admission
from bot.generation.assembly import Surroundings, UseCase, put_together
from bot.generation.cancelling import Cancelling
from bot.generation.disk_room import DiskRoom
from bot.generation.export_folders import ExportFolders
from bot.generation.inputs import Inputs
from bot.generation.leftovers import Leftovers
from bot.generation.member_defaults import MemberDefaults
from bot.generation.membership import Membership
from bot.generation.style_desk import StyleDesk
from bot.generation.style_shelf import StyleShelf
from bot.generation.upkeep import build_upkeep
from bot.generation.work import Work
from bot.providers.catalogue import Catalogue
from bot.providers.provider import Provider
from bot.replies.moderation.permission_reading import PermissionReading
from bot.replies.overviews.queue_panel import QueuePanels
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.children import Children
from bot.replies.requesting.request_reader import RequestReader
from bot.replies.sending.live_reply import LiveReply
from bot.replies.sending.owner_notice import OwnerNotice
from bot.replies.sending.resending import Resending
from bot.replies.sending.uploads import Packer
from bot.replies.sessions.session_desk import SessionDesk
from bot.replies.styles.style_display import StyleDisplay
from bot.replies.styles.style_notice import StyleNotice
from bot.replies.styles.style_pictures import StylePictures
from bot.services.after import After, build_after
from bot.services.cases import CaseParts, build_cases
from bot.services.foundation import Foundation
from bot.services.live_reply import build_live_reply
from bot.services.looking_back import LookingBack, build_looking_back
from bot.services.members import Members, Privacy, build_members, build_privacy
from bot.services.menus import Menus, build_menus
from bot.services.moderation import Moderation, build_moderation
from bot.services.quotas import QuotaParts, build_quotas, limits_of
from bot.services.reviews import ReviewParts, build_reviews
from bot.services.session_desk import build_group_sessions, build_session_desk
from bot.services.sessions import GroupSessions
from bot.services.setting_up import SettingUp, build_setting_up
from bot.services.styles import build_style_desk, build_style_pictures, shelf_of
from bot.services.words import WordTools, build_words
from bot.settings import Settings
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles
from bot.store.leases import Leases
from bot.store.listings import Listings
from bot.store.picture_shelf import PictureShelf
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


def build_services(foundation: Foundation, client: discord.Client) -> Services:
    """Put the parts together; starts nothing."""
    base, time = foundation, foundation.time
    generations = Generations(base.database, base.settings.work.instance)
    packer = Packer()
    live_reply = build_live_reply(base, client, packer)
    listings = Listings(base.database)
    picture_shelf = PictureShelf(base.settings.data_dir)
    members = build_members(base, generations)
    moderation = build_moderation(base)
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
    resending = Resending(generations, base.image_files, packer)
    upkeep = build_upkeep(
        settings=base.settings.retention,
        data_dir=base.settings.data_dir,
        database=base.database,
        files=base.image_files,
        notice=OwnerNotice(client),
        time=time,
    )
    reviews = build_reviews(
        base,
        client,
        generations=generations,
        moderation=moderation,
        packer=packer,
        gate=moderation.images.gate,
    )
    use_case = put_together(
        Surroundings(
            owner=base.settings.work.instance,
            generations=generations,
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
            time=time,
            chance=random.Random(),  # noqa: S311 - jitter
            allows_previews=moderation.images.gate.allows_previews,
            sweeps=(
                *upkeep.sweeps,
                members.erasing_sweep,
                *cases.sweeps,
                quotas.notices,
                Leftovers("shelf", picture_shelf.sweep, time),
                Leftovers("exports", ExportFolders(base.settings.data_dir).sweep, time),
                reviews.expiry,
            ),
            chores=reviews.chores,
        )
    )
    admission = Admission(
        generations=generations,
        provider=base.provider,
        catalogue=base.catalogue,
        limits=limits_of(base),
        turns=use_case.turns,
        time=time,
        first_checks=(use_case.door.check,),
        last_checks=(moderation.chain.check, moderation.images.gate.check, *quotas.checks),
        set_aside=upkeep.disk_room.set_aside,
        on_limit=quotas.refusals.note,
        sent_to_review=reviews.cards.changed,
    )
    reader = _reader(base, members.defaults)
    asking = Asking(
        admission=admission,
        inputs=Inputs(base.image_files),
        card_ids=use_case.card_ids,
        live_reply=live_reply,
        work=use_case.work,
        rush=use_case.rush,
        questions=quotas.questions,
    )
    style_desk, server_settings = (
        build_style_desk(base, moderation.style_rules),
        ServerSettings(base.database),
    )
    style_pictures = build_style_pictures(base, generations, reader, asking)
    cancelling = _cancelling(generations, use_case, time, reviews)
    group_sessions = build_group_sessions(
        base,
        client,
        generations=generations,
        packer=packer,
        cancelling=cancelling,
        policies=moderation.policies,
        wake=use_case.work.wake,
    )
    children = Children(reader=reader, image_files=base.image_files, provider=base.provider)
    return Services(
        settings=base.settings,
        time=time,
        provider=base.provider,
        catalogue=base.catalogue,
        generations=generations,
        usage=Usage(base.database),
        styles=Styles(base.database),
        builtin_styles=base.builtin_styles,
        shelf=shelf_of(base),
        style_desk=style_desk,
        style_pictures=style_pictures,
        style_display=StyleDisplay(
            client=client,
            desk=style_desk,
            pictures=style_pictures,
            settings=server_settings,
            notice=StyleNotice(client),
            moderators=moderation.moderators,
        ),
        server_settings=server_settings,
        image_files=base.image_files,
        admission=admission,
        work=use_case.work,
        live_reply=live_reply,
        reader=reader,
        children=children,
        asking=asking,
        listings=listings,
        cancelling=cancelling,
        queue_panels=QueuePanels(
            listings,
            generations,
            use_case.turns.outlook,
            use_case.poller.is_unanswered,
            moderation.moderators,
        ),
        resending=resending,
        membership=upkeep.membership,
        disk_room=upkeep.disk_room,
        members=members,
        privacy=build_privacy(base, members, cancelling),
        after=after,
        menus=build_menus(
            base,
            after=after,
            members=members,
            children=children,
            shelf=picture_shelf,
            cases=cases,
        ),
        cases=cases,
        looking_back=build_looking_back(
            database=base.database,
            generations=generations,
            image_files=base.image_files,
            favourites=after.favourites,
            resending=resending,
        ),
        moderation=moderation,
        permission_reading=PermissionReading(client, moderation.permissions, time),
        setting_up=build_setting_up(base, moderation),
        words=build_words(base, moderation),
        quotas=quotas,
        group_sessions=group_sessions,
        session_desk=build_session_desk(
            base,
            group_sessions,
            moderators=moderation.moderators,
            choices=members.choices,
            reader=reader,
            asking=asking,
            cancelling=cancelling,
        ),
        reviews=reviews,
    )


def _cancelling(
    generations: Generations, use_case: UseCase, time: Time, reviews: ReviewParts
) -> Cancelling:
    return Cancelling(
        generations=generations,
        endings=use_case.endings,
        turns=use_case.turns,
        work=use_case.work,
        time=time,
        review_withdrawn=reviews.cards.changed,
    )


def _reader(base: Foundation, defaults: MemberDefaults) -> RequestReader:
    return RequestReader(
        shelf=shelf_of(base),
        image_files=base.image_files,
        defaults=defaults,
        provider=base.provider.name,
        role_weights=base.settings.limits.role_weights,
    )
