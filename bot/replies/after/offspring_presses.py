"""Again, Vary, Upscale and Edit: from a press on a finished card to the child's own card."""

from collections.abc import Awaitable, Callable
from functools import partial

import discord

from bot.domain.generation import Generation, NewGeneration
from bot.errors import NotAllowed
from bot.replies.after.edit_form import Edits
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.children import Children
from bot.replies.requesting.under_admission import UnderAdmission
from bot.texts import gettext as _


class OffspringPresses:
    """Asks for children on the presser's own quota.

    They are private where their parent is, or where the pressed card is for one person alone.
    """

    def __init__(self, children: Children, asking: Asking) -> None:
        self._children = children
        self._asking = asking
        self._under_admission = UnderAdmission()

    async def again(
        self, interaction: discord.Interaction, parent: Generation, *, begun_at_s: float
    ) -> None:
        """Answer *interaction*, which began at that monotonic second, with the same anew.

        Raises:
            UserError: It cannot be made again, is under way, or is refused.
        """
        make = partial(
            self._children.again, interaction, parent, is_private=_is_private(interaction)
        )
        await self._ask(interaction, f"again {parent.id}", make, begun_at_s)

    async def vary(
        self, interaction: discord.Interaction, parent: Generation, index: int, *, begun_at_s: float
    ) -> None:
        """Answer with image *index*, a little changed.

        Raises:
            UserError: There is no such image any more, it is under way, or is refused.
        """
        _check_index(parent, index)
        make = partial(
            self._children.vary, interaction, parent, index, is_private=_is_private(interaction)
        )
        await self._ask(interaction, f"vary {parent.id} {index}", make, begun_at_s)

    async def upscale(
        self, interaction: discord.Interaction, parent: Generation, index: int, *, begun_at_s: float
    ) -> None:
        """Answer with image *index*, enlarged.

        Raises:
            UserError: There is no such image any more, it is under way, or is refused.
        """
        _check_index(parent, index)
        make = partial(
            self._children.upscale, interaction, parent, index, is_private=_is_private(interaction)
        )
        await self._ask(interaction, f"upscale {parent.id} {index}", make, begun_at_s)

    async def edit(
        self,
        interaction: discord.Interaction,
        parent: Generation,
        edits: Edits,
        *,
        begun_at_s: float,
    ) -> None:
        """Answer with what the modal says.

        Raises:
            UserError: It cannot be made, is under way, or is refused.
        """
        make = partial(
            self._children.edit,
            interaction,
            parent,
            edits.changes,
            style_name=edits.style_name,
            is_private=_is_private(interaction),
        )
        await self._ask(interaction, f"edit {parent.id}", make, begun_at_s)

    async def _ask(
        self,
        interaction: discord.Interaction,
        what: str,
        make: Callable[[], Awaitable[NewGeneration]],
        begun_at_s: float,
    ) -> None:
        with self._under_admission.one(interaction, what):
            await self._asking.ask(interaction, await make(), begun_at_s=begun_at_s)


def _is_private(interaction: discord.Interaction) -> bool | None:
    """Return True where only the presser sees the card, None where it is as the parent is."""
    message = interaction.message
    return True if message is not None and message.flags.ephemeral else None


def _check_index(parent: Generation, index: int) -> None:
    # Without any, they were removed by their age, which has a sentence of its own.
    if parent.images and index not in {image.index for image in parent.results}:
        raise NotAllowed(_("There is no such image under this card."))
