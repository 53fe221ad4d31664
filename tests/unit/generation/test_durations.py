"""What is learnt of how long tasks take, kept through restarts, and guessed from."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.errors import StorageUnavailable
from bot.generation.durations import Durations
from bot.generation.kinds import Kind
from bot.generation.looks import Expectation
from bot.generation.scaling import Sample, scaled
from bot.store.database import Database
from bot.store.durations import DurationTable, KindDuration
from tests.fakes.time import FakeTime
from tests.unit.generation.trial import NoTable
from tests.unit.generation.values import generation

SHA256 = "ab" * 32


@pytest.fixture
def durations(time: FakeTime) -> Durations:
    return Durations(NoTable(), time)


@pytest.fixture
async def database(tmp_path: Path, time: FakeTime) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path / 'easel.sqlite3'}", time)
    yield opened
    await opened.close()


def _expected(durations: Durations, **fields: object) -> Expectation:
    expected = durations.expected(generation(2, **fields))
    assert expected is not None
    return expected


def test_nothing_is_expected_while_nothing_was_seen(durations: Durations) -> None:
    assert durations.expected(generation()) is None


def test_one_duration_is_enough_for_an_expectation(durations: Durations) -> None:
    durations.learn(generation(), 10.0)
    expected = durations.expected(generation(2), elapsed_s=4.0)
    assert expected is not None
    assert expected.left_s == pytest.approx(6.0)
    assert expected.spread_s > 0
    assert not expected.is_guess


def test_steady_durations_make_the_expectation_sharp(durations: Durations) -> None:
    durations.learn(generation(), 10.0)
    vague = _expected(durations)
    for _ in range(20):
        durations.learn(generation(), 10.0)
    assert _expected(durations).spread_s < vague.spread_s


def test_a_service_that_became_slower_is_noticed_within_a_few_tasks(durations: Durations) -> None:
    for _ in range(20):
        durations.learn(generation(), 5.0)
    for _ in range(8):
        durations.learn(generation(), 20.0)
    assert _expected(durations).left_s == pytest.approx(20.0, rel=0.1)


def test_a_service_that_became_faster_is_noticed_though_the_first_look_finds_the_end(
    durations: Durations,
) -> None:
    durations.learn(generation(), 2.5)
    for _ in range(20):
        durations.learn(generation(), 2.7, seen_running_s=0.0)
    assert _expected(durations).left_s < 2.0


@pytest.mark.parametrize(
    "other",
    [
        {"steps": 50},
        {"model": "other.safetensors"},
        {"width_px": 1024},
        {"batch_size": 4},
        {"hires": {"scale": 2.0}},
        {"source": {"image_sha256": SHA256, "strength": 1}},
        {"source": {"image_sha256": SHA256}, "upscale": {}},
    ],
)
def test_what_changes_the_work_is_learnt_apart(
    durations: Durations, other: dict[str, object]
) -> None:
    durations.learn(generation(), 10.0)
    assert _expected(durations, **other).is_guess
    assert not _expected(durations, prompt="something else", seed=9).is_guess


def test_ways_to_an_image_are_learnt_apart_and_kept_apart(durations: Durations) -> None:
    over: dict[str, Any] = {"source": {"image_sha256": SHA256, "strength": 0.5}}
    part: dict[str, Any] = {"source": {**over["source"], "mask_sha256": SHA256}}
    upscale: dict[str, Any] = {"source": {"image_sha256": SHA256}, "upscale": {}}
    plain: dict[str, Any] = {}
    for seconds, fields in enumerate((plain, over, part, upscale), start=1):
        kind = Kind.of(generation(**fields))
        assert Kind.named("fake", kind.name) == kind
        durations.learn(generation(**fields), 10.0 * seconds)
    assert _expected(durations).left_s == pytest.approx(10.0)
    assert _expected(durations, **over).left_s == pytest.approx(20.0)
    assert _expected(durations, **part).left_s == pytest.approx(30.0)
    assert _expected(durations, **upscale).left_s == pytest.approx(40.0)


def test_a_kind_that_an_earlier_version_wrote_is_a_texts() -> None:
    assert Kind.named("fake", '["m", 20, 262144, 1, false]') == Kind(
        "fake", "m", 20, 262144, 1, is_hires=False
    )


def test_what_is_painted_over_is_guessed_by_the_like_of_it(durations: Durations) -> None:
    durations.learn(generation(), 10.0)  # 20 steps
    half: dict[str, Any] = {"source": {"image_sha256": SHA256, "strength": 0.5}}
    assert _expected(durations, **half).left_s == pytest.approx(5.0)
    durations.learn(generation(**half), 8.0)
    whole: dict[str, Any] = {"source": {"image_sha256": SHA256, "strength": 1}}
    assert _expected(durations, **whole).left_s == pytest.approx(16.0)


def test_a_guess_grows_with_the_work_and_is_vaguer_than_what_was_learnt(
    durations: Durations,
) -> None:
    for _ in range(20):
        durations.learn(generation(), 10.0)
    guess = _expected(durations, steps=40)
    assert guess.left_s == pytest.approx(20.0)
    assert guess.spread_s / 20.0 > _expected(durations).spread_s / 10.0


def test_a_guess_by_another_model_is_the_vaguest(durations: Durations) -> None:
    durations.learn(generation(), 10.0)
    by_model = _expected(durations, steps=40)
    by_provider = _expected(durations, steps=40, model="other.safetensors")
    assert by_provider.left_s == pytest.approx(by_model.left_s)
    assert by_provider.spread_s > by_model.spread_s


def test_fixed_costs_are_found_by_two_kinds(durations: Durations) -> None:
    durations.learn(generation(steps=10), 4.0)  # 2 s for starting, 0.2 s a step
    durations.learn(generation(steps=50), 12.0)
    assert _expected(durations, steps=30).left_s == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("samples", "mean_s"),
    [
        ([Sample(1, 5.0), Sample(2, 3.0)], 3.0),  # more work cannot take less
        ([Sample(1, 1.0), Sample(2, 5.0)], 1.2),  # nor can starting take less than nothing
        ([Sample(2, 4.0), Sample(2, 4.0)], 2.0),
        ([Sample(2, 0.0)], None),
        ([], None),
    ],
)
def test_a_line_is_never_absurd(samples: list[Sample], mean_s: float | None) -> None:
    guess = scaled(samples, 1.0)
    if mean_s is None:
        assert guess is None
    else:
        assert guess is not None
        assert guess.mean_s == pytest.approx(mean_s, rel=0.4)
        assert guess.error_s >= 0


async def test_what_was_learnt_survives_a_restart(database: Database, time: FakeTime) -> None:
    before = Durations(DurationTable(database), time)
    for _ in range(3):
        before.learn(generation(), 10.0)
    assert before.save_due_s() == 0.0
    await before.save()
    assert before.save_due_s() is None
    after = Durations(DurationTable(database), time)
    await after.load()
    assert _expected(after) == _expected(before)


async def test_a_kind_is_one_row_however_often_it_is_learnt(
    database: Database, time: FakeTime
) -> None:
    table = DurationTable(database)
    durations = Durations(table, time)
    for duration_s in (10.0, 20.0):
        durations.learn(generation(), duration_s)
        await durations.save()
    (row,) = await table.newest(9)
    assert (row.mean_s, row.count) == (15.0, 2)


async def test_the_kinds_that_changed_last_are_kept_and_no_more_than_512(
    database: Database, time: FakeTime
) -> None:
    table = DurationTable(database)
    durations = Durations(table, time)
    for number in range(520):
        time.advance(1.0)
        durations.learn(generation(width_px=128 + 2 * number), 10.0)
        if number % 100 == 0:
            await durations.save()
    await durations.save()
    assert len(await table.newest(1_000)) == 512
    assert _expected(durations, width_px=128).is_guess
    assert not _expected(durations, width_px=128 + 2 * 519).is_guess


async def test_a_row_of_another_version_is_left_out(database: Database, time: FakeTime) -> None:
    table = DurationTable(database)
    rows = [
        KindDuration(
            provider="fake",
            kind=kind,
            mean_s=1.0,
            deviation_s=0.1,
            count=1,
            changed_at=datetime(2026, 3, 1, tzinfo=UTC),
        )
        for kind in ("", "dream", "[]", '["a", 0, 1, 1, false]', '{"a": 1}')
    ]
    await table.save(rows, [])
    durations = Durations(table, time)
    await durations.load()
    assert durations.expected(generation()) is None


class _Away(NoTable):
    """A table whose database does not answer, until it does."""

    def __init__(self) -> None:
        self.is_away = True
        self.saved: list[KindDuration] = []

    async def newest(self, limit: int) -> Sequence[KindDuration]:
        raise StorageUnavailable

    async def save(
        self, changed: Sequence[KindDuration], dropped: Sequence[tuple[str, str]]
    ) -> None:
        await asyncio.sleep(0)
        if self.is_away:
            raise StorageUnavailable
        self.saved += changed


async def test_a_database_that_is_away_costs_nothing_and_is_tried_again_later(
    time: FakeTime,
) -> None:
    table = _Away()
    durations = Durations(table, time)
    await durations.load()
    durations.learn(generation(), 10.0)
    await durations.save()
    assert durations.save_due_s() == pytest.approx(30.0)
    time.advance(30.0)
    table.is_away = False
    await durations.save()
    assert [row.mean_s for row in table.saved] == [10.0]
    assert durations.save_due_s() is None
