"""The samplers of Novita's V2 text-to-image page, all 30, in the page's order."""

import difflib
from enum import StrEnum

from bot.errors import InvalidRequest
from bot.texts import gettext as _


class Sampler(StrEnum):
    """A sampler by the name that the service and its users know it by."""

    DPMPP_2M_KARRAS = "DPM++ 2M Karras"
    DPMPP_SDE_KARRAS = "DPM++ SDE Karras"
    DPMPP_2M_SDE_EXPONENTIAL = "DPM++ 2M SDE Exponential"
    DPMPP_2M_SDE_KARRAS = "DPM++ 2M SDE Karras"
    EULER_A = "Euler a"
    EULER = "Euler"
    LMS = "LMS"
    HEUN = "Heun"
    DPM2 = "DPM2"
    DPM2_A = "DPM2 a"
    DPMPP_2S_A = "DPM++ 2S a"
    DPMPP_2M = "DPM++ 2M"
    DPMPP_SDE = "DPM++ SDE"
    DPMPP_2M_SDE = "DPM++ 2M SDE"
    DPMPP_2M_SDE_HEUN = "DPM++ 2M SDE Heun"
    DPMPP_2M_SDE_HEUN_KARRAS = "DPM++ 2M SDE Heun Karras"
    DPMPP_2M_SDE_HEUN_EXPONENTIAL = "DPM++ 2M SDE Heun Exponential"
    DPMPP_3M_SDE = "DPM++ 3M SDE"
    DPMPP_3M_SDE_KARRAS = "DPM++ 3M SDE Karras"
    DPMPP_3M_SDE_EXPONENTIAL = "DPM++ 3M SDE Exponential"
    DPM_FAST = "DPM fast"
    DPM_ADAPTIVE = "DPM adaptive"
    LMS_KARRAS = "LMS Karras"
    DPM2_KARRAS = "DPM2 Karras"
    DPM2_A_KARRAS = "DPM2 a Karras"
    DPMPP_2S_A_KARRAS = "DPM++ 2S a Karras"
    RESTART = "Restart"
    DDIM = "DDIM"
    PLMS = "PLMS"
    UNIPC = "UniPC"


def parse_sampler(text: str) -> Sampler:
    """Return the sampler of that name; case, blanks and hyphens do not matter.

    Raises:
        InvalidRequest: There is none; names the closest one.
    """
    exact = _BY_KEY.get(_key(text))
    if exact is not None:
        return exact
    close = difflib.get_close_matches(_key(text), _BY_KEY, n=1, cutoff=0)
    closest = _BY_KEY[close[0]] if close else Sampler.DPMPP_2M_KARRAS
    raise InvalidRequest(
        "sampler",
        text,
        _("the closest one is `{closest}`, and all {count} are offered as you type").format(
            closest=closest, count=len(Sampler)
        ),
    )


def sampler_suggestions(text: str) -> list[str]:
    """Return the names that hold every word of *text*, in the page's order."""
    words = text.casefold().split()
    return [name for name in Sampler if all(word in name.casefold() for word in words)]


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character not in " -_")


_BY_KEY = {_key(sampler): sampler for sampler in Sampler}
