"""A member's own settings: what a request of theirs has where they say nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.options import NONE

NEGATIVE_PROMPT = "negative_prompt"
STYLE = "style"
# What `/settings` offers, by the names of `/imagine`'s options.
SETTABLE = ("model", "size", "sampler", "steps", "guidance", NEGATIVE_PROMPT, STYLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSettings:
    """What a member has chosen with `/settings`, and last in `/quick`.

    Both are texts by the names of `/imagine`'s options; what is not there is as by default.
    """

    options: Mapping[str, str] = field(default_factory=dict)
    quick: Mapping[str, str] = field(default_factory=dict)
    is_private: bool = False

    @property
    def style(self) -> str | None:
        """The style of a request that names none."""
        return self.options.get(STYLE)

    @property
    def layer(self) -> Mapping[str, str]:
        """The options that lie over the owner's defaults, and below a style's."""
        layer = {name: text for name, text in self.options.items() if name != STYLE}
        if layer.get(NEGATIVE_PROMPT, "").casefold() == NONE:
            layer[NEGATIVE_PROMPT] = ""  # over the owner's, which is what "none" is for
        return layer


NO_SETTINGS = MemberSettings()


def is_private_answer(
    *, given: bool | None, settings: MemberSettings, is_parent_private: bool = False
) -> bool:
    """Tell whether only the member sees the answer.

    What the member says in the command counts first; what comes from a private card stays
    private; else it is as the member has set it.
    """
    if given is not None:
        return given
    return is_parent_private or settings.is_private
