"""What can still be read of a stored request that today's rules do not take."""

from pydantic import ValidationError

from bot.domain.ranges import MAX_NAME_LENGTH, MAX_PROMPT_LENGTH
from bot.domain.request import ImageRequest

_UNREADABLE = "…"


def stored_request(stored: object, model: str) -> tuple[ImageRequest, bool]:
    """Return a request to show, and whether it is *stored* as a whole.

    Fields that are wrong get their defaults, a prompt that is too long is cut. What was not read
    as a whole must not be submitted: it is not what the member asked for.

    Args:
        stored: What the database holds, of whatever shape.
        model: The model's name as it is stored beside the request.
    """
    try:
        return ImageRequest.model_validate(stored), True
    except ValidationError:
        return _salvaged(stored, model), False


def _salvaged(stored: object, model: str) -> ImageRequest:
    found = stored if isinstance(stored, dict) else {}
    needed: dict[str, object] = {
        "prompt": _cut(found.get("prompt"), MAX_PROMPT_LENGTH),
        "model": _cut(model, MAX_NAME_LENGTH),
        "seed": 0,
    }
    fields = {
        name: value
        for name, value in found.items()
        if name in ImageRequest.model_fields and name not in {"prompt", "model"}
    }
    while fields:
        try:
            return ImageRequest.model_validate(needed | fields)
        except ValidationError as error:
            wrong = {fault["loc"][0] for fault in error.errors() if fault["loc"]}
            # A fault of no single field lies in how they go together: then none is believed.
            fields = {k: v for k, v in fields.items() if wrong and k not in wrong}
    return ImageRequest.model_validate(needed)


def _cut(value: object, length: int) -> str:
    text = value.strip()[:length].strip() if isinstance(value, str) else ""
    return text or _UNREADABLE
