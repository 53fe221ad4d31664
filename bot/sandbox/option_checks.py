"""What Discord's own client checks before it sends a slash command's options."""

from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import ClientRefusal

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
_LONGEST = 6000
_WORDS = {"true": True, "false": False}


def coerced(option: Payload, value: object) -> object:
    """Return *value* as the option's type where that is plainly possible.

    A client has text boxes: it turns "20" into 20 for a whole number. What cannot be turned
    stays as it is, for ``check_value`` to refuse or for an unchecked command to send.
    """
    if not isinstance(value, str):
        return str(value) if option["type"] == STRING else value
    match option["type"]:
        case 4:
            return int(value) if value.strip().lstrip("+-").isdecimal() else value
        case 5:
            return _WORDS.get(value.lower(), value)
        case 10:
            return _number(value)
    return value


def _number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


def check_value(option: Payload, value: object) -> None:
    """Check one value against its option.

    Raises:
        ClientRefusal: With what the client would show.
    """
    name, kind = option["name"], option["type"]
    if not _fits(kind, value):
        raise ClientRefusal(f"{name}: {value!r} is not of the right kind.")
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        raise ClientRefusal(f"{name}: {value!r} is none of the choices.")
    if isinstance(value, str) and kind == STRING:
        least, most = option.get("min_length", 0), option.get("max_length", _LONGEST)
        if not least <= len(value) <= most or not value:
            raise ClientRefusal(f"{name}: must have {max(least, 1)} to {most} characters.")
    if isinstance(value, int | float) and kind in {INTEGER, NUMBER}:
        _check_range(option, value)


def _fits(kind: int, value: object) -> bool:
    match kind:
        case 4:
            return isinstance(value, int) and not isinstance(value, bool)
        case 5:
            return isinstance(value, bool)
        case 10:
            return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str)


def _check_range(option: Payload, value: float) -> None:
    low, high = option.get("min_value"), option.get("max_value")
    if low is not None and value < low:
        raise ClientRefusal(f"{option['name']}: must be at least {low}.")
    if high is not None and value > high:
        raise ClientRefusal(f"{option['name']}: must be at most {high}.")


def check_required(options: list[Payload], given: set[str]) -> None:
    """Check that nothing required is missing and nothing unknown is there.

    Raises:
        ClientRefusal: With what the client would show.
    """
    known = {option["name"] for option in options}
    for option in options:
        if option.get("required") and option["name"] not in given:
            raise ClientRefusal(f"{option['name']}: this option is required.")
    for name in sorted(given - known):
        raise ClientRefusal(f"{name}: this command has no such option.")
