"""A style that a member saves: the same options as `/imagine`, checked before they are kept."""

from collections.abc import Mapping

from bot.domain.options import NONE, PROMPTS, ImagineOptions, image_request_from
from bot.domain.sizes import lasting_size
from bot.domain.styles import Style, style_name
from bot.errors import StyleError
from bot.texts import gettext as _

_TRIAL_PROMPT = "a"
_TRIAL_SHA256 = "0" * 64
_SIZES = frozenset({"size", "hires", "hires_size"})  # that can be typed in the member's language


def style_from(name: str, options: ImagineOptions, defaults: Mapping[str, str]) -> Style:
    """Return the style that holds *options* under *name*.

    Raises:
        StyleError: The name cannot be one, or nothing is given that a style could hold.
        InvalidRequest: No request could be made with it.
    """
    texts = options.texts()
    style = Style(
        name=name,
        prompt=texts.get("prompt", ""),
        negative_prompt=texts.get("negative_prompt", ""),
        options={key: text for key, text in texts.items() if key not in PROMPTS},
    )
    return checked_style(style, defaults)


def checked_style(style: Style, defaults: Mapping[str, str]) -> Style:
    """Return *style* tidied, as it may be kept.

    Raises:
        StyleError: Its name cannot be one, or it holds nothing.
        InvalidRequest: No request could be made with it.
    """
    tidy = Style(
        name=style_name(style.name),
        prompt=style.prompt.strip(),
        negative_prompt=style.negative_prompt.strip(),
        options={
            key: lasting_size(text) if key in _SIZES else text
            for key, text in style.options.items()
            if text.strip()
        },
    )
    if tidy.name == NONE:
        raise StyleError(_("`none` stands for no style at all, so none can be named so."))
    if not (tidy.prompt or tidy.negative_prompt or tidy.options):
        raise StyleError(_("A style needs at least a prompt, a negative prompt or an option."))
    # A control image is attached later, so the trial has one; else `control` would be refused.
    image_request_from(
        ImagineOptions(prompt=_TRIAL_PROMPT),
        style=tidy,
        defaults=defaults,
        seed=0,
        control_image_sha256=_TRIAL_SHA256,
    )
    return tidy
