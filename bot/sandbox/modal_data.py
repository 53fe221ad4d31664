"""From a filled-in modal to the data of its interaction."""

from collections.abc import Mapping, Sequence
from itertools import count

from bot.sandbox.component_data import check_selection
from bot.sandbox.component_tree import (
    ACTION_ROW,
    CHECKBOX,
    CHECKBOX_GROUP,
    FILE_UPLOAD,
    LABEL,
    RADIO_GROUP,
    SELECTS,
    TEXT_INPUT,
)
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import ClientRefusal

_LONGEST = 4000
Fields = Mapping[str, str | Sequence[str]]


def modal_data(modal: Payload, fields: Fields) -> Payload:
    """Return the data of a submission; what *fields* leaves out is left as the modal shows it.

    Raises:
        ClientRefusal: The client would not submit this.
    """
    numbers = count(1)
    components = [_filled(component, fields, numbers) for component in modal["components"]]
    return {"custom_id": modal["custom_id"], "components": components}


def _filled(component: Payload, fields: Fields, numbers: "count[int]") -> Payload:
    kind = component["type"]
    shown: Payload = {"type": kind, "id": component.get("id") or next(numbers)}
    if kind == ACTION_ROW:
        rows = [_filled(child, fields, numbers) for child in component["components"]]
        return {**shown, "components": rows}
    if kind == LABEL:
        return {**shown, "component": _filled(component["component"], fields, numbers)}
    if "custom_id" not in component:
        return shown  # a text display has nothing to fill in
    custom_id = component["custom_id"]
    return {**shown, "custom_id": custom_id, **_value(component, fields.get(custom_id))}


def _value(component: Payload, given: str | Sequence[str] | None) -> Payload:
    kind = component["type"]
    if kind == TEXT_INPUT:
        return {"value": _text(component, given)}
    if kind == CHECKBOX:
        return {"value": _is_ticked(component, given)}
    return _chosen(component, given)


def _is_ticked(component: Payload, given: str | Sequence[str] | None) -> bool:
    if given is None:
        return bool(component.get("default"))
    return given == "true" or list(given) == ["true"]


def _chosen(component: Payload, given: str | Sequence[str] | None) -> Payload:
    kind = component["type"]
    values = [] if given is None else [given] if isinstance(given, str) else list(given)
    if given is None:
        values = [each["value"] for each in component.get("options") or [] if each.get("default")]
    if kind == RADIO_GROUP:
        if not values and component.get("required", True):
            raise ClientRefusal("One of the choices must be taken.")
        return {"value": values[0] if values else None}
    if kind in SELECTS and (values or component.get("required", True)):
        bounds = {"min_values": 1, "max_values": 1}
        check_selection({**bounds, **component}, values)
    if kind == FILE_UPLOAD and not values and component.get("required", True):
        raise ClientRefusal("A file is required.")
    if kind == CHECKBOX_GROUP and len(values) < component.get("min_values", 0):
        raise ClientRefusal("Too few of the boxes are ticked.")
    return {"values": values}


def _text(component: Payload, given: str | Sequence[str] | None) -> str:
    text = given if isinstance(given, str) else component.get("value") or ""
    if not text and component.get("required", True):
        raise ClientRefusal(f"{component.get('label') or component['custom_id']}: is required.")
    least, most = component.get("min_length") or 0, component.get("max_length") or _LONGEST
    if text and not least <= len(text) <= most:
        raise ClientRefusal(f"{component['custom_id']}: must have {least} to {most} characters.")
    return text
