"""What members do with styles: save, edit, share, copy, take along as a file, bring in."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.generation import DM_SERVER_ID
from bot.domain.options import ImagineOptions
from bot.domain.saved_style import checked_style, style_from
from bot.domain.style_file import style_file, styles_in_file
from bot.domain.styles import MAX_ASKED_LENGTH, Sharing, Style, length
from bot.errors import NotAllowed, StyleError
from bot.generation.moderation.refused import Refused
from bot.generation.moderation.style_rules import StyleRules
from bot.generation.style_shelf import StyleShelf
from bot.store.server_settings import ServerSettings, StyleSharing
from bot.store.shared_styles import SharedStyles
from bot.store.styles import Styles, unknown_style
from bot.texts import gettext as _
from bot.texts import number
from bot.timing import Time


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose styles, and in which server; all direct messages count as one."""

    member_id: int
    server_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of a file: the names that are kept now, and why each of the others is not."""

    kept: Sequence[str]
    left_out: Mapping[str, str]


class StyleDesk:
    """Changes styles; every way in goes through the same checks as `/style save`."""

    def __init__(  # noqa: PLR0913 - each by its name
        self,
        *,
        styles: Styles,
        shared: SharedStyles,
        shelf: StyleShelf,
        choices: ServerSettings,
        builtin: Mapping[str, Style],
        defaults: Mapping[str, str],
        rules: StyleRules,
        time: Time,
    ) -> None:
        self._styles = styles
        self._shared = shared
        self._shelf = shelf
        self._choices = choices
        self._builtin = builtin
        self._defaults = defaults
        self._rules = rules
        self._time = time

    async def save(self, holder: Holder, name: str, options: ImagineOptions) -> Style:
        """Keep a new style.

        Raises:
            StyleError: The name cannot be one or is taken, or there are too many, or it is empty.
            InvalidRequest: No request could be made with it.
            Refused: The words of the server do not allow it.
        """
        return await self._keep(holder, style_from(name, options, self._defaults))

    async def own(self, holder: Holder, name: str) -> Style:
        """Return a member's own style.

        Raises:
            StyleError: The member has none of that name.
        """
        style = await self._styles.get(holder.member_id, holder.server_id, name)
        if style is None:
            raise unknown_style(name)
        return style

    async def edit(self, holder: Holder, old_name: str, style: Style) -> Style:
        """Replace a style by *style*; one that was let in must be let in anew.

        Raises:
            StyleError: There is none of the old name, the new one cannot be or is taken.
            InvalidRequest: No request could be made with it.
            Refused: The words of the server do not allow it.
        """
        old = await self.own(holder, old_name)
        checked = checked_style(style, self._defaults)
        await self._check(holder, checked)
        says_the_same = replace(checked, sharing=old.sharing) == old
        sharing = old.sharing
        if sharing is not Sharing.OWN and not says_the_same:
            sharing = await self._way_in(holder.server_id, checked)
            self._check_name(checked.name)
        if sharing is not Sharing.OWN and checked.name != old.name:
            sharing = Sharing.OWN  # under the new name somebody else may share one
        return await self._styles.edit(
            holder.member_id,
            holder.server_id,
            old.name,
            replace(checked, sharing=sharing),
            self._time.now(),
        )

    async def rename(self, holder: Holder, old_name: str, new_name: str) -> Style:
        """Give a style another name; it is not shared any more under the new one.

        Raises:
            StyleError: There is none of the old name, the new one cannot be or is taken.
        """
        old = await self.own(holder, old_name)
        return await self.edit(holder, old.name, replace(old, name=new_name))

    async def delete(self, holder: Holder, name: str) -> None:
        """Forget a style, also for those it was shared with.

        Raises:
            StyleError: There is none of that name.
        """
        await self._styles.delete(holder.member_id, holder.server_id, name)

    async def share(self, holder: Holder, name: str) -> Style:
        """Share a style with the server, or ask its moderators to let it in.

        Raises:
            NotAllowed: There is no server here, or it shares no styles.
            StyleError: There is none of that name, or the name is taken in the server.
            Refused: The words of the server do not allow it.
        """
        if holder.server_id == DM_SERVER_ID:
            raise NotAllowed(_("There is no server here to share a style with."))
        style = await self.own(holder, name)
        if style.sharing is Sharing.SHARED:
            return style  # to ask once more would take it from those who use it
        self._check_name(style.name)
        await self._check(holder, style)
        sharing = await self._way_in(holder.server_id, style)
        if sharing is Sharing.OWN:
            raise NotAllowed(_("This server does not share styles; its moderators decide that."))
        return await self._shared.share(
            holder.member_id, holder.server_id, style.name, sharing, self._time.now()
        )

    async def unshare(self, holder: Holder, name: str, *, moderates: bool = False) -> Style:
        """Take a style back from the server: one's own or, for a moderator, anybody's.

        Raises:
            StyleError: There is none of that name.
        """
        owner_id = holder.member_id
        if moderates:
            own = await self._styles.get(owner_id, holder.server_id, name)
            if own is None or own.sharing is Sharing.OWN:  # there is nothing to take back of it
                others = await self._shared.get(holder.server_id, name)
                owner_id = owner_id if others is None else others.owner_id or owner_id
        by = None if owner_id == holder.member_id else holder.member_id
        return await self._shared.share(
            owner_id, holder.server_id, name, Sharing.OWN, self._time.now(), by=by
        )

    async def pending(self, server_id: int) -> Sequence[Style]:
        """Return the styles of a server that wait for its moderators."""
        return await self._shared.list(server_id, Sharing.PENDING)

    async def decide(
        self, style_id: int, server_id: int, seen: str, *, is_let_in: bool, by: int
    ) -> Style:
        """Let a style in that waits, or refuse it, as ``SharedStyles.decide`` does.

        Raises:
            StyleError: It does not wait any more, has changed since, or is another server's.
            UserError: The words of the server refuse it by now; it goes on waiting.
        """
        style = await self._shared.waiting(style_id, server_id) if is_let_in else None
        if style is not None:
            await self._rules.check_by_now(style, server_id)
        return await self._shared.decide(
            style_id, server_id, seen, self._time.now(), is_let_in=is_let_in, by=by
        )

    async def copy(self, holder: Holder, name: str, new_name: str | None) -> Style:
        """Keep another's shared style, or a built-in one, as one's own.

        Raises:
            StyleError: There is none of that name, or the member has one of the new name.
            Refused: The words of the server do not allow it.
        """
        found = await self._shelf.find(name, member_id=holder.member_id, server_id=holder.server_id)
        copied = replace(found, name=new_name or found.name, sharing=Sharing.OWN)
        return await self._keep(holder, checked_style(copied, self._defaults))

    async def export(self, holder: Holder, name: str | None) -> bytes:
        """Return a file with one style that the member may use, or with all of their own.

        Raises:
            StyleError: There is none of that name, or the member has none at all.
        """
        if name:
            found = await self._shelf.find(
                name, member_id=holder.member_id, server_id=holder.server_id
            )
            if "," in found.name:
                raise StyleError(_("Name one style to take along, not several."))
            return style_file([found])
        own = await self._styles.list(holder.member_id, holder.server_id)
        if not own:
            raise StyleError(_("You have no styles yet: `/style save` makes the first."))
        return style_file(own)

    async def bring_in(self, holder: Holder, data: bytes) -> Imported:
        """Keep the styles of a file; those that cannot be kept are named, the others are kept.

        Raises:
            StyleError: It is no file of styles.
            StorageUnavailable: The database does not take them.
        """
        kept: list[str] = []
        left_out: dict[str, str] = {}
        found = await asyncio.to_thread(styles_in_file, data, self._defaults)
        for style in found:
            try:
                kept.append((await self._keep(holder, style)).name)
            except (StyleError, Refused) as error:
                left_out[style.name] = str(error)
        return Imported(kept=kept, left_out=left_out)

    async def _check(self, holder: Holder, style: Style) -> None:
        await self._rules.check(style, member_id=holder.member_id, server_id=holder.server_id)

    async def _keep(self, holder: Holder, style: Style) -> Style:
        await self._check(holder, style)
        return await self._styles.save(holder.member_id, holder.server_id, style, self._time.now())

    async def _way_in(self, server_id: int, style: Style) -> Sharing:
        how = (await self._choices.get(server_id)).style_sharing
        if how is StyleSharing.OPEN and await self._rules.waits(style, server_id):
            how = StyleSharing.APPROVED
        if how is StyleSharing.APPROVED and length(style) > MAX_ASKED_LENGTH:
            raise StyleError(
                _(
                    "`{name}` is too long for the moderators to read before they let it in: "
                    "{n} characters, and {most} is the most. Shorten it first, or take it back."
                ).format(name=style.name, n=number(length(style)), most=number(MAX_ASKED_LENGTH))
            )
        return {
            StyleSharing.OFF: Sharing.OWN,
            StyleSharing.OPEN: Sharing.SHARED,
            StyleSharing.APPROVED: Sharing.PENDING,
        }[how]

    def _check_name(self, name: str) -> None:
        if name in self._builtin:
            raise StyleError(
                _("A built-in style is named `{name}`: rename yours first.").format(name=name)
            )
