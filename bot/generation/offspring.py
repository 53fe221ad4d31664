"""What is asked for when something is made from a finished image: the rules, free of Discord."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.command_text import command_options
from bot.domain.generation import Generation, Status, StoredImage
from bot.domain.input_image import InputImage
from bot.domain.options import PROMPTS, ImagineOptions
from bot.domain.request import HiresFix, ImageRequest, SourceImage, Upscale
from bot.domain.sizes import Size
from bot.domain.sources import GivenSource, fitted_size
from bot.errors import NotAllowed, NotKept, NotSupported
from bot.providers.provider import Ability, Provider
from bot.texts import gettext as _

# In hundredths: the image stays what it is, and its details change.
_LEAST_VARY, _MOST_VARY = 48, 63
UPSCALE = 2
MOST_UPSCALED_SIDE_PX = 4096  # V3's largest result; V2 names none for a factor
# Of a parent's options, what its child has of its own or takes over in another way.
_NOT_INHERITED = PROMPTS | {"seed", "loras"}


def image_of(parent: Generation, index: int) -> StoredImage:
    """Return image *index* of *parent*, which may be one of a service's extra pictures.

    Raises:
        NotAllowed: Nobody has seen an image of it.
        NotKept: Its images were removed, by their age or by a person.
    """
    if parent.status is not Status.DELIVERED:
        raise NotAllowed(_("There is no image yet that something could be made from."))
    for image in parent.images:
        if image.index == index and parent.deleted_at is None:
            return image
    raise not_kept()


def not_kept() -> NotKept:
    """Return the refusal for an image whose file is gone."""
    return NotKept(_("This image is not kept any more, so nothing can be made from it."))


def varied(
    parent: Generation, image: StoredImage, picture: InputImage, chance: int
) -> ImageRequest:
    """Return what paints *image* over once more, with its own seed and a small strength.

    *chance* is any number: the strength goes by it, for by the same seed and the same strength a
    second press would bring, and charge for, the very same image.
    """
    strength = (_LEAST_VARY + chance % (_MOST_VARY - _LEAST_VARY + 1)) / 100
    size = fitted_size(Size(image.width_px, image.height_px))
    return without_upscale(parent.request).model_copy(
        update={
            **_alone(image),
            "width_px": size.width_px,
            "height_px": size.height_px,
            "source": SourceImage(image_sha256=picture.sha256, strength=strength),
        }
    )


def without_extras(request: ImageRequest, provider: Provider) -> ImageRequest:
    """Return *request* without the finish that *provider* cannot give to a painted-over image."""
    try:
        provider.check(request)
    except NotSupported:
        return request.model_copy(update={"refiner": None, "restore_faces": False})
    return request


def upscaled(parent: Generation, image: StoredImage, picture: InputImage) -> ImageRequest:
    """Return what enlarges *image* as it is."""
    return parent.request.model_copy(
        update={
            **_alone(image),
            "width_px": picture.size.width_px,
            "height_px": picture.size.height_px,
            "refiner": None,
            "restore_faces": False,
            "control_units": (),
            "source": SourceImage(image_sha256=picture.sha256, strength=0),
            "upscale": Upscale(scale=UPSCALE),
        }
    )


def is_too_large_to_upscale(image: StoredImage) -> bool:
    """Tell whether no service may enlarge *image* any more."""
    return UPSCALE * max(image.width_px, image.height_px) > MOST_UPSCALED_SIDE_PX


def check_upscale(parent: Generation, image: StoredImage, provider: Provider) -> None:
    """Refuse an upscale that *provider* has no way to, or that would become too large.

    Raises:
        NotSupported: Says why.
    """
    if is_too_large_to_upscale(image):
        raise NotSupported(
            _(
                "This image has {size} pixels already. Enlarged by {factor} it would have more "
                "than {most} on a side, which is too many."
            ).format(
                size=Size(image.width_px, image.height_px).label,
                factor=UPSCALE,
                most=MOST_UPSCALED_SIDE_PX,
            )
        )
    if Ability.UPSCALE in provider.abilities:
        return
    request = parent.request
    if image.is_extra or request.source is not None or request.hires is not None:
        raise NotSupported(
            _(
                "This image service cannot enlarge a finished image. It can only paint one anew, "
                "larger, with a hires fix; but an image that was made from an image, or with a "
                "hires fix, it cannot."
            )
        )


def painted_larger(parent: Generation, image: StoredImage) -> ImageRequest:
    """Return what makes *image* anew by a hires fix, with its own seed."""
    return parent.request.model_copy(update={**_alone(image), "hires": HiresFix(scale=UPSCALE)})


def without_upscale(request: ImageRequest) -> ImageRequest:
    """Return what paints: of an upscale, the request whose image was enlarged, as text alone."""
    if request.upscale is None:
        return request
    return request.model_copy(update={"source": None, "upscale": None})


def inherited(request: ImageRequest) -> Mapping[str, str]:
    """Return the options of a parent's request that hold where neither style nor edit says else."""
    texts = command_options(request).texts()
    return {name: text for name, text in texts.items() if name not in _NOT_INHERITED}


def inherited_source(request: ImageRequest) -> GivenSource | None:
    """Return the picture that *request* paints over, without a size: the request has one."""
    source = request.source
    if source is None:
        return None
    return GivenSource(image_sha256=source.image_sha256, mask_sha256=source.mask_sha256)


def edited(request: ImageRequest, changes: ImagineOptions) -> ImagineOptions:
    """Return *changes* with the parent's negative prompt and LoRAs where they say nothing of it."""
    before = command_options(request)
    negative_prompt = changes.negative_prompt
    if negative_prompt is None:
        negative_prompt = request.negative_prompt or None  # then a style's own counts
    loras = before.loras if changes.loras is None else changes.loras
    return replace(changes, negative_prompt=negative_prompt, loras=loras)


def _alone(image: StoredImage) -> dict[str, object]:
    """Return the fields that ask for one image, with the seed of *image*."""
    return {"batch_size": 1, "n_iter": 1, "seed": image.seed, "hires": None}
