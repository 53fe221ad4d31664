"""The rules for components that no schema says: totals, unique ids, what may stand where."""

from bot.sandbox.component_tree import (
    ACTION_ROW,
    BUTTON,
    FILE,
    ONLY_V2,
    SELECTS,
    TEXT_DISPLAY,
    media_of,
    walk,
)
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import invalid_form

_MOST_COMPONENTS = 40
_MOST_TEXT = 4000
_MOST_ROWS = 5
_MOST_IN_ROW = 5
_MOST_OPTIONS = 25
_LINK_STYLE = 5
_PREMIUM_STYLE = 6


def check_components(components: list[Payload], *, is_v2: bool) -> None:
    """Check the components of a message.

    Raises:
        DiscordRefusal: 50035.
    """
    if is_v2:
        _check_totals(components)
    elif len(components) > _MOST_ROWS:
        raise invalid_form("components", f"Must be {_MOST_ROWS} or fewer in length.")
    for where, component in walk(components):
        if component["type"] in ONLY_V2 and not is_v2:
            raise invalid_form(
                f"{where}.type", "This component type needs the flag IS_COMPONENTS_V2."
            )
        if component["type"] == ACTION_ROW:
            _check_row(where, component["components"])
        elif component["type"] in SELECTS:
            check_select(where, component)
        elif component["type"] == FILE and not component["file"]["url"].startswith("attachment:"):
            raise invalid_form(f"{where}.file.url", "A file component shows attachments only.")
    check_unique(components)


def check_select(where: str, select: Payload) -> None:
    """Check one select menu: 1 to 25 options, all different, and sensible bounds.

    Raises:
        DiscordRefusal: 50035.
    """
    least, most = select.get("min_values"), select.get("max_values")
    if least is not None and most is not None and least > most:
        raise invalid_form(f"{where}.max_values", "Must not be less than min_values.")
    preset = select.get("default_values")
    if preset and not (1 if least is None else least) <= len(preset) <= (most or 1):
        raise invalid_form(f"{where}.default_values", "Must be as many as may be chosen.")
    options = select.get("options")
    if options is None:
        return
    if not 1 <= len(options) <= _MOST_OPTIONS:
        raise invalid_form(f"{where}.options", f"Must be between 1 and {_MOST_OPTIONS} in length.")
    values = [option["value"] for option in options]
    if len(set(values)) < len(values):
        raise invalid_form(f"{where}.options", "The specified option value is already used.")
    if sum(bool(option.get("default")) for option in options) > (most or 1):
        raise invalid_form(f"{where}.options", "More options are default than may be chosen.")


def check_unique(components: list[Payload]) -> None:
    """Check that no custom_id and no numeric id stands there twice.

    Raises:
        DiscordRefusal: 50035.
    """
    for key in ("custom_id", "id"):
        seen: set[object] = set()
        for where, component in walk(components):
            value = component.get(key)
            if not value:
                continue
            if value in seen:
                raise invalid_form(f"{where}.{key}", "Component ids must be unique.")
            seen.add(value)


def _check_totals(components: list[Payload]) -> None:
    everything = list(walk(components))
    if len(everything) > _MOST_COMPONENTS:
        raise invalid_form(
            "components", f"The total number of components must be {_MOST_COMPONENTS} or fewer."
        )
    text = sum(len(each["content"]) for _, each in everything if each["type"] == TEXT_DISPLAY)
    if text > _MOST_TEXT:
        raise invalid_form(
            "components", f"The text of all components must be {_MOST_TEXT} or fewer in length."
        )


def _check_row(where: str, children: list[Payload]) -> None:
    is_buttons = all(child["type"] == BUTTON for child in children)
    if not children or len(children) > (_MOST_IN_ROW if is_buttons else 1):
        raise invalid_form(f"{where}.components", "A row holds 1 to 5 buttons, or one select.")
    for index, child in enumerate(children):
        if child["type"] == BUTTON:
            _check_button(f"{where}.components[{index}]", child)


def _check_button(where: str, button: Payload) -> None:
    if button["style"] == _LINK_STYLE:
        if not button.get("url") or button.get("custom_id"):
            raise invalid_form(where, "A link button has a url and no custom_id.")
    elif button["style"] != _PREMIUM_STYLE:
        if not button.get("custom_id") or button.get("url"):
            raise invalid_form(where, "A button has a custom_id and no url.")
        if not button.get("label") and not button.get("emoji"):
            raise invalid_form(where, "A button must have a label or an emoji.")


def shown_files(components: list[Payload]) -> set[str]:
    """Return the names of the attachments that these components show."""
    names = set()
    for _, component in walk(components):
        for media in media_of(component):
            if media["url"].startswith("attachment://"):
                names.add(media["url"].removeprefix("attachment://"))
    return names
