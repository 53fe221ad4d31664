"""The sandbox's parts, put together once."""

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
from bot.sandbox.command_routes import CommandRoutes
from bot.sandbox.commands import Commands
from bot.sandbox.control import Control
from bot.sandbox.control_views import ControlViews
from bot.sandbox.drafts import Composer
from bot.sandbox.faults import Faults
from bot.sandbox.front import API, Front
from bot.sandbox.gateway import Gateway
from bot.sandbox.gateway_socket import GatewaySocket
from bot.sandbox.hub import Hub
from bot.sandbox.interactions import Interactions
from bot.sandbox.journal import Journal
from bot.sandbox.messages import Messages
from bot.sandbox.nonces import Nonces
from bot.sandbox.privacy import Privacy
from bot.sandbox.rate_limits import RateLimits
from bot.sandbox.replies import Replies
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.webhooks import Webhooks
from bot.sandbox.world import World
from bot.timing import Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the sandbox holds on to."""

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
    gateway: Gateway
    acts: Acts
    routes: list[web.RouteDef]


def assemble(settings: SandboxSettings, time: Time, world: World) -> Parts:
    """Build every part of a sandbox; nothing runs yet."""
    snowflakes, hub, addresses, faults = Snowflakes(time), Hub(), Addresses(), Faults()
    journal = Journal(hub, time)
    checker = Checker(is_wanted=settings.checks_requests)
    cdn = Cdn(time, snowflakes, addresses, settings.link_lifetime_s)
    messages = Messages(world, cdn, hub, snowflakes, time)
    commands = Commands(world, snowflakes, hub)
    interactions = Interactions(settings, time, snowflakes, hub)
    composer = Composer(cdn=cdn, attachment_size_limit=settings.attachment_size_limit)
    privacy = Privacy(world, messages, settings.privileged_intents)
    gateway = Gateway(world, addresses, hub, privacy)
    messages.listen(gateway.on_message)
    replies = Replies(world=world, messages=messages, composer=composer)
    acts = Acts(
        settings=settings,
        world=world,
        messages=messages,
        interactions=interactions,
        commands=CommandData(
            world=world,
            commands=commands,
            cdn=cdn,
            attachment_size_limit=settings.attachment_size_limit,
        ),
        gateway=gateway,
    )
    front = Front(
        settings=settings,
        time=time,
        checker=checker,
        limits=RateLimits(settings, time),
        faults=faults,
        journal=journal,
    )
    api = [
        *Accounts(world=world, addresses=addresses).routes(),
        *CommandRoutes(world=world, commands=commands).routes(),
        *Callbacks(interactions=interactions, replies=replies, hub=hub).routes(),
        *Webhooks(interactions=interactions, replies=replies).routes(),
        *Channels(
            world=world,
            messages=messages,
            composer=composer,
            nonces=Nonces(time),
            privacy=privacy,
        ).routes(),
    ]
    socket = GatewaySocket(settings=settings, world=world, gateway=gateway, time=time)
    views = ControlViews(
        world=world,
        addresses=addresses,
        messages=messages,
        commands=commands,
        gateway=gateway,
        journal=journal,
        hub=hub,
    )
    routes = [
        *(front.wrapped(route) for route in api),
        web.route("*", API + "/{rest:.*}", front.not_served),
        web.get("/gateway", socket.serve),
        web.get("/gateway/", socket.serve),
        *CdnRoutes(cdn=cdn).routes(),
        *Control(world=world, acts=acts).routes(),
        *views.routes(),
    ]
    return Parts(
        world=world,
        addresses=addresses,
        hub=hub,
        journal=journal,
        faults=faults,
        checker=checker,
        cdn=cdn,
        messages=messages,
        commands=commands,
        interactions=interactions,
        gateway=gateway,
        acts=acts,
        routes=routes,
    )
