"""The benchmarks still work; how fast anything is is not judged here."""

from pathlib import Path

from tests.benchmarks import (
    acks,
    board,
    chain,
    classifier,
    crowd,
    delays,
    eta,
    evasions,
    growth,
    looking_back,
    looks,
    presses,
    resume,
)


async def test_first_answers_are_timed_for_all_three_bots(tmp_path: Path) -> None:
    plan = acks.Plan(warm_ups=1, rounds=1, rate_per_s=20, loop_s=0.2)
    text = await acks.measure(plan, tmp_path)
    for bot, tables in ((acks.TEXT, 3), (acks.CARD, 4), (acks.EASEL, 4)):
        assert text.count(f"| {bot}") == tables
    for act in presses.ACTS:
        assert text.count(f"| {act} ") == 1


async def test_a_crowd_is_counted_to_its_last_image(tmp_path: Path) -> None:
    text = await crowd.measure(crowd.Plan(generations=3, shortest_s=0.1, longest_s=0.5), tmp_path)
    assert "3 generations at once" in text
    assert "peak memory" in text


async def test_looks_are_counted_for_every_hint() -> None:
    text = await looks.measure(durations_s=(2.0, 5.0), repeats=2)
    assert text.count("\n| ") == 2 + 2 * 6


async def test_delays_are_measured_for_both_bots(tmp_path: Path) -> None:
    plan = delays.Plan(generations=2, rate_per_s=10, shortest_s=0.5, longest_s=1)
    text = await delays.measure(plan, tmp_path)
    assert text.count("\n| Easel") == 2


async def test_a_restart_loses_and_doubles_nothing(tmp_path: Path) -> None:
    text = await resume.measure(resume.Plan(generations=4), tmp_path)
    assert [line.split("|")[2].strip() for line in text.splitlines()[-3:]] == ["0", "0", "0"]


async def test_promised_times_are_compared_with_what_came(tmp_path: Path) -> None:
    text = await eta.measure(eta.Plan(requests=6, members=3, lessons=1), tmp_path)
    assert text.count("%") >= 4 * len(eta.CASES)


async def test_growth_is_measured_for_each_size(tmp_path: Path) -> None:
    text = await growth.measure(growth.Plan(sizes=(10, 100), rounds=2), tmp_path)
    assert text.count("\n| 10") == 2


async def test_pages_and_stalls_are_measured(tmp_path: Path) -> None:
    plan = looking_back.Plan(generations=60, rounds=1, pictures=1, side_px=64)
    text = await looking_back.measure(plan, tmp_path)
    assert text.count("\n| ") == 2 * 2 + 5 + 4


async def test_a_board_is_measured_to_its_end(tmp_path: Path) -> None:
    text = await board.measure(board.Plan(entries=10, within_s=5, made_in_s=2), tmp_path)
    assert "| changes to be shown" in text
    assert "20 |" in text


async def test_the_chain_is_measured_stage_by_stage() -> None:
    text = await chain.measure(chain.Plan(words=50, patterns=3, rules=10, looks=2))
    assert text.count("\n| ") == 2 * 2 + len(chain.TEXTS) + 5
    assert "longest stall meanwhile was" in text


async def test_every_evasion_is_printed_with_what_comes_of_it() -> None:
    text = await evasions.measure()
    found, missed, innocent = text.split("### ")[1:]
    assert found.count("yes |") >= 140
    assert missed.count("no |") >= 10
    assert innocent.count("yes |") == 0


async def test_looks_at_images_are_measured() -> None:
    text = await classifier.measure(classifier.Plan(rounds=1, sides_px=(64,), hashes=10))
    assert text.count("\n| ") == 2 + 5 + 2 + 2
