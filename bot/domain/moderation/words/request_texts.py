"""Every text of a request that a member has chosen, and where it stands in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.request import ImageRequest
from bot.domain.styles import Style

PROMPT, NEGATIVE_PROMPT, STYLE = "prompt", "negative_prompt", "style"


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A text and what of the request it is."""

    where: str
    text: str


def request_texts(request: ImageRequest, style: str | None) -> Iterator[LookedAt]:
    """Yield the texts of *request*; *style* names the styles whose words are already in it."""
    # Those of an image that is only enlarged as well: its new card shows them, and it shows what
    # they have painted, perhaps before the rules changed, or where there are others.
    yield LookedAt(PROMPT, request.prompt)
    yield LookedAt(NEGATIVE_PROMPT, request.negative_prompt)
    yield LookedAt("model", request.model)
    if style:
        yield LookedAt(STYLE, style)
    for lora in request.loras:
        yield LookedAt("lora", lora.name)
    if request.vae is not None:
        yield LookedAt("vae", request.vae)
    if request.refiner is not None:
        yield LookedAt("refiner", request.refiner.model)
    for unit in request.control_units:
        yield LookedAt("control", f"{unit.model}, {unit.preprocessor}")


def style_texts(style: Style) -> Iterator[LookedAt]:
    """Yield the texts of a style that a member saves or shares."""
    yield LookedAt(STYLE, style.name)
    yield LookedAt(PROMPT, style.prompt)
    yield LookedAt(NEGATIVE_PROMPT, style.negative_prompt)
    for option, value in style.options.items():
        yield LookedAt(option, value)
