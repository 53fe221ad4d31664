"""From a filled-in modal to the data of its interaction."""

from collections.abc import Mapping, Sequence
from itertools import count

from bot.sandbox.component_data import check_selection
from bot.sandbox.component_tree import (
    ACTION_ROW,
    CHECKBOX,
    LABEL,
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
    values = _preset(component) if given is None else [given] if isinstance(given, str) else given
    match component["type"]:
        case 19:
            _check_count(component, len(values), component.get("max_values") or 1, "files")
        case 21:
            _check_offered(component, values)
            if not values and component.get("required", True):
                raise ClientRefusal("One of the choices must be taken.")
            return {"value": values[0] if values else None}
        case 22:
            most = component.get("max_values") or len(component["options"])
            _check_count(component, len(values), most, "boxes")
            _check_offered(component, values)
        case _ if values or component.get("required", True):
            check_selection({"min_values": 1, "max_values": 1, **component}, values)
    return {"values": list(values)}


def _preset(component: Payload) -> list[str]:
    chosen = [each["value"] for each in component.get("options") or [] if each.get("default")]
    return chosen or [str(each["id"]) for each in component.get("default_values") or []]


def _check_count(component: Payload, count: int, most: int, things: str) -> None:
    is_required = component.get("required") is not False
    least = component.get("min_values")
    least = (1 if is_required else 0) if least is None else least
    if count > most or (count < least and (count or is_required)):
        raise ClientRefusal(f"{component['custom_id']}: {least} to {most} {things} are needed.")


def _check_offered(component: Payload, values: Sequence[str]) -> None:
    offered = {option["value"] for option in component["options"]}
    for value in values:
        if value not in offered:
            raise ClientRefusal(f"{value} is none of the options.")


def _text(component: Payload, given: str | Sequence[str] | None) -> str:
    text = given if isinstance(given, str) else component.get("value") or ""
    if not text and component.get("required", True):
        raise ClientRefusal(f"{component.get('label') or component['custom_id']}: is required.")
    least, most = component.get("min_length") or 0, component.get("max_length") or _LONGEST
    if text and not least <= len(text) <= most:
        raise ClientRefusal(f"{component['custom_id']}: must have {least} to {most} characters.")
    return text
