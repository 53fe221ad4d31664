"""What V3 cannot do, or only within narrower ranges than V2; checked before anything is spent."""

from bot.domain.request import ImageRequest
from bot.domain.samplers import Sampler
from bot.errors import InvalidRequest, NotSupported
from bot.providers.v3_body import UPSCALERS
from bot.providers.v3_control import check_control
from bot.texts import alternatives
from bot.texts import gettext as _

MAX_PROMPT_LENGTH = 1024
SAMPLERS = frozenset(Sampler) - {
    Sampler.RESTART,
    Sampler.DPMPP_2M_SDE,
    Sampler.DPMPP_2M_SDE_KARRAS,
    Sampler.DPMPP_2M_SDE_EXPONENTIAL,
    Sampler.DPMPP_2M_SDE_HEUN,
    Sampler.DPMPP_2M_SDE_HEUN_KARRAS,
    Sampler.DPMPP_2M_SDE_HEUN_EXPONENTIAL,
    Sampler.DPMPP_3M_SDE,
    Sampler.DPMPP_3M_SDE_KARRAS,
    Sampler.DPMPP_3M_SDE_EXPONENTIAL,
}

_MIN_SIDE_PX = 128
_MAX_SIDE_PX = 2048
_MAX_HIRES_SIDE_PX = 4096
_MIN_GUIDANCE = 1


def check(request: ImageRequest) -> None:
    """Refuse *request* if V3 would.

    Raises:
        NotSupported: An option, or a choice of it, that V3 does not have.
        InvalidRequest: A value out of V3's range.
    """
    _check_texts(request)
    _check_size(request)
    _check_loras(request)
    if request.guidance_scale < _MIN_GUIDANCE:
        allowed = _("this image service wants at least 1")
        raise InvalidRequest("guidance", f"{request.guidance_scale:g}", allowed)
    if request.sampler not in SAMPLERS:
        raise NotSupported(
            _("`sampler` cannot be `{sampler}` with this image service. It has: {names}.").format(
                sampler=request.sampler,
                names=alternatives([each for each in Sampler if each in SAMPLERS]),
            )
        )
    check_control(request)
    _check_source(request)


def _check_source(request: ImageRequest) -> None:
    source = request.source
    if source is None:
        return
    if request.upscale is not None:
        raise NotSupported(_("This image service cannot enlarge a finished image any more."))
    if source.mask_sha256 is not None:
        raise NotSupported(
            _(
                "`mask` cannot be used: this image service paints no part of an image any more, "
                "only the whole."
            )
        )
    if request.refiner is not None:
        raise NotSupported(_("`refiner` cannot go together with `image` with this image service."))
    if request.restore_faces:
        raise NotSupported(
            _("`restore_faces` cannot go together with `image` with this image service.")
        )


def _check_texts(request: ImageRequest) -> None:
    fields = {"prompt": request.prompt, "negative_prompt": request.negative_prompt}
    for field, text in fields.items():
        if len(text) > MAX_PROMPT_LENGTH:
            allowed = _("this image service takes at most {most} characters, and it has {length}")
            raise InvalidRequest(
                field, text, allowed.format(most=MAX_PROMPT_LENGTH, length=len(text))
            )


def _check_size(request: ImageRequest) -> None:
    sides_px = (request.width_px, request.height_px)
    _check_sides("size", sides_px, _MAX_SIDE_PX)
    if request.hires is None:
        return
    _check_sides("hires", request.final_size_px, _MAX_HIRES_SIDE_PX)
    if request.hires.upscaler not in UPSCALERS:
        raise NotSupported(
            _("`upscaler` cannot be `{name}` with this image service. It has: {names}.").format(
                name=request.hires.upscaler, names=alternatives(list(UPSCALERS))
            )
        )


def _check_sides(field: str, sides_px: tuple[int, int], most_px: int) -> None:
    if not all(_MIN_SIDE_PX <= side_px <= most_px for side_px in sides_px):
        allowed = _("with this image service each side is {least} to {most} pixels")
        raise InvalidRequest(
            field,
            "{}x{}".format(*sides_px),
            allowed.format(least=_MIN_SIDE_PX, most=most_px),
        )


def _check_loras(request: ImageRequest) -> None:
    for lora in request.loras:
        if not 0 <= lora.weight <= 1:
            allowed = _("this image service takes weights from 0 to 1")
            raise InvalidRequest("loras", f"{lora.name}:{lora.weight:g}", allowed)
