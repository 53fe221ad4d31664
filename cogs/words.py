"""`/mod words` and `/mod test`: the words of a server, and what they would do to a text."""

import asyncio
import io
import re
from typing import Literal

import aiohttp
import discord
from discord import app_commands
from discord.app_commands import Range
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.moderation.words.term_file import MAX_FILE_BYTES
from bot.domain.moderation.words.terms import MAX_PATTERN_LENGTH, TermAction, TermKind
from bot.domain.ranges import MAX_PROMPT_LENGTH
from bot.errors import InvalidRequest
from bot.generation.moderation.choosing import Chooser
from bot.generation.moderation.words_desk import WordsDesk
from bot.mod_group import Subcommands
from bot.presses import Hearing
from bot.replies.moderation.trials import Trials
from bot.replies.moderation.words_panel import (
    WORDS_PAGE,
    added_text,
    imported_text,
    term_line,
    words_panel,
)
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.panels import show_in_place
from bot.replies.requesting.choices import choices
from bot.texts import gettext as _
from bot.texts import number

_NOBODY = discord.AllowedMentions.none()
_FETCH_S = 10.0
Kind = Literal["word", "pattern", "exception"]
Text = Range[str, 1, MAX_PATTERN_LENGTH]


class Words(commands.Cog):
    """Lets moderators, and nobody else, see and change what prompts are looked through for."""

    def __init__(
        self, bot: EaselClient, desk: WordsDesk, trials: Trials, moderators: Moderators
    ) -> None:
        self._desk = desk
        self._trials = trials
        self._moderators = moderators
        self._mod = bot.mod
        self._group = app_commands.Group(
            name="words", description="What prompts are looked through for; for moderators."
        )
        self._subcommands = Subcommands(bot.mod, [self.test])
        self._of_words = Subcommands(
            self._group,
            [self.add, self.remove, self.list_, self.category, self.import_, self.export],
        )
        self._hearing = Hearing(bot, presses={WORDS_PAGE: self.turn})

    async def cog_load(self) -> None:
        """Add the subcommands, and listen to the pages of every list."""
        self._of_words.begin()
        self._mod.add_command(self._group)
        self._subcommands.begin()
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Take them away, and listen no longer."""
        self._hearing.end()
        self._subcommands.end()
        self._mod.remove_command(self._group.name)
        self._of_words.end()

    @app_commands.describe(
        text="A word or phrase, in its plain form; or a pattern",
        kind="A word, a pattern (regular expression), or an exception that is allowed",
        action="Refuse what it is found in, or let a moderator decide",
    )
    async def add(
        self,
        interaction: discord.Interaction,
        text: Text,
        kind: Kind = "word",
        action: Literal["block", "review"] = "block",
    ) -> None:
        """Refuse a word from now on, let it wait for a moderator, or allow an exception."""
        by = await self._chooser(interaction)
        term = await self._desk.add(by, TermKind(kind), text, TermAction(action))
        has_moderators = await self._desk.has_moderators(by.server_id)
        await _answer(interaction, added_text(term, has_moderators=has_moderators))

    @app_commands.describe(text="What stands in the list", kind="What it stands there as")
    async def remove(
        self, interaction: discord.Interaction, text: Text, kind: Kind = "word"
    ) -> None:
        """Take a word, pattern or exception off the list."""
        term = await self._desk.remove(await self._chooser(interaction), TermKind(kind), text)
        await _answer(interaction, _("Removed: {term}").format(term=term_line(term)))

    async def list_(self, interaction: discord.Interaction) -> None:
        """Show every word, pattern and exception of this server."""
        await self._show(interaction, 0)

    async def turn(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show another page of the list."""
        await self._show(interaction, int(match["page"]))

    async def offer_categories(
        self, interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the lists that come with Easel, with what each is about."""
        del interaction
        typed = current.casefold().strip()
        return choices(
            (f"{one.name} · {one.about}", one.name)
            for one in self._desk.all_categories()
            if typed in one.name.casefold() or typed in str(one.about).casefold()
        )

    @app_commands.describe(name="A list that comes with Easel", on="Whether it counts here")
    @app_commands.autocomplete(name=offer_categories)
    async def category(self, interaction: discord.Interaction, name: Text, on: bool) -> None:  # noqa: FBT001 - an option
        """Switch a list that comes with Easel on or off."""
        category = await self._desk.switch(await self._chooser(interaction), name, on=on)
        text = _("{list} is on now.") if on else _("{list} is off now.")
        await _answer(interaction, text.format(list=f"`{category.name}`"))

    @app_commands.describe(file="CSV from /mod words export, or text with one word a line")
    async def import_(self, interaction: discord.Interaction, file: discord.Attachment) -> None:
        """Add all words of a file to the list."""
        by = await self._chooser(interaction)
        _check_size(file)
        await interaction.response.defer(ephemeral=True, thinking=True)
        imported = await self._desk.bring_in(by, await _fetched(file))
        await interaction.edit_original_response(
            content=imported_text(imported.added, imported.known), allowed_mentions=_NOBODY
        )

    async def export(self, interaction: discord.Interaction) -> None:
        """Take the list along as a CSV file."""
        by = await self._chooser(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        data = await self._desk.export(by.server_id)
        await interaction.edit_original_response(
            attachments=[discord.File(io.BytesIO(data), filename="words.csv")]
        )

    @app_commands.describe(
        text="A prompt, as a member might write it",
        negative_prompt="What to avoid, as a member might write it",
        channel="Where it would be asked for; without it, here",
        role="The one role that the member would have; without it, yours",
    )
    async def test(
        self,
        interaction: discord.Interaction,
        text: Range[str, 1, MAX_PROMPT_LENGTH],
        negative_prompt: Range[str, 0, MAX_PROMPT_LENGTH] = "",
        channel: discord.TextChannel | discord.VoiceChannel | discord.ForumChannel | None = None,
        role: discord.Role | None = None,
    ) -> None:
        """See what would happen to a prompt here, and why; for moderators."""
        await self._moderators.check(interaction)
        panel = await self._trials.panel(
            interaction, text, negative_prompt, channel=channel, role=role
        )
        await interaction.response.send_message(
            view=panel, ephemeral=True, allowed_mentions=_NOBODY
        )

    async def _chooser(self, interaction: discord.Interaction) -> Chooser:
        return Chooser(
            server_id=await self._moderators.check(interaction), moderator_id=interaction.user.id
        )

    async def _show(self, interaction: discord.Interaction, index: int) -> None:
        server_id = await self._moderators.check(interaction)
        page = await self._desk.page(server_id, index)
        categories = await self._desk.categories(server_id)
        await show_in_place(interaction, words_panel(page, index, categories))


async def _answer(interaction: discord.Interaction, text: str) -> None:
    await interaction.response.send_message(text, ephemeral=True, allowed_mentions=_NOBODY)


def _check_size(file: discord.Attachment) -> None:
    if file.size > MAX_FILE_BYTES:
        raise InvalidRequest(
            "file",
            file.filename,
            _("at most {most} kB").format(most=number(MAX_FILE_BYTES // 1024)),
        )


async def _fetched(file: discord.Attachment) -> bytes:
    try:
        async with asyncio.timeout(_FETCH_S):
            return await file.read()
    except (TimeoutError, discord.HTTPException, aiohttp.ClientError) as error:
        raise InvalidRequest(
            "file", file.filename, _("Discord did not hand it out in time; please try again")
        ) from error


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    words = bot.services.words
    await bot.add_cog(Words(bot, words.desk, words.trials, bot.services.moderation.moderators))
