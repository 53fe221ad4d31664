"""ControlNet with V3: only where an image is painted over, and with names of its own."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from bot.domain.control import control_name
from bot.domain.request import ControlMode, ControlUnit, ImageRequest
from bot.errors import InvalidRequest, NotSupported
from bot.providers.v2_body import base64_of, plain
from bot.texts import alternatives
from bot.texts import gettext as _

# By the names of our controls: V3's model, and its preprocessor. It has no tile and no sketch.
_CONTROLS: Mapping[str, tuple[str, str]] = {
    "canny": ("control_v11p_sd15_canny", "canny"),
    "depth": ("control_v11f1p_sd15_depth", "depth"),
    "openpose": ("control_v11p_sd15_openpose", "openpose"),
    "lineart": ("control_v11p_sd15_lineart", "lineart"),
    "lineart-anime": ("control_v11p_sd15s2_lineart_anime", "lineart_anime"),
    "scribble": ("control_v11p_sd15_scribble", "scribble_hed"),
    "softedge": ("control_v11p_sd15_softedge", "softedge_pidinet"),
    "straight-lines": ("control_v11p_sd15_mlsd", "mlsd"),
    "surface": ("control_v11p_sd15_normalbae", "normal_bae"),
    "canny-xl": ("controlnet-canny-sdxl-1.0", "canny"),
    "depth-xl": ("controlnet-depth-sdxl-1.0", "depth_midas"),
    "openpose-xl": ("controlnet-openpose-sdxl-1.0", "openpose"),
}


class _Unit(BaseModel):
    model_name: str
    image_base64: str
    strength: int | float
    preprocessor: str


class ControlNet(BaseModel):
    """The field ``controlnet`` of ``/v3/async/img2img``."""

    units: list[_Unit]


def check_control(request: ImageRequest) -> None:
    """Refuse a control image that V3 cannot follow.

    Raises:
        NotSupported: There is no source image, or V3 does not have that control or mode.
        InvalidRequest: The weight is above V3's largest.
    """
    if request.control_units and request.source is None:
        raise NotSupported(
            _(
                "`control_image` cannot be used without `image`: this image service has no "
                "ControlNet for prompts."
            )
        )
    for unit in request.control_units:
        _check_unit(unit)


def control_net(units: Sequence[ControlUnit], inputs: Mapping[str, bytes]) -> ControlNet | None:
    """Return the field, None without units.

    Raises:
        RequestRefused: A control image is not among the *inputs*.
    """
    if not units:
        return None
    return ControlNet(units=[_unit(unit, inputs) for unit in units])


def _check_unit(unit: ControlUnit) -> None:
    name = control_name(unit.model)
    if name not in _CONTROLS:
        raise NotSupported(
            _("`control` cannot be `{name}` with this image service. It has: {names}.").format(
                name=name or unit.model, names=alternatives([f"`{each}`" for each in _CONTROLS])
            )
        )
    if unit.mode is not ControlMode.BALANCED:
        raise NotSupported(_("`control_mode` can only be `balanced` with this image service."))
    if unit.weight > 1:
        allowed = _("this image service takes weights from 0 to 1")
        raise InvalidRequest("control_weight", f"{unit.weight:g}", allowed)


def _unit(unit: ControlUnit, inputs: Mapping[str, bytes]) -> _Unit:
    model, preprocessor = _CONTROLS[control_name(unit.model) or ""]
    missing = _("the control image is not there any more")
    return _Unit(
        model_name=model,
        image_base64=base64_of(unit.image_sha256, inputs, missing),
        strength=plain(unit.weight),
        preprocessor=preprocessor,
    )
