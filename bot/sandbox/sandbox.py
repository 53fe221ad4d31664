"""The sandbox itself: builds its parts, listens, and offers what tests and the demo need."""

import asyncio
from collections import deque
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.sandbox.assembly import Parts, application, assemble
from bot.sandbox.command_permissions import CommandPermissions
from bot.sandbox.easel_world import easel_world
from bot.sandbox.faults import Faults
from bot.sandbox.gateway import Gateway
from bot.sandbox.journal import SeenRequest, Violation
from bot.sandbox.locales import known_locale
from bot.sandbox.members import Member
from bot.sandbox.payloads import Payload
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.upheavals import Upheavals
from bot.sandbox.world import World
from bot.timing import Time

_GRACE_S = 2.0


class Sandbox:
    """A loopback Discord: gateway, HTTP API, CDN, control API and page on one port."""

    def __init__(self, settings: SandboxSettings, time: Time) -> None:
        self._settings = settings
        self._parts: Parts = assemble(settings, time, easel_world())
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; returns as soon as clients can connect.

        Raises:
            OSError: The port is taken.
        """
        self._parts.checker.start()
        runner = web.AppRunner(application(self._parts), access_log=None, shutdown_timeout=_GRACE_S)
        self._runner = runner
        try:
            await runner.setup()
            await web.TCPSite(runner, self._settings.host, self._settings.port).start()
        except BaseException:
            await self.stop()
            raise
        self._parts.addresses.set(self._settings.host, runner.addresses[0][1])

    async def stop(self) -> None:
        """Close every connection and end every task."""
        self._parts.faults.stop()
        await self._parts.interactions.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await self._parts.checker.stop()

    @property
    def rest_url(self) -> str:
        """The HTTP API, with its version."""
        return self._parts.addresses.rest_url

    @property
    def gateway_url(self) -> str:
        """The gateway's websocket."""
        return self._parts.addresses.gateway_url

    @property
    def cdn_url(self) -> str:
        """The CDN, for avatars and attachments."""
        return self._parts.addresses.cdn_url

    @property
    def page_url(self) -> str:
        """The page for people."""
        return self._parts.addresses.page_url

    @property
    def token(self) -> str:
        """The bot token that is accepted."""
        return self._settings.token

    @property
    def world(self) -> World:
        """Who and what there is."""
        return self._parts.world

    @property
    def application_id(self) -> int:
        """The application's id, which is also the bot's."""
        return self.world.bot.id

    @property
    def guild_id(self) -> int:
        """The server's id."""
        return self.world.guild_id

    @property
    def channel_id(self) -> int:
        """The id of #images, where members are unless they say otherwise."""
        return self.channel("images")

    @property
    def is_checking(self) -> bool:
        """Whether requests are compared with Discord's document."""
        return self._parts.checker.is_active

    @property
    def faults(self) -> Faults:
        """What can be made to go wrong in the HTTP API."""
        return self._parts.faults

    @property
    def upheavals(self) -> Upheavals:
        """What people can do to the server: remove the bot, delete, leave."""
        return self._parts.upheavals

    @property
    def command_permissions(self) -> CommandPermissions:
        """What admins set for the commands in Discord's own settings."""
        return self._parts.permissions

    @property
    def gateway(self) -> Gateway:
        """The gateway, with what can be made to go wrong there."""
        return self._parts.gateway

    @property
    def requests(self) -> deque[SeenRequest]:
        """The newest requests of the bot."""
        return self._parts.journal.requests

    @property
    def violations(self) -> list[Violation]:
        """Every request so far that Discord would not take."""
        return self._parts.journal.violations

    @property
    def commands(self) -> list[Payload]:
        """The synced commands that members are offered."""
        return self._parts.commands.offered()

    def channel(self, name: str) -> int:
        """Return the id of the channel, thread, post or group *name*.

        Raises:
            LookupError: There is no such channel.
        """
        for channel in self.world.channels.values():
            if channel.user_id is None and channel.name == name:
                return channel.id
        raise LookupError(name)

    def direct_channel(self, name: str) -> int:
        """Return the id of the member's channel with the bot.

        Raises:
            ClientRefusal: There is no such member.
        """
        return self.world.direct_channel(self.world.member(name).id).id

    def member(self, name: str = "ada") -> Member:
        """Return one of ada, ben, cleo, yuki, and mod, who may manage the server.

        Raises:
            ClientRefusal: There is no such member.
        """
        return Member(
            user=self.world.member(name),
            channel_id=self.channel_id,
            acts=self._parts.acts,
            talk=self._parts.talk,
            messages=self._parts.messages,
            hub=self._parts.hub,
        )

    def set_locale(self, name: str, locale: str) -> None:
        """Set the language of the member's client, such as ``de``; it is ``en-US`` otherwise.

        Raises:
            ClientRefusal: There is no such member, or Discord has no such language.
        """
        self.world.locales[self.world.member(name).id] = known_locale(locale)

    def messages(self, channel_id: int, *, seen_by: str = "ada") -> list[Payload]:
        """Return the messages of a channel as that member sees them, oldest first."""
        viewer = self.world.member(seen_by)
        messages = self._parts.messages
        return [
            messages.client_payload(each)
            for each in messages.of_channel(channel_id, seen_by=viewer.id)
        ]

    def attachment(self, url: str) -> bytes:
        """Return the bytes behind a link of this sandbox's CDN.

        Raises:
            KeyError: The file is gone.
        """
        return self._parts.cdn.data(url)

    async def wait_online(self, deadline_s: float) -> None:
        """Wait until the bot is connected to the gateway.

        Raises:
            TimeoutError: *deadline_s* passed first.
        """
        async with asyncio.timeout(deadline_s):
            await self._parts.gateway.until(lambda: self._parts.gateway.is_online)

    async def wait_commands(self, name: str, deadline_s: float) -> None:
        """Wait until the command *name* is synced.

        Raises:
            TimeoutError: *deadline_s* passed first.
        """
        changes = self._parts.hub.subscribe(lambda event: event.type == "COMMANDS")
        async with asyncio.timeout(deadline_s):
            while not any(command["name"] == name for command in self.commands):
                await changes.next()
