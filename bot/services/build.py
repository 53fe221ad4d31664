"""The composition root: builds every long-lived object that the cogs are given."""

import discord

from bot.generation.assembly import UseCase
from bot.generation.cancelling import Cancelling
from bot.generation.inputs import Inputs
from bot.generation.member_defaults import MemberDefaults
from bot.replies.moderation.permission_reading import PermissionReading
from bot.replies.overviews.queue_panel import QueuePanels
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.children import Children
from bot.replies.requesting.request_reader import RequestReader
from bot.replies.sending.resending import Resending
from bot.replies.styles.style_display import StyleDisplay
from bot.replies.styles.style_notice import StyleNotice
from bot.services.foundation import Foundation
from bot.services.given import Services
from bot.services.looking_back import build_looking_back
from bot.services.making import build_making
from bot.services.members import build_privacy
from bot.services.menus import build_menus
from bot.services.reviews import ReviewParts
from bot.services.session_desk import build_group_sessions, build_session_desk
from bot.services.setting_up import build_setting_up
from bot.services.styles import build_style_desk, build_style_pictures, shelf_of
from bot.services.words import build_words
from bot.store.generations import Generations
from bot.store.listings import Listings
from bot.store.server_settings import ServerSettings
from bot.store.styles import Styles
from bot.store.usage import Usage
from bot.timing import Time


def build_services(foundation: Foundation, client: discord.Client) -> Services:
    """Put the parts together; starts nothing."""
    base, time = foundation, foundation.time
    making = build_making(base, client)
    parts, use_case, admission = making.parts, making.use_case, making.admission
    generations, moderation, quotas = parts.generations, parts.moderation, parts.quotas
    members, after, cases, reviews = parts.members, parts.after, parts.cases, parts.reviews
    live_reply, listings = making.live_reply, Listings(base.database)
    resending = Resending(generations, base.image_files, parts.packer)
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
    style_pictures = build_style_pictures(base, generations, reader, asking, moderation.images.gate)
    cancelling = _cancelling(generations, use_case, time, reviews)
    group_sessions = build_group_sessions(
        base,
        client,
        generations=generations,
        packer=parts.packer,
        cancelling=cancelling,
        policies=moderation.policies,
        refusals=moderation.other_refusals,
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
        membership=parts.upkeep.membership,
        disk_room=parts.upkeep.disk_room,
        members=members,
        privacy=build_privacy(base, members, cancelling),
        after=after,
        menus=build_menus(
            base,
            after=after,
            members=members,
            children=children,
            shelf=parts.picture_shelf,
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
