"""Selects and modals that no memory holds: what they bring back is found by their custom_id."""

from collections.abc import Iterable, Sequence
from typing import Any

import discord

from bot.texts import shorten

MAX_OPTIONS = 25
_LABEL = 100  # of an option, and of its description
_TITLE = 45  # of a modal, and of the name of a field
_PLACEHOLDER = 150


class PlainSelect(discord.ui.Select[Any]):
    """A select of texts that no view listens to."""

    def is_dispatchable(self) -> bool:
        """Say no: choices are found by their custom_id alone."""
        return False


class PlainUserSelect(discord.ui.UserSelect[Any]):
    """A select of the server's members that no view listens to."""

    def is_dispatchable(self) -> bool:
        """Say no: choices are found by their custom_id alone."""
        return False


class PlainChannelSelect(discord.ui.ChannelSelect[Any]):
    """A select of the server's channels that no view listens to."""

    def is_dispatchable(self) -> bool:
        """Say no: choices are found by their custom_id alone."""
        return False


class PlainRoleSelect(discord.ui.RoleSelect[Any]):
    """A select of the server's roles that no view listens to."""

    def is_dispatchable(self) -> bool:
        """Say no: choices are found by their custom_id alone."""
        return False


class PlainModal(discord.ui.Modal):
    """A modal that is forgotten as soon as it is sent, so that it may stay open for ever."""

    def __init__(self, title: str, custom_id: str, fields: Iterable[discord.ui.Item[Any]]) -> None:
        super().__init__(title=shorten(title, _TITLE), custom_id=custom_id, timeout=None)
        for field in fields:
            self.add_item(field)
        self.stop()  # discord.py keeps only those that are not finished


def select_row(select: discord.ui.Item[Any]) -> discord.ui.ActionRow[Any]:
    """Return *select* in the row that a message wants around it."""
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    row.add_item(select)
    return row


def select_of(
    custom_id: str,
    options: Sequence[discord.SelectOption],
    *,
    placeholder: str | None = None,
    is_required: bool = True,
) -> PlainSelect:
    """Return a select of one of the first 25 *options*, which one of them may be set in."""
    return PlainSelect(
        custom_id=custom_id,
        placeholder=placeholder and shorten(placeholder, _PLACEHOLDER),
        options=list(options[:MAX_OPTIONS]),
        required=is_required,
        min_values=1 if is_required else 0,
    )


def option(
    label: str, value: str, *, description: str | None = None, is_set: bool = False
) -> discord.SelectOption:
    """Return one option of a select; *is_set*: it is chosen already."""
    return discord.SelectOption(
        label=shorten(label, _LABEL) or value,
        value=value,
        description=description and shorten(description, _LABEL),
        default=is_set,
    )


def field(
    name: str, item: discord.ui.Item[Any], *, description: str | None = None
) -> discord.ui.Label[Any]:
    """Return *item* as a named field of a modal."""
    return discord.ui.Label(
        text=shorten(name, _TITLE),
        description=description and shorten(description, _LABEL),
        component=item,
    )


def roles_select(
    custom_id: str, role_ids: Iterable[int], *, placeholder: str, is_disabled: bool = False
) -> PlainRoleSelect:
    """Return a select of any number of roles, of which *role_ids* are set in."""
    kind = discord.SelectDefaultValueType.role
    chosen = sorted(role_ids)[:MAX_OPTIONS]
    return PlainRoleSelect(
        custom_id=custom_id,
        placeholder=shorten(placeholder, _PLACEHOLDER),
        default_values=[discord.SelectDefaultValue(id=role_id, type=kind) for role_id in chosen],
        min_values=0,
        max_values=MAX_OPTIONS,
        disabled=is_disabled,
    )
