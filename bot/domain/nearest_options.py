"""The options of `/imagine` that come nearest to what another tool has written."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.domain.foreign_parameters import ForeignParameters
from bot.domain.lora_syntax import number_text
from bot.domain.options import ImagineOptions, image_request_from
from bot.domain.ranges import (
    MAX_GUIDANCE,
    MAX_HIRES_SCALE,
    MAX_PROMPT_LENGTH,
    MAX_SEED,
    MAX_STEPS,
)
from bot.errors import InvalidRequest

_ANY_MODEL: Mapping[str, str] = {"model": "any"}  # another default is of no matter for the checks
_IN_BRACKETS = re.compile(r"<[^<>]*>")
_MOST_DIGITS = 12
_LEAST_GUIDANCE = 0.1
_SCHEDULE = "Schedule type"
_OF_COURSE = frozenset({"", "automatic"})  # what a sampler does if nothing is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The options, and the settings that became something else or nothing, in their order."""

    options: ImagineOptions
    changed: tuple[tuple[str, str, str], ...]  # name, what was written, what it became
    left_out: tuple[tuple[str, str], ...]


def nearest_options(foreign: ForeignParameters, *, model: str | None = None) -> Nearest:
    """Return what `/imagine` takes of it; *model* is the service's own name of what it names."""
    options, left_out = _prompts(foreign)
    changed: list[tuple[str, str, str]] = []
    for name, text in foreign.settings:
        taken = _taken(options, name, text, foreign, model)
        if taken is None or not _is_allowed(taken[0]):
            left_out.append((name, text))
            continue
        options, became = taken
        if not _is_same(text, became):
            changed.append((name, text, became))
    return Nearest(options=options, changed=tuple(changed), left_out=tuple(left_out))


def _prompts(foreign: ForeignParameters) -> tuple[ImagineOptions, list[tuple[str, str]]]:
    """Return the prompts alone; what stands in brackets goes where `/imagine` would refuse it."""
    prompt, negative = foreign.prompt[:MAX_PROMPT_LENGTH], foreign.negative_prompt
    negative = negative[:MAX_PROMPT_LENGTH]
    left_out: list[tuple[str, str]] = []
    if not _is_allowed(ImagineOptions(prompt=prompt or "a")):
        left_out += [("Prompt", found) for found in _IN_BRACKETS.findall(prompt)]
        prompt = _without_brackets(prompt)
    if not _is_allowed(ImagineOptions(prompt="a", negative_prompt=negative or None)):
        left_out += [("Negative prompt", found) for found in _IN_BRACKETS.findall(negative)]
        negative = _without_brackets(negative)
    return ImagineOptions(prompt=prompt, negative_prompt=negative or None), left_out


def _without_brackets(text: str) -> str:
    return " ".join(_IN_BRACKETS.sub(" ", text).replace("<", " ").split())


_Taken = tuple[ImagineOptions, str]  # with the option, and what its value became


def _taken(
    options: ImagineOptions, name: str, text: str, foreign: ForeignParameters, model: str | None
) -> _Taken | None:
    """Return *options* with what a setting says; None if it has no counterpart."""
    key = name.casefold()
    if key == "model":
        return None if model is None else (replace(options, model=model), model)
    if key == "sampler":
        sampler = _sampler(foreign)
        return replace(options, sampler=sampler), sampler
    if key == _SCHEDULE.casefold():
        is_taken = text.casefold() in _OF_COURSE or _sampler(foreign).endswith(f" {text}")
        return (options, text) if is_taken else None
    if key in {"size", "hires resize"}:
        is_size = key == "size"
        return (replace(options, size=text) if is_size else replace(options, hires=text)), text
    number, reader = _number(text), _NUMBERS.get(key)
    return None if number is None or reader is None else reader(options, number)


def _steps(options: ImagineOptions, number: float) -> _Taken:
    steps = round(min(max(number, 1), MAX_STEPS))
    return replace(options, steps=steps), str(steps)


def _guidance(options: ImagineOptions, number: float) -> _Taken:
    guidance = min(max(number, _LEAST_GUIDANCE), MAX_GUIDANCE)
    return replace(options, guidance=guidance), number_text(guidance)


def _seed(options: ImagineOptions, number: float) -> _Taken | None:
    if not (number.is_integer() and 0 <= number <= MAX_SEED):
        return None  # another seed is another image, not a near one
    return replace(options, seed=int(number)), str(int(number))


def _clip_skip(options: ImagineOptions, number: float) -> _Taken:
    return replace(options, advanced=f"clip_skip={number_text(number)}"), number_text(number)


def _hires(options: ImagineOptions, number: float) -> _Taken:
    scale = number_text(min(max(number, 1.0), float(MAX_HIRES_SCALE)))
    return replace(options, hires=scale), scale


_NUMBERS: Mapping[str, Callable[[ImagineOptions, float], _Taken | None]] = {
    "steps": _steps,
    "cfg scale": _guidance,
    "seed": _seed,
    "clip skip": _clip_skip,
    "hires upscale": _hires,
}


def _number(text: str) -> float | None:
    try:
        number = float(text) if len(text) <= _MOST_DIGITS else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _sampler(foreign: ForeignParameters) -> str:
    """Return the sampler's name; newer tools write its schedule apart, the service does not."""
    name, schedule = foreign.setting("Sampler"), foreign.setting(_SCHEDULE)
    joined = name if schedule.casefold() in _OF_COURSE else f"{name} {schedule}"
    return joined if _is_allowed(ImagineOptions(prompt="a", sampler=joined)) else name


def _is_allowed(options: ImagineOptions) -> bool:
    try:
        trial = replace(options, prompt=options.prompt or "a")
        image_request_from(trial, defaults=_ANY_MODEL, seed=0)
    except InvalidRequest:
        return False
    return True


def _is_same(text: str, became: str) -> bool:
    one, other = _number(text), _number(became)
    return text in became if one is None or other is None else one == other
