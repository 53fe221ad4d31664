"""A moderator's trial: a text goes through the chain as if a member had asked with it."""

import discord

from bot.domain.generation import NewGeneration
from bot.domain.moderation.asker import Asker
from bot.domain.moderation.places import level_there
from bot.domain.moderation.policy import Level
from bot.domain.moderation.verdicts import strictest
from bot.domain.moderation.words.request_texts import request_texts
from bot.domain.request import image_request
from bot.generation.moderation.chain import Chain, if_nobody_looks
from bot.generation.moderation.policies import Policies
from bot.replies.moderation.trial_panel import trial_panel
from bot.replies.parts.panels import Panel
from bot.replies.parts.place import asker_of, place_in, place_of

_MODEL = "-"  # a member's own choice is looked through as well; here there is none


class Trials:
    """Runs trials; they write nothing, neither a row nor the log."""

    def __init__(self, chain: Chain, policies: Policies) -> None:
        self._chain = chain
        self._policies = policies

    async def panel(
        self,
        interaction: discord.Interaction,
        prompt: str,
        negative_prompt: str,
        *,
        channel: discord.abc.GuildChannel | None,
        role: discord.Role | None,
    ) -> Panel:
        """Return what would happen to *prompt* in *channel*, to a member with only *role*.

        Without a channel it is where the command was given, without a role the moderator's own.

        Raises:
            InvalidRequest: It is no prompt at all.
            StorageUnavailable: The rules cannot be read now.
        """
        new = NewGeneration(
            request=image_request(
                prompt=prompt, negative_prompt=negative_prompt, model=_MODEL, seed=0
            ),
            place=place_of(interaction, is_private=True)
            if channel is None
            else place_in(interaction, channel),
            provider="",
            asker=asker_of(interaction) if role is None else Asker(role_ids=frozenset({role.id})),
        )
        book = await self._policies.of(new.place.server_id)
        is_mature = level_there(new.place, book.policy, book.channels) is Level.MATURE
        stages = await self._chain.dry_run(new, book)
        decisive = strictest([decision for _stage, decision in stages])
        return trial_panel(
            stages,
            if_nobody_looks(decisive, book),
            book.words.look(request_texts(new.request, None), is_mature=is_mature),
        )
