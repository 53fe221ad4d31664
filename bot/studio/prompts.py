"""LoRA tags inside prompts, ``<lora:NAME:WEIGHT>``, as V2 takes them."""

import re

from bot.studio.refusals import Reason, Refused

_TAG = re.compile(r"<lora:([^:<>]*)(?::([^<>]*))?>", re.IGNORECASE)


def lora_names(prompt: str) -> tuple[str, ...]:
    """Return the names of the LoRAs in *prompt*, in order.

    Raises:
        Refused: A name is empty or a weight is no number.
    """
    names = []
    for name, weight in _TAG.findall(prompt):
        if not name.strip():
            raise Refused(Reason.OUT_OF_RANGE, "a lora in the prompt has no name")
        if weight and not _is_number(weight):
            raise Refused(Reason.OUT_OF_RANGE, f"lora {name}: weight is no number")
        names.append(name.strip())
    return tuple(names)


def without_loras(prompt: str) -> str:
    """Return *prompt* without its LoRA tags, which say nothing about the picture."""
    return " ".join(_TAG.sub(" ", prompt).split())


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\s*[-+]?(\d+\.?\d*|\.\d+)\s*", text) is not None
