"""The body of ``POST /v3/async/img2img``: a picture and how much of it may change."""

from dataclasses import replace

from pydantic import Field

from bot.studio.bodies import Body, json_object, validated
from bot.studio.catalogue import Catalogue, ModelType
from bot.studio.names import IP_ADAPTERS, V3_PREPROCESSORS
from bot.studio.pictures import decoded_picture
from bot.studio.refusals import Reason, Refused
from bot.studio.request import PaintRequest
from bot.studio.sources import Source
from bot.studio.v3_fields import V3Extra, V3Fields, v3_label

_LABEL = v3_label("Img2ImgRequest")


class _Unit(Body):
    model_name: str
    image_base64: str
    strength: float = Field(1.0, ge=0, le=1)
    preprocessor: str = ""
    guidance_start: float = Field(0.0, ge=0, le=1)
    guidance_end: float = Field(1.0, ge=0, le=1)


class _ControlNet(Body):
    units: tuple[_Unit, ...] = ()


class _IpAdapter(Body):
    model_name: str
    image_base64: str
    strength: float = Field(ge=0, le=1)


class _Wanted(V3Fields):
    image_base64: str
    strength: float = Field(0.5, ge=0, le=1)
    controlnet: _ControlNet = _ControlNet()
    ip_adapters: tuple[_IpAdapter, ...] = Field((), max_length=1)


class _V3ImageBody(Body):
    request: _Wanted
    extra: V3Extra = V3Extra()


def parse_v3_img2img(raw: bytes, catalogue: Catalogue) -> tuple[PaintRequest, dict[str, object]]:
    """Return what *raw* asks for, and its JSON. Unpacks pictures: call it in a thread.

    Units and adapters are checked as the service does, then dropped: its answer has no pictures
    of preprocessors, and the painter is not led by them.

    Raises:
        Refused: It cannot be taken.
    """
    content = json_object(raw)
    body = validated(_V3ImageBody, content, _LABEL)
    wanted = body.request
    wanted.check(catalogue, _LABEL)
    picture = decoded_picture(wanted.image_base64, _LABEL(("request", "image_base64")))
    for index, unit in enumerate(wanted.controlnet.units):
        _check_unit(unit, ("request", "controlnet", "units", index), catalogue)
    for index, adapter in enumerate(wanted.ip_adapters):
        place = ("request", "ip_adapters", index)
        if adapter.model_name not in IP_ADAPTERS:
            raise Refused(Reason.MODEL_UNKNOWN, f"{_LABEL((*place, 'model_name'))}: unknown")
        decoded_picture(adapter.image_base64, _LABEL((*place, "image_base64")))
    source = Source(picture=picture, strength=wanted.strength)
    return replace(wanted.wanted(body.extra), source=source), content


def _check_unit(unit: _Unit, place: tuple[int | str, ...], catalogue: Catalogue) -> None:
    catalogue.require(unit.model_name, "controlnet model", ModelType.CONTROLNET)
    if unit.preprocessor and unit.preprocessor not in V3_PREPROCESSORS:
        field = _LABEL((*place, "preprocessor"))
        raise Refused(Reason.OUT_OF_RANGE, f"{field}: value must be in list")
    decoded_picture(unit.image_base64, _LABEL((*place, "image_base64")))
