"""The sandbox's parts, put together once."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from bot.sandbox.accounts import Accounts
from bot.sandbox.acts import Acts
from bot.sandbox.addresses import Addresses
from bot.sandbox.callbacks import Callbacks
from bot.sandbox.cdn import Cdn
from bot.sandbox.cdn_routes import CdnRoutes
from bot.sandbox.channels import Channels
from bot.sandbox.checker import Checker
from bot.sandbox.command_data import CommandData
from bot.sandbox.command_permissions import CommandPermissions
from bot.sandbox.command_routes import CommandRoutes
from bot.sandbox.commands import Commands
from bot.sandbox.control import Control
from bot.sandbox.control_views import ControlViews
from bot.sandbox.drafts import Composer
from bot.sandbox.faults import Faults
from bot.sandbox.front import API, Front, Route
from bot.sandbox.gateway import Gateway
from bot.sandbox.gateway_socket import GatewaySocket
from bot.sandbox.hub import Hub
from bot.sandbox.interactions import Interactions
from bot.sandbox.journal import Journal
from bot.sandbox.member_files import MemberFiles
from bot.sandbox.menu_data import MenuData
from bot.sandbox.messages import Messages
from bot.sandbox.nonces import Nonces
from bot.sandbox.offers import Offers
from bot.sandbox.old_edits import OldEdits
from bot.sandbox.picks import Picks
from bot.sandbox.privacy import Privacy
from bot.sandbox.rate_limits import RateLimits
from bot.sandbox.replies import Replies
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.sight import Sight
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.talk import Talk
from bot.sandbox.threads import Threads
from bot.sandbox.upheavals import Upheavals
from bot.sandbox.webhooks import Webhooks
from bot.sandbox.world import World
from bot.timing import Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the sandbox holds on to."""

    settings: SandboxSettings
    time: Time
    world: World
    addresses: Addresses
    hub: Hub
    journal: Journal
    faults: Faults
    checker: Checker
    cdn: Cdn
    messages: Messages
    commands: Commands
    interactions: Interactions
    privacy: Privacy
    gateway: Gateway
    offers: Offers
    acts: Acts
    sight: Sight
    talk: Talk
    upheavals: Upheavals
    permissions: CommandPermissions


def assemble(settings: SandboxSettings, time: Time, world: World) -> Parts:
    """Build every part of a sandbox; nothing runs yet."""
    snowflakes, hub, addresses = Snowflakes(time), Hub(), Addresses()
    cdn = Cdn(time, snowflakes, addresses, settings.link_lifetime_s)
    messages = Messages(world, cdn, hub, snowflakes, time)
    commands = Commands(world, snowflakes, hub)
    interactions = Interactions(settings, time, snowflakes, hub)
    privacy = Privacy(world, messages, settings.privileged_intents)
    gateway = Gateway(world, addresses, hub, privacy)
    messages.listen(gateway.on_message)
    files = MemberFiles(cdn=cdn, attachment_size_limit=settings.attachment_size_limit)
    sight = Sight(world=world, messages=messages)
    offers = Offers(world=world, commands=commands)
    acts = Acts(
        settings=settings,
        world=world,
        messages=messages,
        sight=sight,
        interactions=interactions,
        offers=offers,
        commands=CommandData(world=world, files=files),
        menus=MenuData(world=world, messages=messages),
        files=files,
        picks=Picks(world=world),
        gateway=gateway,
    )
    return Parts(
        settings=settings,
        time=time,
        world=world,
        addresses=addresses,
        hub=hub,
        journal=Journal(hub, time),
        faults=Faults(),
        checker=Checker(is_wanted=settings.checks_requests),
        cdn=cdn,
        messages=messages,
        commands=commands,
        interactions=interactions,
        privacy=privacy,
        gateway=gateway,
        offers=offers,
        acts=acts,
        sight=sight,
        talk=Talk(sight=sight, messages=messages, files=files),
        upheavals=Upheavals(world=world, messages=messages, gateway=gateway),
        permissions=CommandPermissions(world=world, commands=commands, gateway=gateway),
    )


def application(parts: Parts) -> web.Application:
    """Return the server: the HTTP API, the gateway, the CDN, the control API and the page."""
    front = _front(parts)
    socket = GatewaySocket(
        settings=parts.settings, world=parts.world, gateway=parts.gateway, time=parts.time
    )
    views = ControlViews(
        world=parts.world,
        addresses=parts.addresses,
        messages=parts.messages,
        offers=parts.offers,
        sight=parts.sight,
        gateway=parts.gateway,
        journal=parts.journal,
        hub=parts.hub,
    )
    # Far above ten files: the real limit is the front's, which answers as Discord does.
    app = web.Application(client_max_size=16 * parts.settings.attachment_size_limit + (1 << 20))
    app.add_routes(front.wrapped(route) for route in _api(parts))
    app.add_routes(
        [
            web.route("*", API + "/{rest:.*}", front.not_served),
            web.get("/gateway", socket.serve),
            web.get("/gateway/", socket.serve),
            *CdnRoutes(cdn=parts.cdn).routes(),
            *_control(parts).routes(),
            *views.routes(),
        ]
    )

    async def close(_app: web.Application) -> None:
        await asyncio.gather(parts.gateway.close(), views.close())

    app.on_shutdown.append(close)
    return app


def _control(parts: Parts) -> Control:
    return Control(
        world=parts.world, acts=parts.acts, talk=parts.talk, permissions=parts.permissions
    )


def _front(parts: Parts) -> Front:
    return Front(
        settings=parts.settings,
        time=parts.time,
        checker=parts.checker,
        limits=RateLimits(parts.settings, parts.time),
        faults=parts.faults,
        journal=parts.journal,
    )


def _api(parts: Parts) -> list[Route]:
    limit = parts.settings.attachment_size_limit
    composer = Composer(cdn=parts.cdn, attachment_size_limit=limit)
    replies = Replies(
        world=parts.world,
        messages=parts.messages,
        interactions=parts.interactions,
        composer=composer,
    )
    channels = Channels(
        world=parts.world,
        messages=parts.messages,
        composer=composer,
        nonces=Nonces(parts.time),
        privacy=parts.privacy,
        old_edits=OldEdits(parts.time, parts.settings.old_edits),
    )
    threads = Threads(
        world=parts.world,
        messages=parts.messages,
        composer=composer,
        gateway=parts.gateway,
        hub=parts.hub,
    )
    callbacks = Callbacks(interactions=parts.interactions, replies=replies, hub=parts.hub)
    return [
        *Accounts(world=parts.world, addresses=parts.addresses).routes(),
        *parts.permissions.routes(),  # before the route of one command
        *CommandRoutes(world=parts.world, commands=parts.commands).routes(),
        *callbacks.routes(),
        *Webhooks(interactions=parts.interactions, replies=replies).routes(),
        *threads.routes(),
        *channels.routes(),
    ]
