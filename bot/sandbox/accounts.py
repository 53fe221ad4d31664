"""The routes about the bot itself and the world it lives in."""

from dataclasses import dataclass

from bot.sandbox.addresses import Addresses
from bot.sandbox.front import Answer, Call, Route
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import DiscordRefusal, missing_access, unknown
from bot.sandbox.world import User, World
from bot.sandbox.world_payloads import (
    channel_payload,
    guild_payload,
    member_payload,
    own_channels,
    role_payloads,
    user_payload,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Who the bot is, and what it can look up."""

    world: World
    addresses: Addresses

    def routes(self) -> list[Route]:
        """Return the routes."""
        get = {
            "/gateway": self._gateway,
            "/gateway/bot": self._gateway_bot,
            "/users/@me": self._me,
            "/users/@me/guilds": self._my_guilds,
            "/users/{user_id}": self._user,
            "/oauth2/applications/@me": self._application,
            "/applications/@me": self._application,
            "/guilds/{guild_id}": self._guild,
            "/guilds/{guild_id}/channels": self._channels,
            "/guilds/{guild_id}/roles": self._roles,
            "/guilds/{guild_id}/members/{user_id}": self._member,
            "/channels/{channel_id}": self._channel,
        }
        return [
            *(Route(method="GET", path=path, handler=handler) for path, handler in get.items()),
            Route(method="POST", path="/users/@me/channels", handler=self._direct),
        ]

    async def _gateway(self, _call: Call) -> Answer:
        return Answer({"url": self.addresses.gateway_url})

    async def _gateway_bot(self, _call: Call) -> Answer:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return Answer(
            {"url": self.addresses.gateway_url, "shards": 1, "session_start_limit": limit}
        )

    async def _me(self, _call: Call) -> Answer:
        private = {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}
        return Answer({**user_payload(self.world.bot), **private})

    async def _my_guilds(self, _call: Call) -> Answer:
        guild: Payload = {
            "id": str(self.world.guild_id),
            "name": self.world.guild_name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": str(self.world.bot.permissions),
            "features": [],
        }
        return Answer([] if self.world.gone.bot_is_out else [guild])

    async def _user(self, call: Call) -> Answer:
        return Answer(user_payload(self._known(call, 10013, "User")))

    async def _application(self, _call: Call) -> Answer:
        return Answer(application_payload(self.world))

    async def _guild(self, call: Call) -> Answer:
        self._check_guild(call)
        return Answer(guild_payload(self.world))

    async def _channels(self, call: Call) -> Answer:
        self._check_guild(call)
        return Answer([channel_payload(self.world, each) for each in own_channels(self.world)])

    async def _roles(self, call: Call) -> Answer:
        self._check_guild(call)
        return Answer(role_payloads(self.world))

    async def _member(self, call: Call) -> Answer:
        self._check_guild(call)
        user = self._known(call, 10007, "Member")
        if user.id in self.world.gone.members:
            raise unknown(10007, "Member")
        return Answer(member_payload(self.world, user))

    async def _channel(self, call: Call) -> Answer:
        return Answer(
            channel_payload(self.world, self.world.channel_for_bot(call.id("channel_id")))
        )

    async def _direct(self, call: Call) -> Answer:
        user_id = int(call.body.get("recipient_id") or 0)
        if user_id not in self.world.members:
            raise DiscordRefusal(400, 50033, "Invalid Recipient(s)")
        return Answer(channel_payload(self.world, self.world.direct_channel(user_id)))

    def _known(self, call: Call, code: int, thing: str) -> User:
        user = self.world.user(call.id("user_id"))
        if user is None:
            raise unknown(code, thing)
        return user

    def _check_guild(self, call: Call) -> None:
        server = self.world.servers.get(call.id("guild_id"))
        if server is None:
            raise unknown(10004, "Guild")
        if not server.has_bot or self.world.gone.bot_is_out:
            raise missing_access()


def application_payload(world: World) -> Payload:
    """Return the application object."""
    owner = User(id=world.owner_id, username="owner", global_name="Owner")
    return {
        "id": str(world.bot.id),
        "name": world.bot.username,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user_payload(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user_payload(owner),
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "integration_types_config": {"0": {}, "1": {}},
    }
