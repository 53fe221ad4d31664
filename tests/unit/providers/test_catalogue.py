"""The catalogue: cached, searched, in time, and honest about what it does not know."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest

from bot.errors import ProviderUnavailable
from bot.providers.catalogue import UNKNOWN, Catalogue
from bot.providers.provider import CatalogueEntry, ModelKind
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime

MODEL = ModelKind.MODEL
LORA = ModelKind.LORA
SHORT_S = 0.01
LONG_S = 30.0


@dataclass
class ListingProvider(FakeProvider):
    """Lists *offered*; waits for *open*, fails while *is_down*."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    is_down: bool = False
    asked: list[tuple[ModelKind, str]] = field(default_factory=list)

    async def entries(
        self, kind: ModelKind, search: str = "", limit: int = 100
    ) -> Sequence[CatalogueEntry]:
        self.asked.append((kind, search))
        await self.open.wait()
        if self.is_down:
            raise ProviderUnavailable(detail="down")
        return await super().entries(kind, search, limit)


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
async def provider(time: FakeTime) -> ListingProvider:
    provider = ListingProvider(time)
    provider.open.set()
    return provider


@pytest.fixture
async def catalogue(provider: ListingProvider, time: FakeTime) -> AsyncIterator[Catalogue]:
    catalogue = Catalogue(provider, time)
    yield catalogue
    await catalogue.close()


def offer(*names: str, kind: ModelKind = MODEL, base_model: str = "") -> list[CatalogueEntry]:
    return [
        CatalogueEntry(api_name=name, label=name, kind=kind, base_model=base_model)
        for name in names
    ]


async def names(catalogue: Catalogue, search: str = "", budget_s: float = LONG_S) -> list[str]:
    found = await catalogue.entries(MODEL, search, budget_s=budget_s)
    return [entry.api_name for entry in found]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["sd_xl_base", "toon-dream", "dreamshaper_8", "Dream XL"]),
        ("dream", ["dreamshaper_8", "Dream XL", "toon-dream"]),
        ("XL dream", ["Dream XL"]),
        ("  XL ", ["sd_xl_base", "Dream XL"]),
        ("shaper", ["dreamshaper_8"]),
        ("1.5", ["sd_xl_base", "toon-dream", "dreamshaper_8", "Dream XL"]),
        ("nothing", []),
    ],
)
async def test_words_match_in_any_order_and_beginnings_come_first(
    catalogue: Catalogue, provider: ListingProvider, search: str, found: list[str]
) -> None:
    provider.offered = offer(
        "sd_xl_base", "toon-dream", "dreamshaper_8", "Dream XL", base_model="SD 1.5"
    )

    assert await names(catalogue, search) == found


async def test_the_limit_holds(catalogue: Catalogue, provider: ListingProvider) -> None:
    provider.offered = offer(*(f"m{i}" for i in range(30)))

    assert len(await names(catalogue)) == 25
    assert len(await catalogue.entries(MODEL, "m", limit=3)) == 3


async def test_many_questions_at_once_are_one_question_to_the_service(
    catalogue: Catalogue, provider: ListingProvider
) -> None:
    provider.offered = offer("a")

    answers = await asyncio.gather(*(names(catalogue) for _ in range(50)))

    assert answers == [["a"]] * 50
    assert provider.asked == [(MODEL, "")]


async def test_kinds_are_kept_apart(catalogue: Catalogue, provider: ListingProvider) -> None:
    provider.offered = [*offer("a"), *offer("b", kind=LORA)]

    assert await names(catalogue) == ["a"]
    assert [entry.api_name for entry in await catalogue.entries(LORA)] == ["b"]


async def test_a_slow_service_costs_no_more_than_the_budget_and_answers_later(
    catalogue: Catalogue, provider: ListingProvider
) -> None:
    provider.offered = offer("a")
    provider.open.clear()

    assert await names(catalogue, budget_s=SHORT_S) == []
    provider.open.set()

    assert await names(catalogue) == ["a"]
    assert provider.asked == [(MODEL, "")]


async def test_an_old_list_answers_at_once_while_it_is_renewed(
    catalogue: Catalogue, provider: ListingProvider, time: FakeTime
) -> None:
    provider.offered = offer("old")
    await names(catalogue)
    provider.offered = offer("new")
    time.advance(599)
    assert await names(catalogue) == ["old"]
    time.advance(2)

    assert await names(catalogue) == ["old"]
    await asyncio.sleep(0)

    assert await names(catalogue) == ["new"]


async def test_a_service_that_is_down_leaves_the_last_good_list(
    catalogue: Catalogue, provider: ListingProvider, time: FakeTime
) -> None:
    provider.offered = offer("old")
    await names(catalogue)
    provider.is_down = True
    time.advance(100_000)

    assert await names(catalogue) == ["old"]
    await asyncio.sleep(0)
    assert await names(catalogue) == ["old"]


