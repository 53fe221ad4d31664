"""The rules for modals that no schema says: how much is in one, and what cannot be."""

from bot.sandbox.component_rules import check_select, check_unique
from bot.sandbox.component_tree import (
    ACTION_ROW,
    CHECKBOX_GROUP,
    FILE_UPLOAD,
    LABEL,
    RADIO_GROUP,
    SELECTS,
    TEXT_INPUT,
    walk,
)
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import invalid_form

_MOST_COMPONENTS = 5
_BOUNDED = SELECTS | {FILE_UPLOAD, CHECKBOX_GROUP}


def check_modal(components: list[Payload]) -> None:
    """Check the components of a modal.

    Raises:
        DiscordRefusal: 50035.
    """
    where = "data.components"
    if len(components) > _MOST_COMPONENTS:
        raise invalid_form(where, f"Must be {_MOST_COMPONENTS} or fewer in length.")
    if not any(component["type"] in {ACTION_ROW, LABEL} for component in components):
        raise invalid_form(where, "A modal needs something to fill in.")
    for at, component in walk(components):
        _check_field(at, component)
    check_unique(components)


def _check_field(where: str, component: Payload) -> None:
    kind = component["type"]
    if component.get("disabled"):
        raise invalid_form(f"{where}.disabled", "A component of a modal cannot be disabled.")
    if kind in SELECTS:
        check_select(where, component)
    elif kind in {RADIO_GROUP, CHECKBOX_GROUP}:
        most = 1 if kind == RADIO_GROUP else component.get("max_values")
        _check_options(where, component["options"], most)
    if kind in _BOUNDED:
        _check_bounds(where, component, "min_values", "max_values")
        if component.get("min_values") == 0 and component.get("required") is not False:
            raise invalid_form(f"{where}.min_values", "0 needs required to be false.")
    if kind == TEXT_INPUT:
        _check_bounds(where, component, "min_length", "max_length")


def _check_options(where: str, options: list[Payload], most: int | None) -> None:
    values = [option["value"] for option in options]
    if len(set(values)) < len(values):
        raise invalid_form(f"{where}.options", "The specified option value is already used.")
    if sum(bool(option.get("default")) for option in options) > (most or len(options)):
        raise invalid_form(f"{where}.options", "More options are default than may be chosen.")


def _check_bounds(where: str, component: Payload, least: str, most: str) -> None:
    low, high = component.get(least), component.get(most)
    if low is not None and high is not None and low > high:
        raise invalid_form(f"{where}.{most}", f"Must not be less than {least}.")
