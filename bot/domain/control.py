"""What a control image can steer: a few names for the service's ControlNet models."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.request import ControlMode
from bot.errors import InvalidRequest
from bot.texts import alternatives
from bot.texts import gettext as _


@dataclass(frozen=True, slots=True)
class Control:
    """A ControlNet model, and the preprocessor that makes its map from any picture."""

    model: str
    preprocessor: str


CONTROLS: Mapping[str, Control] = MappingProxyType(
    {
        "canny": Control("control_v11p_sd15_canny", "canny"),
        "depth": Control("control_v11f1p_sd15_depth", "depth"),
        "openpose": Control("control_v11p_sd15_openpose", "openpose"),
        "lineart": Control("control_v11p_sd15_lineart", "lineart"),
        "lineart-anime": Control("control_v11p_sd15s2_lineart_anime", "lineart_anime"),
        "scribble": Control("control_v11p_sd15_scribble", "scribble_hed"),
        "softedge": Control("control_v11p_sd15_softedge", "pidinet"),
        "straight-lines": Control("control_v11p_sd15_mlsd", "mlsd"),
        "surface": Control("control_v11p_sd15_normalbae", "normal_bae"),
        "tile": Control("control_v11f1e_sd15_tile", "tile_resample"),
        "canny-xl": Control("t2i-adapter_diffusers_xl_canny", "canny"),
        "depth-xl": Control("t2i-adapter_diffusers_xl_depth_midas", "depth"),
        "openpose-xl": Control("t2i-adapter_diffusers_xl_openpose", "openpose"),
        "lineart-xl": Control("t2i-adapter_diffusers_xl_lineart", "lineart"),
        "sketch-xl": Control("t2i-adapter_diffusers_xl_sketch", "pidinet_sketch"),
    }
)
DEFAULT_CONTROL = "canny"
MODES: Mapping[str, ControlMode] = MappingProxyType(
    {mode.name.casefold(): mode for mode in ControlMode}
)


def parse_control(text: str) -> Control:
    """Return what *text* steers.

    Raises:
        InvalidRequest: There is no such control; lists them.
    """
    control = CONTROLS.get(text.strip().casefold())
    if control is None:
        raise InvalidRequest("control", text, _one_of(CONTROLS))
    return control


def parse_control_mode(text: str) -> ControlMode:
    """Return who wins where prompt and control image disagree.

    Raises:
        InvalidRequest: There is no such mode; lists them.
    """
    mode = MODES.get(text.strip().casefold())
    if mode is None:
        raise InvalidRequest("control_mode", text, _one_of(MODES))
    return mode


def control_name(model: str) -> str | None:
    """Return the name under which a member asks for *model*, None if there is none."""
    return next((name for name, control in CONTROLS.items() if control.model == model), None)


def control_suggestions(text: str) -> list[str]:
    """Return the names that hold *text*."""
    return [name for name in CONTROLS if text.strip().casefold() in name]


def _one_of(names: Mapping[str, object]) -> str:
    return _("use one of {names}").format(names=alternatives([f"`{name}`" for name in names]))
