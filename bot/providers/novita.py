"""What the V2 and the V3 adapter share: the list of models, downloads, the account."""

from collections.abc import Sequence
from typing import Annotated

from bot.errors import EndpointGone, ProviderUnavailable
from bot.providers import models_wire
from bot.providers.download import Downloader
from bot.providers.http import Answer, ApiClient
from bot.providers.lenient import Number, WireModel
from bot.providers.provider import CatalogueEntry, ModelKind
from bot.providers.refusals import refusal

_MAX_PAGES = 40  # a list that never ends must not be followed for ever
_USER_PATH = "/v3/user"
_DOLLARS_PER_UNIT = 0.0001


class _User(WireModel):
    credit_balance: Annotated[Number, "in units of 0.0001 USD"] = None


class Novita:
    """Base of both adapters: all of the service that has one form only."""

    def __init__(self, *, name: str, api: ApiClient, downloader: Downloader) -> None:
        self._name = name
        self._api = api
        self._downloader = downloader

    @property
    def name(self) -> str:
        """The row's name in the settings."""
        return self._name

    async def entries(
        self, kind: ModelKind, search: str = "", limit: int = 100
    ) -> Sequence[CatalogueEntry]:
        """List what is offered and available now, page by page, at most *limit* entries.

        Raises:
            ProviderError: The list cannot be had.
        """
        found: dict[str, CatalogueEntry] = {}
        cursor = ""
        seen: set[str] = set()
        for _page in range(_MAX_PAGES):
            query = models_wire.page_query(kind, search, limit, cursor)
            answer = await self._api.get(models_wire.PATH, query)
            page = models_wire.ModelPage.read(readable_body(answer))
            found.update((entry.api_name, entry) for entry in page.entries(kind))
            seen.add(cursor)
            cursor = page.next_cursor
            if not page.models or not cursor or cursor in seen or len(found) >= limit:
                break
        return tuple(found.values())[:limit]

    async def download(self, url: str) -> bytes:
        """Fetch a finished image or preview without handing our key to its host.

        Raises:
            BadImage: Too large, or no whole image.
            ProviderError: The link does not answer.
        """
        return await self._downloader.download(url)

    async def balance_text(self) -> str:
        """Say in one line whether key and account work.

        Raises:
            ProviderError: They do not, or the service does not answer.
        """
        # Every service of this family lists models, and only for a key that it knows.
        await self.entries(ModelKind.MODEL, limit=1)
        try:
            answer = await self._api.get(_USER_PATH, {})
            balance = _User.read(readable_body(answer)).credit_balance
        except (EndpointGone, ProviderUnavailable):
            balance = None
        if balance is None:
            return "The key is accepted; the service names no balance."
        return f"The key is accepted; the balance is {balance * _DOLLARS_PER_UNIT:.2f} USD."

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()
        await self._downloader.close()


def readable_body(answer: Answer) -> object:
    """Return the JSON of a successful answer.

    Raises:
        ProviderError: What the HTTP status or the error frame means; ``ProviderUnavailable`` if
            it is a success that nobody can read.
    """
    if not answer.is_success:
        raise refusal(answer)
    if not isinstance(answer.body, dict):
        raise ProviderUnavailable(detail=f"HTTP {answer.status_code} without a JSON object")
    return answer.body
