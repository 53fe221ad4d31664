"""`/session`: prompting together, with a board, a vote and a final picture."""

import re
from collections.abc import Sequence

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.sessions.rules import (
    MAX_BUDGET,
    MAX_ENTRIES_EACH,
    MAX_ROUNDS,
    MAX_STYLE_LENGTH,
    MAX_THEME_LENGTH,
)
from bot.domain.sessions.session import Part
from bot.filled import Filled
from bot.presses import Hearing
from bot.replies.parts.buttons import id_in
from bot.replies.parts.chosen import chosen_id
from bot.replies.requesting.choices import choices
from bot.replies.sessions import session_ids as ids
from bot.replies.sessions.session_desk import SessionDesk
from bot.replies.sessions.session_start import StartOptions, length_choices

_LENGTH = 40  # of a time as it is typed


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class SessionCommands(
    commands.GroupCog, group_name="session", group_description="Prompt together, and vote"
):
    """Starts and leads sessions; everything else is done by the buttons in their threads."""

    def __init__(self, bot: EaselClient, desk: SessionDesk) -> None:
        self._desk = desk
        self._hearing = Hearing(
            bot,
            bot.modals,
            presses={
                ids.ENTER: self.open_form,
                ids.MINE: self.mine,
                ids.RULES: self.rules,
                ids.BALLOT: self.ballot,
                ids.HOST: self.host,
                ids.LEAD: self.lead,
                ids.END: self.end,
            },
            choices={
                ids.VOTE: self.vote,
                ids.CALLED_VOTE: self.vote_in_thread,
                ids.WITHDRAW: self.take_back,
                ids.KICK: self.kick,
            },
            submits={ids.ENTERED: self.enter},
        )

    async def cog_load(self) -> None:
        """Take every component and modal of sessions, whoever sent it and when."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Take them no longer."""
        self._hearing.end()

    async def offer_styles(
        self, interaction: discord.Interaction, current: str
    ) -> list[Choice[str]]:
        """Offer the styles that everybody here may use."""
        return choices(await self._desk.starts.styles(current, interaction.guild_id or 0))

    async def offer_lengths(
        self, interaction: discord.Interaction, current: str
    ) -> list[Choice[str]]:
        """Offer how long it may take."""
        del interaction
        return choices(length_choices(current))

    async def offer_sessions(
        self, interaction: discord.Interaction, current: str
    ) -> list[Choice[str]]:
        """Offer the sessions that go on in this server."""
        return choices(await self._desk.offered(interaction, current))

    @app_commands.command()
    @app_commands.describe(
        theme="What it is about",
        time="How long prompts are taken in each round: 30 min, 2 h, 1 day",
        style="One style for all images; members choose if it is left out",
        entries_each="How many prompts each member may enter in a round",
        role="Only members with this role may take part",
        required_words="Every prompt must have these words; part them with commas",
        forbidden_words="No prompt may have these words; part them with commas",
        reviewed="A moderator looks at each prompt before it is made",
        hidden_authors="Nobody sees who made what until the end",
        own_vote="Members may vote for their own entry",
        rounds="From the second round on, every image is painted over the last winner",
        voting_time="How long the vote takes in each round: 15 min, 1 h",
        budget="How many images the session may make in all",
    )
    @app_commands.autocomplete(time=offer_lengths, voting_time=offer_lengths, style=offer_styles)
    async def start(  # noqa: PLR0913, PLR0917 - its parameters are the options that people see
        self,
        interaction: discord.Interaction,
        theme: Range[str, 1, MAX_THEME_LENGTH],
        time: Range[str, 1, _LENGTH] = "30 min",
        style: Range[str, 1, MAX_STYLE_LENGTH] | None = None,
        entries_each: Range[int, 1, MAX_ENTRIES_EACH] = 1,
        role: discord.Role | None = None,
        required_words: Range[str, 0, 600] = "",
        forbidden_words: Range[str, 0, 600] = "",
        reviewed: bool = False,  # noqa: FBT001, FBT002 - options that people see
        hidden_authors: bool = False,  # noqa: FBT001, FBT002
        own_vote: bool = False,  # noqa: FBT001, FBT002
        rounds: Range[int, 1, MAX_ROUNDS] = 1,
        voting_time: Range[str, 1, _LENGTH] = "15 min",
        budget: Range[int, 1, MAX_BUDGET] = 100,
    ) -> None:
        """Start a session in a thread of this channel; for moderators."""
        options = StartOptions(
            theme=theme,
            time=time,
            voting_time=voting_time,
            style=style,
            required_words=required_words,
            forbidden_words=forbidden_words,
            entries_each=entries_each,
            role_id=role.id if role is not None else None,
            is_reviewed=reviewed,
            hides_authors=hidden_authors,
            has_own_vote=own_vote,
            budget=budget,
            rounds=rounds,
        )
        await self._desk.starts.start(interaction, options)

    @app_commands.command()
    @app_commands.describe(session="Which one; without it the one of this thread")
    @app_commands.autocomplete(session=offer_sessions)
    async def manage(self, interaction: discord.Interaction, session: str | None = None) -> None:
        """Pause, end or cancel a session, or take somebody out; for its host and moderators."""
        await self._desk.manage(interaction, session)

    @app_commands.command(name="list")
    async def list_all(self, interaction: discord.Interaction) -> None:
        """Show the sessions that go on in this server."""
        await self._desk.list_all(interaction)

    async def open_form(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Open the form for a prompt."""
        await self._desk.entering.open(interaction, id_in(match["id"]))

    async def enter(
        self, interaction: discord.Interaction, match: re.Match[str], filled: Filled
    ) -> None:
        """Ask for what was filled in."""
        key, round_number = id_in(match["id"]), int(match["round"])
        await self._desk.entering.enter(interaction, key, round_number, filled)

    async def mine(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show the presser's own entries."""
        await self._desk.own.mine(interaction, id_in(match["id"]))

    async def take_back(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Take an entry out; a choice that was taken away again changes nothing."""
        entry_id = chosen_id(values) if values else 0
        await self._desk.own.take_back(interaction, id_in(match["id"]), entry_id)

    async def rules(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show all the rules."""
        await self._desk.rules(interaction, id_in(match["id"]))

    async def ballot(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show what the presser may vote for."""
        await self._desk.voting.show(interaction, id_in(match["id"]), int(match["page"]))

    async def vote(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Count a vote from the presser's own ballot."""
        key, page = id_in(match["id"]), int(match["page"])
        await self._desk.voting.vote(interaction, key, chosen_id(values), page)

    async def vote_in_thread(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Count a vote from below the candidates."""
        await self._desk.voting.vote_in_thread(interaction, id_in(match["id"]), chosen_id(values))

    async def host(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show what whoever leads the session can do."""
        await self._desk.leading.show(interaction, id_in(match["id"]))

    async def lead(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Do one of these things."""
        await self._desk.leading.lead(interaction, id_in(match["id"]), ids.Act(match["act"]))

    async def end(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """End what goes on, if it is still what the button names."""
        key, round_number = id_in(match["id"]), int(match["round"])
        await self._desk.leading.end(interaction, key, Part(match["part"]), round_number)

    async def kick(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Take a member out."""
        await self._desk.leading.kick(interaction, id_in(match["id"]), chosen_id(values))


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    await bot.add_cog(SessionCommands(bot, bot.services.session_desk))
