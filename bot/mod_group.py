"""The group `/mod`: cogs add their subcommands to it, and take them away again."""

from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from discord import app_commands

# Any: of each kind of command.
Subcommand = Callable[..., Coroutine[Any, Any, None]]


def mod_group() -> app_commands.Group:
    """Return the empty group; every member sees it, and each subcommand says who may use it."""
    return app_commands.Group(
        name="mod",
        description="The rules of this server, and the tools of its moderators.",
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
    )


class Subcommands:
    """What one cog adds to a group, from its loading to its unloading."""

    def __init__(self, group: app_commands.Group, callbacks: Iterable[Subcommand]) -> None:
        self._group = group
        self._commands = [_command(callback) for callback in callbacks]

    def begin(self) -> None:
        """Add them; each has its method's name, and is described by its docstring's first line.

        Raises:
            ValueError: Discord takes no more than 25 in a group.
        """
        for command in self._commands:
            self._group.add_command(command)

    def end(self) -> None:
        """Take them away."""
        for command in self._commands:
            self._group.remove_command(command.name)


def _command(callback: Subcommand) -> app_commands.Command[Any, ..., None]:
    lines = (callback.__doc__ or "").strip().splitlines()
    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=callback.__name__.rstrip("_"),
        description=lines[0] if lines else "…",
        # Of a bound method discord.py would take the first option for the interaction.
        callback=getattr(callback, "__func__", callback),
    )
    command.binding = getattr(callback, "__self__", None)
    return command
