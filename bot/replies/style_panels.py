"""What `/style` shows."""

from collections.abc import Sequence

from bot.domain.styles import Style
from bot.replies.panels import Panel, listed
from bot.replies.words import code, safe
from bot.texts import gettext as _
from bot.texts import option_name, shorten

_SHOWN_PROMPT = 900


def style_panel(style: Style, heading: str) -> Panel:
    """Show all that a style holds, under a *heading* such as "Saved"."""
    sections = []
    if style.prompt:
        sections.append(_section(_("Prompt"), style.prompt))
    if style.negative_prompt:
        sections.append(_section(_("Negative prompt"), style.negative_prompt))
    if style.options:
        options = (
            f"{option_name(name)}: {code(value, 200)}" for name, value in style.options.items()
        )
        sections.append("**" + _("Options") + "**\n" + listed(options, "", 1_200))
    option = code(f"{option_name('style')}:{style.name}")
    use = _("Use it with {option} in /imagine.").format(option=option)
    return Panel(f"{heading}: {safe(style.name)}", [*sections, f"-# {use}"])


def styles_panel(own: Sequence[Style], builtin: Sequence[Style]) -> Panel:
    """List the member's own styles and the built-in ones."""
    return Panel(
        _("Styles"),
        [
            "**" + _("Yours") + "**\n" + listed(map(_line, own), _("none yet: /style save")),
            "**" + _("Built in") + "**\n" + listed(map(_line, builtin), _("none"), 1_200),
        ],
    )


def _line(style: Style) -> str:
    words = style.prompt or style.negative_prompt or ", ".join(style.options)
    return f"{code(style.name)} {safe(shorten(words, 70))}"


def _section(title: str, text: str) -> str:
    return f"**{title}**\n> {safe(shorten(text, _SHOWN_PROMPT))}"
