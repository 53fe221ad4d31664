"""The styles that a member may use: their own, built-in ones, those shared in the server."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.style_merging import merged_style, style_names
from bot.domain.styles import Style, folded
from bot.errors import StyleError
from bot.store.shared_styles import SharedStyles
from bot.store.styles import Styles
from bot.texts import gettext as _
from bot.texts import shorten


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """All styles of one member in one server."""

    own: Sequence[Style]
    shared: Sequence[Style]
    builtin: Sequence[Style]

    @property
    def every(self) -> Sequence[Style]:
        """All of them, the member's own first."""
        return (*self.own, *self.builtin, *self.shared)


class StyleShelf:
    """Finds styles by name; a member's own hides a built-in one, and that a shared one."""

    def __init__(self, own: Styles, shared: SharedStyles, builtin: Mapping[str, Style]) -> None:
        self._own = own
        self._shared = shared
        self._builtin = builtin

    async def find(self, names: str, *, member_id: int, server_id: int) -> Style:
        """Return the style of that name, or what several names, parted by commas, are together.

        Raises:
            StyleError: There is none, neither built in nor shared nor the member's; or too many.
        """
        wanted = style_names(names) or (names,)
        return merged_style(
            [await self._one(name, member_id=member_id, server_id=server_id) for name in wanted]
        )

    async def names(self, text: str, *, member_id: int, server_id: int) -> Sequence[str]:
        """Return the names that hold *text*, the member's own first."""
        shelf = await self.all(member_id=member_id, server_id=server_id)
        return _holding(text, dict.fromkeys(style.name for style in shelf.every))

    async def own_names(self, text: str, *, member_id: int, server_id: int) -> Sequence[str]:
        """Return the names of the member's own styles that hold *text*."""
        own = await self._own.list(member_id, server_id)
        return _holding(text, [style.name for style in own])

    async def all(self, *, member_id: int, server_id: int) -> Shelf:
        """Return the member's own styles, those of others in the server, and the built-in ones."""
        shared = await self._shared.list(server_id)
        return Shelf(
            own=await self._own.list(member_id, server_id),
            shared=[style for style in shared if style.owner_id != member_id],
            builtin=tuple(self._builtin.values()),
        )

    async def _one(self, name: str, *, member_id: int, server_id: int) -> Style:
        style = (
            await self._own.get(member_id, server_id, name)
            or self._builtin.get(folded(name))
            or await self._shared.get(server_id, name)
        )
        if style is None:
            raise StyleError(
                _(
                    "`style` cannot be `{name}`: no style has that name; /style list shows all."
                ).format(name=shorten(name, 60).replace("`", "'"))
            )
        return style


def _holding(text: str, names: Iterable[str]) -> list[str]:
    wanted = text.strip().casefold()
    return [name for name in names if wanted in name]
