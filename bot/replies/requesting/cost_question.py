"""The question before a request that costs much: made only if its member says so."""

from dataclasses import dataclass

import discord

from bot.domain.generation import MemberLimits, NewGeneration
from bot.domain.quotas import Scope
from bot.replies.parts.amounts import images_text
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.panels import Panel
from bot.replies.parts.words import quoted
from bot.store.limits import Standing
from bot.store.parked import Parked, ParkedRequests
from bot.store.quotas import Quotas
from bot.texts import gettext as _
from bot.texts import money
from bot.timing import Time

MAKE_IT = r"easel:cost:make:(?P<id>\d{1,20})"
NOT_NOW = r"easel:cost:leave:(?P<id>\d{1,20})"


class CostQuestions:
    """Parks the request and asks; its buttons work after a restart as well."""

    def __init__(
        self, parked: ParkedRequests, quotas: Quotas, limits: MemberLimits, time: Time
    ) -> None:
        self._parked = parked
        self._quotas = quotas
        self._limits = limits
        self._time = time

    async def ask(
        self, interaction: discord.Interaction, new: NewGeneration, preview_of: str | None
    ) -> None:
        """Answer *interaction* privately with the question.

        Raises:
            StorageUnavailable: The database does not answer; nothing was begun.
        """
        now = self._time.now()
        standings = await self._quotas.standings(new.place, new.asker, self._limits, now)
        left = min((_left(one) for one in standings if _has_money(one)), default=None)
        parked_id = await self._parked.park(Parked(new=new, preview_of=preview_of), now)
        await interaction.response.send_message(
            view=cost_question(
                Question(
                    parked_id=parked_id,
                    new=new,
                    left_micros=left,
                    currency=self._limits.currency,
                )
            ),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked; *left_micros* None: money limits nothing here."""

    parked_id: int
    new: NewGeneration
    left_micros: int | None
    currency: str


def cost_question(question: Question) -> Panel:
    """Say what it costs and what is left, and offer both ways."""
    cost = money(question.new.cost_micros, question.currency)
    lines = [
        _("This costs about **{cost}** ({images}). Nothing was begun yet.").format(
            cost=cost, images=images_text(question.new.request.units)
        )
    ]
    if question.left_micros is not None:
        left = money(question.left_micros, question.currency)
        lines.append(_("Left to spend: **{left}**").format(left=left))
    lines.append("-# " + _("This question stands for 15 minutes."))
    buttons = [
        PlainButton(
            label=_("Make it"),
            style=discord.ButtonStyle.primary,
            custom_id=f"easel:cost:make:{question.parked_id}",
        ),
        PlainButton(
            label=_("Not now"),
            style=discord.ButtonStyle.secondary,
            custom_id=f"easel:cost:leave:{question.parked_id}",
        ),
    ]
    return Panel(
        _("Shall I make this?"),
        [quoted(question.new.request.prompt), "\n".join(lines)],
        rows=[button_row(buttons)],
    )


def left_panel() -> Panel:
    """Say that it is not made."""
    return Panel(_("Not made"), [_("Nothing was begun, and nothing was charged.")])


def _has_money(standing: Standing) -> bool:
    # What the owner may spend for all servers is nobody else's business.
    is_operators = standing.limit.source is Scope.OPERATOR
    return standing.limit.allowance.cost_micros is not None and not is_operators


def _left(standing: Standing) -> int:
    return max(0, (standing.limit.allowance.cost_micros or 0) - standing.used.cost_micros)
