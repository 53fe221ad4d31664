"""The limits of a request's options, and the phrase that names each limit to a member."""

from bot.texts import gettext as _
from bot.texts import number

TIMES = "\N{MULTIPLICATION SIGN}"  # escaped: it looks like the letter x
MAX_IMAGES = 8
MAX_SEED = 2**32 - 1
MAX_SIDE_PX = 2048
MAX_STEPS = 50
MAX_GUIDANCE = 30.0
MAX_PROMPT_LENGTH = 2000  # ours: the service states none for V2, and a card must still show it
MAX_NAME_LENGTH = 200
MAX_LORAS = 5  # V3's; V2 states none
MAX_LORA_WEIGHT = 2
MAX_HIRES_SCALE = 2
MAX_UPSCALE = 4  # V3's scale_factor; V2 states none
DEFAULT_STRENGTH = 0.6
MAX_CLIP_SKIP = 12
MAX_LIFETIME_S = 604_800
MAX_CONTROL_WEIGHT = 2
MAX_NSFW_LEVEL = 2


def allowed_phrase(option: str) -> str | None:
    """Return the whole range of *option* as a phrase that ends a sentence, None if unknown."""
    template = _phrases().get(option)
    return template and template.format(
        images=MAX_IMAGES,
        seed=MAX_SEED,
        side=MAX_SIDE_PX,
        steps=MAX_STEPS,
        guidance=number(MAX_GUIDANCE),
        weight=MAX_LORA_WEIGHT,
        scale=MAX_HIRES_SCALE,
        clip_skip=MAX_CLIP_SKIP,
        upscale=MAX_UPSCALE,
        lifetime=MAX_LIFETIME_S,
        control=MAX_CONTROL_WEIGHT,
        nsfw=MAX_NSFW_LEVEL,
    )


def _phrases() -> dict[str, str]:
    return {
        "images": _("it must be a whole number from 1 to {images}"),
        "rounds": _("it must be a whole number from 1 to {images}"),
        "seed": _("it must be a whole number from 0 to {seed}, or -1 for a random one"),
        "size": _("use a format such as `square`, or `WIDTHxHEIGHT` with 1 to {side} pixels each"),
        "hires_size": _("use `WIDTHxHEIGHT` with 1 to {side} pixels each"),
        "steps": _("it must be a whole number from 1 to {steps}"),
        "guidance": _("it must be a number above 0 and at most {guidance}"),
        "lora_weight": _("a LoRA's weight must be a number from -{weight} to {weight}"),
        "lora_name": _("write a LoRA as `name` or `name:weight`, such as `add_detail:0.7`"),
        "hires": _(
            "use `on`, `off`, a factor from 1 to {scale}, or `WIDTHxHEIGHT` "
            "with 1 to {side} pixels each"
        ),
        "hires_scale": _("it must be a number from 1 to {scale}"),
        "strength": _("it must be a number from 0 (keep the image) to 1 (ignore it)"),
        "upscale": _("it must be a number above 1 and at most {upscale}"),
        "clip_skip": _("it must be a whole number from 1 to {clip_skip}"),
        "restore_faces": _("it must be yes or no"),
        "refiner": _("it must be a number from 0 to 1: the share of steps before it takes over"),
        "control_weight": _("it must be a number from 0 to {control}"),
        "format": _("it must be png, jpeg or webp"),
        "lifetime": _("it must be 0 to {lifetime} seconds, or a span such as `12h` or `7d`"),
        "nsfw_detection": _("it must be off or a whole number from 0 to {nsfw}"),
    }
