"""The styles that a member may use: the built-in ones, and over them the member's own."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.styles import Style
from bot.errors import StyleError
from bot.store.styles import Styles
from bot.texts import gettext as _
from bot.texts import shorten


class StyleShelf:
    """Finds styles by name; a member's own hides a built-in one of the same name."""

    def __init__(self, own: Styles, builtin: Mapping[str, Style]) -> None:
        self._own = own
        self._builtin = builtin

    async def find(self, name: str, *, member_id: int, server_id: int) -> Style:
        """Return the style of that name.

        Raises:
            StyleError: There is none, neither built in nor the member's.
        """
        own = await self._own.get(member_id, server_id, name)
        style = own or self._builtin.get(" ".join(name.split()).casefold())
        if style is None:
            raise StyleError(
                _(
                    "`style` cannot be `{name}`: no style has that name; /style list shows all."
                ).format(name=shorten(name, 60).replace("`", "'"))
            )
        return style

    async def names(self, text: str, *, member_id: int, server_id: int) -> Sequence[str]:
        """Return the names that hold *text*, the member's own first."""
        own = await self.own_names("", member_id=member_id, server_id=server_id)
        return _holding(text, dict.fromkeys([*own, *self._builtin]))

    async def own_names(self, text: str, *, member_id: int, server_id: int) -> Sequence[str]:
        """Return the names of the member's own styles that hold *text*."""
        own = await self._own.list(member_id, server_id)
        return _holding(text, [style.name for style in own])

    async def all(
        self, *, member_id: int, server_id: int
    ) -> tuple[Sequence[Style], Sequence[Style]]:
        """Return the member's own styles, and the built-in ones."""
        return await self._own.list(member_id, server_id), tuple(self._builtin.values())


def _holding(text: str, names: Iterable[str]) -> list[str]:
    wanted = text.strip().casefold()
    return [name for name in names if wanted in name]
