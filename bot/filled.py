"""What a member has filled into a modal, read from the interaction that submits it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The values by the fields' custom_ids; a field that is not there was left empty.

    ``attachments`` are what was uploaded, by the fields' custom_ids.
    """

    values: Mapping[str, tuple[str, ...]]
    attachments: Mapping[str, tuple[discord.Attachment, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, interaction: discord.Interaction) -> "Filled":
        """Read what *interaction* submits; of what it does not hold nothing is said."""
        data: Mapping[str, Any] = interaction.data or {}  # Discord's JSON, of many shapes
        uploads = data.get("resolved", {}).get("attachments", {})
        values: dict[str, tuple[str, ...]] = {}
        attachments: dict[str, tuple[discord.Attachment, ...]] = {}
        for entry in _fields(data.get("components", ())):
            name, given = str(entry["custom_id"]), _values(entry)
            files = [uploads[value] for value in given if value in uploads]
            if files:
                state = interaction._state  # noqa: SLF001 - an attachment is fetched through it
                attachments[name] = tuple(
                    discord.Attachment(data=file, state=state) for file in files
                )
            values[name] = given
        return cls(values=values, attachments=attachments)

    def text(self, name: str) -> str:
        """Return what was typed, or chosen first, without blanks around it; "" for nothing."""
        given = self.values.get(name, ())
        return given[0].strip() if given else ""

    def all(self, name: str) -> Sequence[str]:
        """Return everything that was chosen."""
        return self.values.get(name, ())


def _fields(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        inner = component.get("components") or ()
        if "component" in component:  # a label has one
            inner = (*inner, component["component"])
        if inner:
            yield from _fields(inner)
        elif "custom_id" in component:
            yield component


def _values(entry: Mapping[str, Any]) -> tuple[str, ...]:
    if isinstance(values := entry.get("values"), list):
        return tuple(str(value) for value in values)
    value = entry.get("value")
    return () if value is None else (str(value),)
