"""Names and descriptions of the commands in every language that has a catalogue.

The English ones stand in the cogs and stay the contract: they are what arrives here, whatever a
member's client shows.
"""

import re
from collections.abc import Mapping

import structlog
from discord import Locale
from discord.app_commands import (
    ContextMenu,
    TranslationContextLocation,
    TranslationContextTypes,
    Translator,
    locale_str,
)

from bot.texts import in_language, is_spoken, pgettext

logger = structlog.stdlib.get_logger(__name__)

COMMAND, MENU, OPTION, CHOICE, DESCRIPTION = "command", "menu", "option", "choice", "description"

_At = TranslationContextLocation
_CONTEXTS: Mapping[TranslationContextLocation, str] = {
    _At.command_name: COMMAND,
    _At.group_name: COMMAND,
    _At.parameter_name: OPTION,
    _At.choice_name: CHOICE,
    _At.command_description: DESCRIPTION,
    _At.group_description: DESCRIPTION,
    _At.parameter_description: DESCRIPTION,
}
_LONGEST = {MENU: 32, CHOICE: 100, DESCRIPTION: 100}
_NAME = re.compile(r"[-_'\w]{1,32}")


class CommandWords(Translator):
    """Looks them up in the catalogues, each in the context of what it names."""

    async def translate(
        self, string: locale_str, locale: Locale, context: TranslationContextTypes
    ) -> str | None:
        """Return the words, or None if there are none, or none that Discord would take.

        One bad name would make Discord refuse all commands, so it is shown in English instead.
        """
        if not is_spoken(locale.value):  # as most of the thirty it asks for, for every word
            return None
        kind = context_of(context)
        with in_language(locale.value):
            words = str(pgettext(kind, string.message))
        if words == string.message:
            return None
        if not is_taken(kind, words):
            logger.warning("not a name for Discord", language=locale.value, words=words, kind=kind)
            return None
        return words


def context_of(context: TranslationContextTypes) -> str:
    """Return the context of the message in the catalogues."""
    if isinstance(context.data, ContextMenu):
        return MENU
    return _CONTEXTS[context.location]


def is_taken(kind: str, words: str) -> bool:
    """Tell whether Discord takes *words* as the name or description of something of that *kind*."""
    if kind in _LONGEST:
        return 0 < len(words) <= _LONGEST[kind]
    return bool(_NAME.fullmatch(words)) and words == words.lower()
