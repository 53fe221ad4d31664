"""From a press on a component to the data of its interaction."""

from collections.abc import Sequence

from bot.sandbox.component_tree import BUTTON, SELECTS, STRING_SELECT, walk
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import ClientRefusal


def component_data(component: Payload, values: Sequence[str]) -> Payload:
    """Return the data of a press on the component, or of a choice in it.

    Raises:
        ClientRefusal: It is disabled, or the choice is not possible.
    """
    if component.get("disabled"):
        raise ClientRefusal("This component is disabled.")
    kind = component["type"]
    data: Payload = {
        "custom_id": component["custom_id"],
        "component_type": kind,
        "id": component["id"],
    }
    if kind == BUTTON:
        return data
    check_selection(component, values)
    return {**data, "values": list(values)}


def check_selection(select: Payload, values: Sequence[str]) -> None:
    """Check what was chosen in a select menu.

    Raises:
        ClientRefusal: Too few, too many, or not among the options.
    """
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not least <= len(values) <= most or len(set(values)) < len(values):
        raise ClientRefusal(f"Choose {least} to {most} of the options.")
    if select["type"] != STRING_SELECT:
        return
    offered = {option["value"] for option in select["options"]}
    for value in values:
        if value not in offered:
            raise ClientRefusal(f"{value} is none of the options.")


def pressable(components: list[Payload], custom_id: str) -> Payload:
    """Return the button or select *custom_id* among *components*.

    Raises:
        ClientRefusal: It is not there.
    """
    for _, component in walk(components):
        if component.get("custom_id") == custom_id and component["type"] in {BUTTON, *SELECTS}:
            return component
    raise ClientRefusal("There is no such component on this message.")
