"""Several styles in one request: which are meant, and what they are together.

The order is the member's, and each style works on what those before it made:

* words: the first style surrounds the member's prompt, the next surrounds the result, and so on;
* negative prompts: joined in that order, the same words once;
* options: the last style that gives one wins; LoRAs of all apply, by the last one's weight.
"""

from collections.abc import Sequence

from bot.domain.hires_syntax import with_hires_expanded
from bot.domain.lora_syntax import loras_text, merged, parse_loras
from bot.domain.styles import PLACE, Style, joined, styled_prompt
from bot.errors import StyleError
from bot.texts import gettext as _
from bot.texts import number

MAX_AT_ONCE = 3


def style_names(text: str) -> tuple[str, ...]:
    """Return the names in *text*, which commas part; each once, as first written.

    Raises:
        StyleError: There are more than three.
    """
    given = (" ".join(part.split()) for part in text.replace("、", ",").split(","))
    first: dict[str, str] = {}
    for name in filter(None, given):
        first.setdefault(name.casefold(), name)
    names = tuple(first.values())
    if len(names) > MAX_AT_ONCE:
        raise StyleError(
            _("`style` names {n} styles, and {most} is the most in one request.").format(
                n=number(len(names)), most=number(MAX_AT_ONCE)
            )
        )
    return names


def merged_style(styles: Sequence[Style]) -> Style:
    """Return what *styles* are together, in their order."""
    if len(styles) == 1:
        return styles[0]
    prompt, options, loras = PLACE, dict[str, str](), ""
    for style in styles:
        prompt = styled_prompt(prompt, style)
        loras = joined(loras, style.options.get("loras", ""))
        options |= with_hires_expanded(style.options)
    if loras:
        options["loras"] = loras_text(merged(parse_loras(loras)))
    return Style(
        name=", ".join(style.name for style in styles),
        prompt=prompt,
        negative_prompt=_negative_prompt(styles),
        options=options,
    )


def _negative_prompt(styles: Sequence[Style]) -> str:
    text = joined(*(style.negative_prompt for style in styles))
    if any(bracket in text for bracket in "()[]"):
        return text  # a comma may stand inside of brackets, which must stay whole
    parts = (part.strip() for part in text.split(","))
    return ", ".join({part.casefold(): part for part in parts if part}.values())
