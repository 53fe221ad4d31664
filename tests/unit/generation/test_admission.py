"""What is refused before it costs anything."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.generation import MemberLimits, NewGeneration, Status
from bot.domain.request import Lora
from bot.errors import InvalidRequest, NotSupported, QuotaExceeded, TooManyWaiting
from bot.generation.admission import Admission
from bot.generation.checks import names_are_offered
from bot.providers.catalogue import UNKNOWN, Catalogue, Unknown
from bot.providers.provider import CatalogueEntry, ModelKind
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new, request
from tests.unit.generation.world import QUOTA, World, start


@pytest.fixture
async def catalogue(provider: FakeProvider, time: FakeTime) -> AsyncIterator[Catalogue]:
    catalogue = Catalogue(provider, time)
    yield catalogue
    await catalogue.close()


async def test_an_admitted_generation_is_queued_and_its_units_are_taken(world: World) -> None:
    generation = (await world.admission.admit(new(request(batch_size=4)))).generation
    assert generation.status is Status.QUEUED
    assert await world.used() == 4


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (request(model="nowhere.safetensors"), "model"),
        (request(loras=(Lora(name="nothing"),)), "loras"),
        (request(vae="none.pt"), "vae"),
    ],
)
async def test_a_name_that_is_not_offered_is_refused_by_name(
    world: World, wanted: object, field: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        await world.admission.admit(new(wanted))  # type: ignore[arg-type]  # a request
    assert refused.value.field == field
    assert await world.used() == 0


async def test_the_spelling_of_a_name_is_corrected(
    catalogue: Catalogue, provider: FakeProvider
) -> None:
    provider.offered.append(
        CatalogueEntry(api_name="add_detail_44319", label="Add detail", kind=ModelKind.LORA)
    )
    wanted = request(model="Dream", loras=(Lora(name="ADD_detail_44319", weight=0.5),))
    checked = await names_are_offered(catalogue, 1.5)(new(wanted))
    assert checked.request.model == "dream.safetensors"
    assert checked.request.loras == (Lora(name="add_detail_44319", weight=0.5),)


async def test_a_service_that_does_not_say_what_it_offers_decides_itself(
    catalogue: Catalogue, provider: FakeProvider
) -> None:
    provider.entries_gate = asyncio.Event()
    wanted = new(request(model="unheard-of"))
    assert await names_are_offered(catalogue, budget_s=0.01)(wanted) == wanted


class AskedCatalogue(Catalogue):
    """Knows no name, and remembers how long it was allowed to look for one."""

    async def find(self, kind: ModelKind, api_name: str, budget_s: float) -> Unknown:
        del kind, api_name
        self.budget_s = budget_s
        return UNKNOWN


@pytest.mark.parametrize(("spent_s", "left_s"), [(0.0, 1.5), (1.0, 0.5)])
async def test_the_catalogue_gets_what_the_command_has_left_of_its_time(
    world: World, provider: FakeProvider, time: FakeTime, spent_s: float, left_s: float
) -> None:
    catalogue = AskedCatalogue(provider, time)
    admission = Admission(
        generations=world.generations,
        provider=provider,
        catalogue=catalogue,
        limits=QUOTA,
        turns=world.turns,
        time=time,
    )
    begun_at_s = time.monotonic()
    time.advance(spent_s)
    await admission.admit(new(), begun_at_s=begun_at_s)
    assert catalogue.budget_s == pytest.approx(left_s)


async def test_what_the_provider_cannot_do_costs_nothing(world: World) -> None:
    world.provider.unsupported = "That cannot be done here."
    with pytest.raises(NotSupported, match="cannot be done here"):
        await world.admission.admit(new())
    assert await world.used() == 0


async def test_an_earlier_check_refuses_before_the_provider_is_asked(
    world: World, catalogue: Catalogue
) -> None:
    async def banned(_new: NewGeneration) -> NewGeneration:
        raise NotSupported("you are banned")

    world.provider.unsupported = "That cannot be done here."
    admission = Admission(
        generations=world.generations,
        provider=world.provider,
        catalogue=catalogue,
        limits=MemberLimits(daily_quota=9, waiting=9, running=9),
        turns=world.turns,
        time=world.time,
        first_checks=[banned],
    )
    with pytest.raises(NotSupported, match="banned"):
        await admission.admit(new())


async def test_a_hundred_commands_at_once_cannot_pass_the_quota(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    limits = MemberLimits(daily_quota=10, waiting=1_000, running=4)
    async with start(tmp_path, time=time, provider=provider, limits=limits) as world:
        outcomes = await asyncio.gather(*(world.ask() for _ in range(100)), return_exceptions=True)
        assert sum(isinstance(outcome, QuotaExceeded) for outcome in outcomes) == 90
        await world.work.settle()
        assert len(world.announcer.deliveries) == 10
        assert await world.used() == 10


async def test_no_more_wait_than_one_member_may_have(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    limits = MemberLimits(daily_quota=100, waiting=2, running=4)
    async with start(tmp_path, time=time, provider=provider, limits=limits) as world:
        await world.admission.admit(new())
        await world.admission.admit(new())
        with pytest.raises(TooManyWaiting):
            await world.admission.admit(new())
        assert await world.used() == 2
