"""Which commands differ from what Discord knows, so that syncing is done only on change."""

from collections.abc import Mapping, Sequence
from typing import Any

# What Discord adds or fills in; a definition is the same without it.
_DEFAULTS: Mapping[str, Any] = {
    "type": 1,
    "required": False,
    "autocomplete": False,
    "nsfw": False,
    "options": [],
    "choices": [],
    "name_localizations": None,
    "description_localizations": None,
    "default_member_permissions": None,
    "dm_permission": True,
    "description": "",
}
_EMPTY_IS_NONE = frozenset(
    {"options", "choices", "name_localizations", "description_localizations"}
)
_COMMAND_KEYS = (
    "name",
    "type",
    "description",
    "options",
    "nsfw",
    "default_member_permissions",
    "contexts",
    "integration_types",
    "name_localizations",
    "description_localizations",
)
_OPTION_KEYS = (
    "name",
    "type",
    "description",
    "required",
    "autocomplete",
    "choices",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
    "channel_types",
    "name_localizations",
    "description_localizations",
)


def changed_commands(
    known: Sequence[Mapping[str, Any]], wanted: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Return the names, sorted, of commands that are new, different or gone."""
    before = {(c.get("type", 1), c["name"]): _essence(c, _COMMAND_KEYS) for c in known}
    after = {(c.get("type", 1), c["name"]): _essence(c, _COMMAND_KEYS) for c in wanted}
    keys = before.keys() | after.keys()
    return sorted(
        name for kind, name in keys if before.get((kind, name)) != after.get((kind, name))
    )


def _essence(value: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    essence = {}
    for key in keys:
        item = value.get(key)
        if item is None:
            item = _DEFAULTS.get(key)
        if key == "options" and item:
            item = [_essence(option, (*_OPTION_KEYS, "options")) for option in item]
        elif key == "choices" and item:
            item = [(c["name"], c["value"], c.get("name_localizations") or None) for c in item]
        elif key in {"contexts", "integration_types"} and item is not None:
            item = sorted(item)
        elif key == "default_member_permissions" and item is not None:
            item = str(item)
        elif not item and key in _EMPTY_IS_NONE:
            item = _DEFAULTS[key]
        essence[key] = item
    return essence
