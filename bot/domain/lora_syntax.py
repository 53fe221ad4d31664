"""LoRAs as members write them: inline `<lora:name:weight>` and the option `name:weight, …`."""

import math
import re
from collections.abc import Iterable
from decimal import Decimal

from bot.domain.ranges import MAX_LORA_WEIGHT, MAX_NAME_LENGTH, allowed_phrase
from bot.domain.request import Lora
from bot.errors import InvalidRequest
from bot.texts import gettext as _

_INLINE = re.compile(r"<\s*lora\s*:([^<>]*)>", re.IGNORECASE)
_OPENING = re.compile(r"<\s*lora\s*:.*", re.IGNORECASE)
# The service's names of LoRAs lose the extension that their files have.
_EXTENSION = re.compile(r"\.(safetensors|ckpt|pt)$", re.IGNORECASE)


def split_inline(prompt: str) -> tuple[str, tuple[Lora, ...]]:
    """Take the inline LoRAs out of *prompt*; a missing weight is 1.

    Raises:
        InvalidRequest: A LoRA is not closed, has no name, or a weight that is no number in range.
    """
    loras = tuple(_lora(match[1], match[0]) for match in _INLINE.finditer(prompt))
    unclosed = _OPENING.search(_INLINE.sub("", prompt))
    if unclosed is not None:
        raise InvalidRequest(
            "loras", unclosed[0], _("close the LoRA, as in `<lora:name:0.7>`, or leave it out")
        )
    if not loras:
        return prompt.strip(), ()
    text = re.sub(r"[ \t]{2,}", " ", _INLINE.sub("", prompt))
    return re.sub(r"\s+,", ",", text).strip(" \t\n,"), merged(loras)


def refuse_inline(negative_prompt: str) -> str:
    """Return *negative_prompt* if it holds no LoRA.

    There is nothing that it could mean: a LoRA is applied to the model, for both prompts.

    Raises:
        InvalidRequest: It holds one.
    """
    match = _INLINE.search(negative_prompt)
    if match is not None:
        raise InvalidRequest(
            "negative_prompt",
            match[0],
            _("a LoRA belongs in the prompt or in `loras`; a negative weight works against it"),
        )
    return negative_prompt


def parse_loras(text: str) -> tuple[Lora, ...]:
    """Read `name:0.7, other`; the inline form is understood here as well.

    Raises:
        InvalidRequest: A LoRA has no name, or a weight that is no number in range.
    """
    inline = tuple(_lora(match[1], match[0]) for match in _INLINE.finditer(text))
    entries = (entry.strip() for entry in re.split(r"[,;\n]", _INLINE.sub(",", text)))
    return merged((*inline, *(_lora(entry, entry) for entry in entries if entry)))


def merged(loras: Iterable[Lora]) -> tuple[Lora, ...]:
    """Keep one LoRA a name, where it was named first, with the weight that came last."""
    return tuple({lora.name: lora for lora in loras}.values())


def loras_text(loras: Iterable[Lora]) -> str:
    """Return the text for the option, which ``parse_loras`` reads back."""
    return ", ".join(f"{lora.name}:{number_text(lora.weight)}" for lora in loras)


def number_text(value: float) -> str:
    """Return the shortest text of *value*, without `.0` and without an exponent."""
    if value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _lora(body: str, shown: str) -> Lora:
    name, colon, weight = (part.strip() for part in body.partition(":"))
    name = _EXTENSION.sub("", name)
    if not name or len(name) > MAX_NAME_LENGTH or re.search("[<>,;]", name):
        raise InvalidRequest("loras", shown, allowed_phrase("lora_name") or "")
    return Lora(name=name, weight=_weight(weight) if colon else 1.0)


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not abs(weight) <= MAX_LORA_WEIGHT:  # also when it is not a number
        raise InvalidRequest("loras", text, allowed_phrase("lora_weight") or "")
    return weight
