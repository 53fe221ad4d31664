"""What a lineage shows of each step, and what it never shows."""

from dataclasses import replace
from typing import Any

from bot.domain.generation import Generation, Origin, Status
from bot.domain.request import ERASED_PROMPT
from bot.replies.after.lineage_steps import MOST_SHOWN, LineageStep, lineage_steps
from tests.unit.replies.samples import NOW, a_generation, an_image


def step(key: int, **fields: Any) -> Generation:
    images = tuple(an_image(index).stored for index in range(2))
    made = replace(
        a_generation(prompt="a secret fox" if key % 2 else "a secret mill"),
        id=key,
        status=Status.DELIVERED,
        images=images,
        origin=Origin.EDIT if key > 1 else Origin.IMAGINE,
        parent_id=key - 1 or None,
    )
    return replace(made, **fields)


def shown(way: list[Generation], *hidden: int) -> list[LineageStep]:
    return lineage_steps(way, lambda one: one.id not in hidden)


def test_each_step_names_its_changes_and_shows_the_image_that_was_gone_on_from() -> None:
    first, last = shown([step(1), step(2, parent_index=1)])
    assert (first.number, first.caption) == (1, "First request")
    assert first.image is not None
    assert first.image.index == 1
    assert last.caption == "Edit: prompt + mill, − fox"  # noqa: RUF001 - a minus
    assert last.image is not None
    assert last.image.index == 0


def test_of_a_long_way_the_first_and_the_last_are_shown() -> None:
    steps = shown([step(key) for key in range(1, 21)])
    assert [one.number for one in steps] == [1, None, *range(14, 21)]
    assert len(steps) == MOST_SHOWN + 1
    assert steps[1].note == "… 12 more"
    assert [one.number for one in shown([step(key) for key in range(1, 9)])] == [*range(1, 9)]


def test_what_may_not_be_seen_says_so_and_nothing_of_its_words_is_told() -> None:
    steps = shown([step(1), step(2), step(3)], 2)
    assert (steps[1].image, steps[1].caption) == (None, "")
    assert "not shown" in steps[1].note
    assert steps[2].caption == "Edit"
    told = " ".join(one.caption + one.note for one in steps)
    assert "mill" not in told


def test_what_is_gone_says_why() -> None:
    erased = step(2).request.model_copy(update={"prompt": ERASED_PROMPT})
    way = [
        step(1, deleted_at=NOW, images=()),
        step(2, images=(), request=erased),
        step(3, status=Status.FAILED, images=()),
        step(4),
    ]
    steps = shown(way)
    notes = ["deleted", "its images are not kept any more", "no image came of it", ""]
    assert [one.note for one in steps] == notes
    assert [one.image is None for one in steps] == [True, True, True, False]


def test_a_line_whose_beginning_is_gone_says_so() -> None:
    steps = shown([step(key, parent_id=None) for key in range(5, 25)])
    assert steps[0].note == "what came before is not kept any more"
    assert len(steps) == MOST_SHOWN + 1
    cut = shown([step(2), step(3)])
    assert cut[0].note == "what came before is not shown"
