"""The panel of `/settings`: a member's defaults as selects, each choice saved at once."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.domain.member_settings import NEGATIVE_PROMPT, SETTABLE, STYLE, MemberSettings
from bot.domain.options import NONE
from bot.domain.ranges import MAX_PROMPT_LENGTH
from bot.generation.member_defaults import MemberDefaults
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.forms import PlainModal, field, option, select_of, select_row
from bot.replies.parts.panels import ACCENT
from bot.replies.parts.place import server_id_of
from bot.replies.parts.setting_choices import DEFAULT, Chooser, SettingChoices
from bot.store.habits import Habits
from bot.store.member_settings import MemberSettingsStore
from bot.texts import gettext as _

PRIVATE = "private"
CHOICE = rf"easel:settings:set:(?P<option>{'|'.join((*SETTABLE, PRIVATE))})"
WRITE = r"easel:settings:write"
WRITTEN = r"easel:settings:written"
RESET = r"easel:settings:reset"
_BUDGET_S = 0.2  # to learn whether a model is gone; the list of models was just waited for
OWN_WORDS = "easel:own"  # they may be longer than a value
YES, NO = "yes", "no"
WORDS = "words"


class SettingsPanels:
    """Builds the panel of one member, as things stand."""

    def __init__(
        self,
        store: MemberSettingsStore,
        habits: Habits,
        defaults: MemberDefaults,
        choices: SettingChoices,
    ) -> None:
        self._store = store
        self._habits = habits
        self._defaults = defaults
        self._choices = choices

    async def panel(self, interaction: discord.Interaction) -> discord.ui.LayoutView:
        """Return the panel of whoever presses or asks.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        who = Chooser(member_id=interaction.user.id, server_id=server_id_of(interaction))
        settings = await self._store.get(who.member_id)
        return settings_panel(
            settings, await self._options(who, settings), await self._unusable(who, settings)
        )

    async def _options(
        self, who: Chooser, settings: MemberSettings
    ) -> Mapping[str, Sequence[discord.SelectOption]]:
        recent = await self._habits.recent(who.member_id)
        choices, chosen = self._choices, settings.options.get
        no_style = (_("No style"), DEFAULT)
        return {
            "model": await choices.models(chosen("model"), recent),
            STYLE: await choices.styles(who, settings.style, no_style),
            "size": choices.sizes(chosen("size"), recent),
            "sampler": choices.samplers(chosen("sampler"), recent),
            "steps": choices.steps(chosen("steps"), recent),
            "guidance": choices.guidances(chosen("guidance"), recent),
            NEGATIVE_PROMPT: _negative_prompts(chosen(NEGATIVE_PROMPT)),
            PRIVATE: _privacies(is_private=settings.is_private),
        }

    async def _unusable(self, who: Chooser, settings: MemberSettings) -> frozenset[str]:
        """Return the options whose chosen default cannot be used any more."""
        found = await self._defaults.of(who.member_id, budget_s=_BUDGET_S)
        layer = {name: text for name, text in settings.layer.items() if text}
        gone = {name for name, text in layer.items() if found.options.get(name) != text}
        if settings.style is not None and not await self._choices.has_style(who, settings.style):
            gone.add(STYLE)
        return frozenset(gone)


def settings_panel(
    settings: MemberSettings,
    options: Mapping[str, Sequence[discord.SelectOption]],
    unusable: frozenset[str] = frozenset(),
) -> discord.ui.LayoutView:
    """Show a select for each default, with its name above it."""
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    told = _("Used where neither your command nor its style says otherwise. Saved at once.")
    container.add_item(discord.ui.TextDisplay("### " + _("Your defaults") + f"\n-# {told}"))
    for name, title in _titles().items():
        heading = f"**{title}**"
        if name in unusable:
            heading += " · ⚠️ " + _("cannot be used any more, so it is left out")
        container.add_item(discord.ui.TextDisplay(heading))
        container.add_item(select_row(select_of(f"easel:settings:set:{name}", options[name])))
    container.add_item(button_row(_buttons(settings)))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def negative_prompt_modal(settings: MemberSettings) -> PlainModal:
    """Ask for the words of a default negative prompt."""
    now = settings.options.get(NEGATIVE_PROMPT, "")
    words: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=WORDS,
        style=discord.TextStyle.paragraph,
        default=None if now.casefold() == NONE else now or None,
        max_length=MAX_PROMPT_LENGTH,
        required=False,
    )
    told = _("What to avoid in every image. Left empty: as the server has it.")
    return PlainModal(
        _("Your defaults"), WRITTEN, [field(_("Negative prompt"), words, description=told)]
    )


def chosen_value(name: str, value: str, settings: MemberSettings) -> str | None:
    """Return what a choice in a select stands for: a text, or None for the server's default."""
    if value == DEFAULT:
        return None
    if name == NEGATIVE_PROMPT and value == OWN_WORDS:
        return settings.options.get(name)
    return value


def _titles() -> Mapping[str, str]:
    return {
        "model": _("Model"),
        STYLE: _("Style"),
        "size": _("Size"),
        "sampler": _("Sampler"),
        "steps": _("Steps"),
        "guidance": _("Guidance"),
        NEGATIVE_PROMPT: _("Negative prompt"),
        PRIVATE: _("Who sees the answers"),
    }


def _negative_prompts(chosen: str | None) -> list[discord.SelectOption]:
    is_none = chosen is not None and chosen.casefold() == NONE
    found = [
        option(_("As the server has it"), DEFAULT, is_set=chosen is None),
        option(_("None at all"), NONE, is_set=is_none),
    ]
    if chosen is not None and not is_none:
        found.append(option(chosen, OWN_WORDS, is_set=True))
    return found


def _privacies(*, is_private: bool) -> list[discord.SelectOption]:
    return [
        option(_("Everyone in the channel"), NO, is_set=not is_private),
        option(_("Only me"), YES, is_set=is_private),
    ]


def _buttons(settings: MemberSettings) -> list[PlainButton]:
    return [
        PlainButton(
            label=_("Write what to avoid"),
            emoji="✏️",
            style=discord.ButtonStyle.secondary,
            custom_id=WRITE,
        ),
        PlainButton(
            label=_("Reset all"),
            style=discord.ButtonStyle.secondary,
            custom_id=RESET,
            disabled=not (settings.options or settings.is_private),
        ),
    ]
