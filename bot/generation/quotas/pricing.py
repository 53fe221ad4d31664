"""The price of a request, put on it before it is admitted; and the question if it costs much."""

from dataclasses import replace

from bot.domain.generation import NewGeneration
from bot.domain.pricing import PriceTable
from bot.errors import UserError
from bot.generation.moderation.policies import Policies
from bot.texts import gettext as _
from bot.texts import money


class CostNotConfirmed(UserError):
    """It costs more than the server lets pass without asking; nothing was taken.

    Attributes:
        new: The request with its price, as it would have been admitted.
    """

    def __init__(self, new: NewGeneration, currency: str) -> None:
        super().__init__(
            _("That costs about {cost}, so I ask first, and nothing was begun.").format(
                cost=money(new.cost_micros, currency)
            )
        )
        self.new = new


class Pricing:
    """Two checks of the admission: they run once the names of models are known as they are."""

    def __init__(self, table: PriceTable, policies: Policies) -> None:
        self._table = table
        self._policies = policies

    async def put_price(self, new: NewGeneration) -> NewGeneration:
        """Return *new* with what its images cost."""
        return replace(new, cost_micros=self._table.cost_micros(new.provider, new.request))

    async def ask_first(self, new: NewGeneration) -> NewGeneration:
        """Let pass what costs no more than the server says, or was confirmed by its member.

        Raises:
            CostNotConfirmed: It costs more.
            StorageUnavailable: The server's choice cannot be read now.
        """
        if new.is_cost_confirmed or not new.cost_micros:
            return new
        policy = (await self._policies.of(new.place.server_id)).policy
        most = policy.ask_above_micros
        if most is not None and new.cost_micros > most:
            raise CostNotConfirmed(new, self._table.currency)
        return new
