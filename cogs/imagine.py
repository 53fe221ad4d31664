"""`/imagine`: from a member's options to an admitted generation and its card."""

import aiohttp
import discord
import structlog
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.generation import Admitted
from bot.domain.options import ImagineOptions
from bot.domain.ranges import MAX_GUIDANCE, MAX_IMAGES, MAX_PROMPT_LENGTH, MAX_SEED, MAX_STEPS
from bot.errors import StorageUnavailable
from bot.generation.admission import Admission
from bot.generation.announcer import Progress
from bot.generation.option_defaults import option_defaults
from bot.generation.style_shelf import StyleShelf
from bot.generation.work import Work
from bot.replies.cards import waiting_card
from bot.replies.choices import Choices
from bot.replies.live_reply import LiveReply
from bot.replies.request_reader import RequestReader
from bot.store.generations import Generations
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)


class Imagine(commands.Cog):
    """Makes images from a text."""

    def __init__(
        self,
        *,
        reader: RequestReader,
        admission: Admission,
        work: Work,
        generations: Generations,
        choices: Choices,
        live_reply: LiveReply,
        time: Time,
    ) -> None:
        self._reader = reader
        self._admission = admission
        self._work = work
        self._generations = generations
        self._choices = choices
        self._live_reply = live_reply
        self._time = time

    async def offer(self, interaction: discord.Interaction, current: str) -> list[Choice[str]]:
        """Offer what may follow what the member has typed so far."""
        return await self._choices.offered(interaction, current)

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.describe(
        prompt="What to draw; <lora:name:weight> works here too",
        negative_prompt="What to avoid",
        style="A style of yours or a built-in one; your own options win over it",
        size="A format such as portrait, or WIDTHxHEIGHT in pixels",
        model="Which image model paints it",
        images="How many images, 1 to 8",
        sampler="How the noise is removed",
        steps="How many steps, 1 to 50: more is slower and finer",
        guidance="How closely to follow the prompt, above 0 to 30",
        seed="The same seed makes the same image again",
        loras="name:weight, other name",
        hires="Enlarge while painting: on, a factor up to 2, or WIDTHxHEIGHT",
        vae="Which VAE decodes the image, or none",
        control_image="A PNG, JPEG or WebP picture that steers the composition",
        control="What the control image steers, such as edges or pose",
        advanced="key=value …: clip_skip, restore_faces, upscaler, refiner, rounds, format …",
        private="Show the answer to you alone",
    )
    @app_commands.autocomplete(
        style=offer,
        size=offer,
        model=offer,
        sampler=offer,
        loras=offer,
        hires=offer,
        vae=offer,
        control=offer,
        advanced=offer,
    )
    async def imagine(  # noqa: PLR0913, PLR0917 - its parameters are the options that people see
        self,
        interaction: discord.Interaction,
        prompt: Range[str, 1, MAX_PROMPT_LENGTH],
        negative_prompt: Range[str, 0, MAX_PROMPT_LENGTH] | None = None,
        style: str | None = None,
        size: str | None = None,
        model: str | None = None,
        images: Range[int, 1, MAX_IMAGES] | None = None,
        sampler: str | None = None,
        steps: Range[int, 1, MAX_STEPS] | None = None,
        guidance: Range[float, 0.1, MAX_GUIDANCE] | None = None,
        seed: Range[int, -1, MAX_SEED] | None = None,
        loras: str | None = None,
        hires: str | None = None,
        vae: str | None = None,
        control_image: discord.Attachment | None = None,
        control: str | None = None,
        advanced: str | None = None,
        private: bool = False,  # noqa: FBT001, FBT002 - an option that people see
    ) -> None:
        """Make images from a text."""
        begun_at_s = self._time.monotonic()
        options = ImagineOptions(
            prompt=prompt,
            negative_prompt=negative_prompt,
            size=size,
            model=model,
            images=images,
            sampler=sampler,
            steps=steps,
            guidance=guidance,
            seed=seed,
            loras=loras,
            hires=hires,
            vae=vae,
            control=control,
            advanced=advanced,
        )
        new = await self._reader.new_generation(
            interaction,
            options,
            style_name=style,
            attachment=control_image,
            is_private=private,
        )
        admitted = await self._admission.admit(new, begun_at_s=begun_at_s)
        await self._answer(interaction, admitted)

    async def _answer(self, interaction: discord.Interaction, admitted: Admitted) -> None:
        """Show the card, then let the work begin, so that no edit comes before the first answer."""
        generation, position = admitted.generation, admitted.position
        self._live_reply.shows(generation.id, Progress(position=position))
        try:
            answer = await interaction.response.send_message(
                view=waiting_card(generation, position),
                ephemeral=generation.place.is_private,
                allowed_mentions=discord.AllowedMentions.none(),
            )
            if answer.message_id is not None:
                await self._generations.set_message(generation.id, answer.message_id)
        except (discord.HTTPException, aiohttp.ClientError, OSError, StorageUnavailable) as error:
            # Its units are taken and it will be made: the images find another road.
            logger.warning("no first answer", generation=generation.id, fault=type(error).__name__)
        finally:
            # What was admitted goes on, even if Discord did not take the answer.
            self._work.wake()


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    shelf = StyleShelf(services.styles, services.builtin_styles)
    await bot.add_cog(
        Imagine(
            reader=RequestReader(
                shelf=shelf,
                image_files=services.image_files,
                defaults=option_defaults(services.settings.defaults, services.settings.provider),
                provider=services.provider.name,
            ),
            admission=services.admission,
            work=services.work,
            generations=services.generations,
            choices=Choices(services.catalogue, shelf),
            live_reply=services.live_reply,
            time=services.time,
        )
    )
