"""The modal of `/quick`: made for thumbs, and preset to what was chosen last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord
import structlog

from bot.domain.member_settings import STYLE, MemberSettings
from bot.domain.options import NONE, ImagineOptions
from bot.domain.ranges import MAX_PROMPT_LENGTH, allowed_phrase
from bot.errors import InvalidRequest, StorageUnavailable
from bot.replies.parts.forms import PlainModal, field, option, select_of
from bot.replies.parts.place import server_id_of
from bot.replies.parts.setting_choices import DEFAULT, Chooser, SettingChoices
from bot.store.member_settings import MemberSettingsStore
from bot.texts import gettext as _
from bot.texts import ngettext, number

logger = structlog.stdlib.get_logger(__name__)

QUICK = "easel:quick"
_PROMPT, _SIZE, _IMAGES = "prompt", "size", "images"
QUICK_FIELDS = (_PROMPT, STYLE, _SIZE, _IMAGES)
_COUNTS = (1, 2, 3, 4, 6, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickRequest:
    """What was filled in: options, style, and the choices to be preset the next time."""

    options: ImagineOptions
    style: str | None
    choices: Mapping[str, str]


class QuickForms:
    """Builds the modal for one member."""

    def __init__(self, store: MemberSettingsStore, choices: SettingChoices) -> None:
        self._store = store
        self._choices = choices

    async def modal(self, interaction: discord.Interaction) -> PlainModal:
        """Return it, with the member's last choices set.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        who = Chooser(member_id=interaction.user.id, server_id=server_id_of(interaction))
        settings = await self._store.get(who.member_id)
        return PlainModal(
            _("Make images"),
            QUICK,
            [
                field(_("What do you want to see?"), _prompt_field()),
                field(_("Style"), select_of(STYLE, await self._styles(who, settings))),
                field(_("Format"), select_of(_SIZE, self._sizes(settings))),
                field(_("How many"), select_of(_IMAGES, _counts(settings))),
            ],
        )

    async def remember(self, member_id: int, choices: Mapping[str, str], now: datetime) -> None:
        """Keep *choices* for the next time; that it does not work is no failure of the request."""
        try:
            await self._store.set_quick(member_id, choices, now)
        except StorageUnavailable as error:
            logger.warning("choices not remembered", fault=repr(error.__cause__ or error))

    async def _styles(self, who: Chooser, settings: MemberSettings) -> list[discord.SelectOption]:
        chosen = settings.quick.get(STYLE)
        if chosen is not None and not await self._choices.has_style(who, chosen):
            chosen = None  # deleted since, or of another server
        if settings.style is None:
            return await self._choices.styles(who, chosen, (_("No style"), DEFAULT))
        default = _("Default: {value}").format(value=settings.style)
        return await self._choices.styles(
            who, chosen, (default, DEFAULT), also=(_("No style"), NONE)
        )

    def _sizes(self, settings: MemberSettings) -> list[discord.SelectOption]:
        return self._choices.sizes(settings.quick.get(_SIZE), own=settings.options.get(_SIZE))


def quick_request(texts: Mapping[str, str]) -> QuickRequest:
    """Return what a submitted modal asks for, by the texts of ``QUICK_FIELDS``.

    Raises:
        InvalidRequest: The number of images is none.
    """
    chosen = {
        name: text for name, text in texts.items() if text not in {"", DEFAULT} and name != _PROMPT
    }
    count = chosen.get(_IMAGES, "1")
    if not count.isascii() or not count.isdecimal():
        raise InvalidRequest(_IMAGES, count, allowed_phrase(_IMAGES) or "")
    return QuickRequest(
        options=ImagineOptions(prompt=texts[_PROMPT], size=chosen.get(_SIZE), images=int(count)),
        style=chosen.get(STYLE),
        choices=chosen,
    )


def _prompt_field() -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(
        custom_id=_PROMPT,
        style=discord.TextStyle.paragraph,
        placeholder=_("a lighthouse at dusk, long shadows"),
        max_length=MAX_PROMPT_LENGTH,
    )


def _counts(settings: MemberSettings) -> list[discord.SelectOption]:
    chosen = settings.quick.get(_IMAGES, "1")
    return [
        option(
            ngettext("{n} image", "{n} images", count).format(n=number(count)),
            str(count),
            is_set=str(count) == chosen,
        )
        for count in _COUNTS
    ]
