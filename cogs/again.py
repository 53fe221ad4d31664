"""`/again`: repeats a member's last request, with what they change by its options."""

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.options import ImagineOptions
from bot.domain.ranges import MAX_GUIDANCE, MAX_IMAGES, MAX_PROMPT_LENGTH, MAX_SEED, MAX_STEPS
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.choices import Choices
from bot.replies.requesting.repeating import Repeating
from bot.timing import Time


class Again(commands.Cog):
    """Asks for the same once more, or for nearly the same."""

    def __init__(
        self, *, repeating: Repeating, asking: Asking, choices: Choices, time: Time
    ) -> None:
        self._repeating = repeating
        self._asking = asking
        self._choices = choices
        self._time = time

    async def offer(self, interaction: discord.Interaction, current: str) -> list[Choice[str]]:
        """Offer what may follow what the member has typed so far."""
        return await self._choices.offered(interaction, current)

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.describe(
        prompt="What to draw, in place of the words before",
        negative_prompt="What to avoid, in place of the words before",
        style="A style of yours or a built-in one, laid over the last request",
        size="A format such as portrait, or WIDTHxHEIGHT in pixels",
        model="Which image model paints it",
        images="How many images, 1 to 8",
        sampler="How the noise is removed",
        steps="How many steps, 1 to 50: more is slower and finer",
        guidance="How closely to follow the prompt, above 0 to 30",
        seed="A seed of your choice; else it is a new one",
        loras="name:weight, other name",
        hires="Enlarge while painting: on, off, a factor up to 2, or WIDTHxHEIGHT",
        vae="Which VAE decodes the image, or none",
        control="What the control image steers, such as edges or pose",
        strength="How much of the source image may change, 0 to 1",
        advanced="key=value …: clip_skip, restore_faces, upscaler, refiner, rounds, format …",
        private="Show the answer to you alone; else it is as before, or as in your /settings",
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
    async def again(  # noqa: PLR0913, PLR0917 - its parameters are the options that people see
        self,
        interaction: discord.Interaction,
        prompt: Range[str, 1, MAX_PROMPT_LENGTH] | None = None,
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
        control: str | None = None,
        strength: Range[float, 0, 1] | None = None,
        advanced: str | None = None,
        private: bool | None = None,  # noqa: FBT001 - an option that people see
    ) -> None:
        """Repeat your last request, with what you change."""
        begun_at_s = self._time.monotonic()
        changes = ImagineOptions(
            prompt=prompt or "",
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
            strength=strength,
            advanced=advanced,
        )
        new = await self._repeating.new_generation(
            interaction, changes, style_name=style, is_private=private
        )
        await self._asking.ask(interaction, new, begun_at_s=begun_at_s)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    shelf = services.shelf
    await bot.add_cog(
        Again(
            repeating=Repeating(services.members.last_requests, services.children),
            asking=services.asking,
            choices=Choices(services.catalogue, shelf),
            time=services.time,
        )
    )
