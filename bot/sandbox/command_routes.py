"""The routes that sync commands, global and of the server."""

from dataclasses import dataclass
from http import HTTPStatus

from bot.sandbox.commands import Commands, without_languages
from bot.sandbox.front import Answer, Call, Route
from bot.sandbox.refusals import DiscordRefusal, unknown
from bot.sandbox.world import World

_SCOPES = (
    "/applications/{application_id}/commands",
    "/applications/{application_id}/guilds/{guild_id}/commands",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRoutes:
    """Reading and writing the application's commands."""

    world: World
    commands: Commands

    def routes(self) -> list[Route]:
        """Return the routes, the same for both scopes."""
        table = [
            ("GET", "", self._list),
            ("PUT", "", self._replace),
            ("POST", "", self._put),
            ("GET", "/{command_id}", self._show),
            ("PATCH", "/{command_id}", self._change),
            ("DELETE", "/{command_id}", self._delete),
        ]
        return [
            Route(method=method, path=scope + path, handler=handler)
            for scope in _SCOPES
            for method, path, handler in table
        ]

    async def _list(self, call: Call) -> Answer:
        commands = self.commands.of_scope(self._scope(call))
        if call.query.get("with_localizations", "").lower() not in {"1", "true"}:
            commands = [without_languages(command) for command in commands]
        return Answer(commands)

    async def _replace(self, call: Call) -> Answer:
        return Answer(self.commands.replace(self._scope(call), call.items))

    async def _put(self, call: Call) -> Answer:
        command, is_new = self.commands.put(self._scope(call), call.body)
        return Answer(command, HTTPStatus.CREATED if is_new else HTTPStatus.OK)

    async def _show(self, call: Call) -> Answer:
        return Answer(self.commands.get(self._scope(call), call.id("command_id")))

    async def _change(self, call: Call) -> Answer:
        return Answer(self.commands.change(self._scope(call), call.id("command_id"), call.body))

    async def _delete(self, call: Call) -> Answer:
        self.commands.delete(self._scope(call), call.id("command_id"))
        return Answer()

    def _scope(self, call: Call) -> int | None:
        if call.id("application_id") != self.world.bot.id:
            raise DiscordRefusal(403, 20012, "You are not authorized to perform this action")
        if "guild_id" not in call.params:
            return None
        if call.id("guild_id") != self.world.guild_id:
            raise unknown(10004, "Guild")
        return self.world.guild_id