async def test_a_service_that_is_down_is_left_alone_for_a_while(
    catalogue: Catalogue, provider: ListingProvider, time: FakeTime
) -> None:
    provider.is_down = True
    for _keystroke in range(10):
        assert await names(catalogue) == []
    assert len(provider.asked) == 1

    provider.is_down = False
    provider.offered = offer("a")
    time.advance(15)

    assert await names(catalogue) == ["a"]


async def test_what_a_long_list_leaves_out_is_searched_at_the_service(
    catalogue: Catalogue, provider: ListingProvider
) -> None:
    provider.offered = offer(*(f"m{i}" for i in range(1000)), "rare-one")

    assert await names(catalogue, "rare") == ["rare-one"]
    assert await names(catalogue, "ra") == []
    assert provider.asked == [(MODEL, ""), (MODEL, "rare")]


@pytest.mark.parametrize("asked", ["Good_Model.safetensors", "good_model", " GOOD_MODEL "])
async def test_a_name_is_found_whatever_its_case_and_extension(
    catalogue: Catalogue, provider: ListingProvider, asked: str
) -> None:
    provider.offered = offer("Good_Model.safetensors")
    await names(catalogue)

    found = await catalogue.find(MODEL, asked, LONG_S)

    assert found == provider.offered[0]


async def test_the_exact_name_wins(catalogue: Catalogue, provider: ListingProvider) -> None:
    provider.offered = offer("good", "Good")
    await names(catalogue)

    assert await catalogue.find(MODEL, "Good", LONG_S) == provider.offered[1]


@pytest.mark.parametrize("is_loaded", [True, False])
async def test_a_name_that_is_not_there_is_surely_not_there(
    catalogue: Catalogue, provider: ListingProvider, *, is_loaded: bool
) -> None:
    provider.offered = offer("good")
    if is_loaded:
        await names(catalogue)

    assert await catalogue.find(MODEL, "bad", LONG_S) is None


async def test_a_name_beyond_a_long_list_is_looked_up(
    catalogue: Catalogue, provider: ListingProvider
) -> None:
    provider.offered = offer(*(f"m{i}" for i in range(1000)), "rare-one")
    await names(catalogue)

    assert await catalogue.find(MODEL, "rare-one", LONG_S) == provider.offered[-1]
    assert await catalogue.find(MODEL, "rarer", LONG_S) is None
    assert await catalogue.find(MODEL, "with blanks", LONG_S) is UNKNOWN


async def test_a_name_that_came_after_the_list_is_found(
    catalogue: Catalogue, provider: ListingProvider, time: FakeTime
) -> None:
    provider.offered = offer("old")
    await names(catalogue)
    provider.offered = offer("old", "new")
    time.advance(601)

    assert await catalogue.find(MODEL, "new", LONG_S) == provider.offered[1]


async def test_in_doubt_a_name_is_unknown_and_the_provider_decides(
    catalogue: Catalogue, provider: ListingProvider, time: FakeTime
) -> None:
    provider.open.clear()
    assert await catalogue.find(MODEL, "good", SHORT_S) is UNKNOWN

    provider.is_down = True
    provider.open.set()
    assert await catalogue.find(MODEL, "good", LONG_S) is UNKNOWN

    provider.is_down = False
    provider.offered = offer("old")
    time.advance(100)
    await names(catalogue)
    provider.is_down = True
    time.advance(601)
    assert await catalogue.find(MODEL, "new", LONG_S) is UNKNOWN
    assert await catalogue.find(MODEL, "old", LONG_S) == provider.offered[0]


async def test_closing_stops_what_is_under_way(provider: ListingProvider, time: FakeTime) -> None:
    provider.open.clear()
    catalogue = Catalogue(provider, time)
    await catalogue.entries(MODEL, budget_s=SHORT_S)

    await catalogue.close()

    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert not [task for task in others if task.get_name().startswith("catalogue")]


async def test_many_different_searches_are_asked_a_few_at_a_time(
    catalogue: Catalogue, provider: ListingProvider
) -> None:
    provider.offered = offer(*(f"m{i}" for i in range(1000)))
    await names(catalogue)
    provider.open.clear()

    searches = [asyncio.create_task(names(catalogue, f"word{i}")) for i in range(20)]
    for _turn in range(50):
        await asyncio.sleep(0)

    assert len(provider.asked) == 1 + 4
    provider.open.set()
    assert await asyncio.gather(*searches) == [[]] * 20


async def test_only_so_many_searches_are_remembered_and_the_whole_list_stays(
    catalogue: Catalogue, provider: ListingProvider
) -> None:
    provider.offered = offer(*(f"m{i}" for i in range(1000)))
    for number in range(300):
        await names(catalogue, f"word{number}")
    asked = len(provider.asked)

    await names(catalogue, "word299")
    await names(catalogue, "m1")
    assert len(provider.asked) == asked

    await names(catalogue, "word0")
    assert len(provider.asked) == asked + 1
