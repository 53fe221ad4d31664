"""The application's commands: global ones and those of the server."""

from bot.sandbox.command_rules import check_commands, kind_of
from bot.sandbox.hub import Hub
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import unknown
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.world import World

_IDENTITY = frozenset({"id", "application_id", "version", "guild_id"})


class Commands:
    """Keeps the synced commands, each scope on its own; the scope None is the global one."""

    def __init__(self, world: World, snowflakes: Snowflakes, hub: Hub) -> None:
        self._world = world
        self._snowflakes = snowflakes
        self._hub = hub
        self._scopes: dict[int | None, dict[int, Payload]] = {None: {}, world.guild_id: {}}

    def of_scope(self, scope: int | None) -> list[Payload]:
        """Return the commands of one scope."""
        return list(self._scopes[scope].values())

    def offered(self) -> list[Payload]:
        """Return what a member is offered: the server's commands hide global ones."""
        commands = [*self.of_scope(None), *self.of_scope(self._world.guild_id)]
        return list({(each["type"], each["name"]): each for each in commands}.values())

    def get(self, scope: int | None, command_id: int) -> Payload:
        """Return one command.

        Raises:
            DiscordRefusal: 10063.
        """
        if command_id not in self._scopes[scope]:
            raise unknown(10063, "application command")
        return self._scopes[scope][command_id]

    def replace(self, scope: int | None, bodies: list[Payload]) -> list[Payload]:
        """Make *bodies* all commands of the scope; those of the same name keep their ids.

        Raises:
            DiscordRefusal: 50035.
        """
        check_commands(bodies)
        made = [self._made(scope, body) for body in bodies]
        self._scopes[scope] = {int(command["id"]): command for command in made}
        self._tell()
        return made

    def put(self, scope: int | None, body: Payload) -> tuple[Payload, bool]:
        """Add a command, or replace the one of that name; the flag tells which (True: added).

        Raises:
            DiscordRefusal: 50035.
        """
        before = self._named(scope, body)
        others = [each for each in self.of_scope(scope) if each is not before]
        check_commands([*others, body])
        command = self._made(scope, body)
        self._scopes[scope][int(command["id"])] = command
        self._tell()
        return command, before is None

    def change(self, scope: int | None, command_id: int, body: Payload) -> Payload:
        """Change the keys of *body* in one command.

        Raises:
            DiscordRefusal: 10063 or 50035.
        """
        before = self.get(scope, command_id)
        merged = _content(before) | body
        others = [each for each in self.of_scope(scope) if each is not before]
        check_commands([*others, merged])
        command = self._made(scope, merged, command_id)
        self._scopes[scope][command_id] = command
        self._tell()
        return command

    def delete(self, scope: int | None, command_id: int) -> None:
        """Delete one command.

        Raises:
            DiscordRefusal: 10063.
        """
        self.get(scope, command_id)
        del self._scopes[scope][command_id]
        self._tell()

    def _named(self, scope: int | None, body: Payload) -> Payload | None:
        for command in self._scopes[scope].values():
            if (command["type"], command["name"]) == (kind_of(body), body["name"]):
                return command
        return None

    def _made(self, scope: int | None, body: Payload, command_id: int | None = None) -> Payload:
        before = self._named(scope, body)
        content = _completed(body)
        if (
            before is not None
            and {k: v for k, v in before.items() if k not in _IDENTITY} == content
        ):
            return before  # unchanged: id and version stay
        known_id = command_id or (int(before["id"]) if before else None)
        identity = {
            "id": str(known_id or self._snowflakes.new()),
            "application_id": str(self._world.bot.id),
            "version": str(self._snowflakes.new()),
        }
        if scope is not None:
            identity["guild_id"] = str(scope)
        return {**identity, **content}

    def _tell(self) -> None:
        self._hub.publish("COMMANDS", {"commands": self.offered()})


def _content(command: Payload) -> Payload:
    return {key: value for key, value in command.items() if key not in _IDENTITY}


def without_languages(command: Payload) -> Payload:
    """Return a command as Discord lists it to who does not ask for the other languages."""
    kept = {key: value for key, value in command.items() if not key.endswith("_localizations")}
    for key in ("options", "choices"):
        if key in kept:
            kept[key] = [without_languages(each) for each in kept[key]]
    return kept


def _completed(body: Payload) -> Payload:
    permissions = body.get("default_member_permissions")
    content = {
        "type": kind_of(body),
        "name": body["name"],
        "name_localizations": body.get("name_localizations"),
        "description": body.get("description") or "",
        "description_localizations": body.get("description_localizations"),
        "default_member_permissions": None if permissions is None else str(permissions),
        "dm_permission": body.get("dm_permission") is not False,
        "contexts": body.get("contexts"),
        "integration_types": body.get("integration_types") or [0],
        "nsfw": bool(body.get("nsfw")),
    }
    options = _pruned(body.get("options") or [])
    return {**content, "options": options} if options else content


def _pruned(options: list[Payload]) -> list[Payload]:
    pruned = []
    for option in options:
        kept = {k: v for k, v in option.items() if v is not None and v != []}
        if "options" in kept:
            kept["options"] = _pruned(kept["options"])
        pruned.append(kept)
    return pruned
