"""Saved styles: one name each, found by their beginnings."""

import asyncio

import pytest

from bot.domain.styles import Style
from bot.errors import StyleError
from bot.store.database import Database
from bot.store.styles import MAX_STYLES, Styles
from tests.unit.store.samples import NOON

OWNER, SERVER = 1, 2
INK = Style(name="ink", prompt="{prompt}, ink", negative_prompt="colour", options={"steps": "30"})


@pytest.fixture
def styles(database: Database) -> Styles:
    return Styles(database)


async def test_a_style_is_found_as_it_was_saved(styles: Styles) -> None:
    assert await styles.save(OWNER, SERVER, INK, NOON) == INK
    assert await styles.get(OWNER, SERVER, "ink") == INK
    assert await styles.list(OWNER, SERVER) == [INK]


async def test_case_and_blanks_make_no_new_name(styles: Styles) -> None:
    await styles.save(OWNER, SERVER, Style(name="Old  Ink"), NOON)
    with pytest.raises(StyleError, match="already have"):
        await styles.save(OWNER, SERVER, Style(name="old INK"), NOON)
    found = await styles.get(OWNER, SERVER, " OLD ink ")
    assert found is not None
    assert found.name == "old ink"


async def test_two_at_once_cannot_take_one_name(styles: Styles) -> None:
    answers = await asyncio.gather(
        *(styles.save(OWNER, SERVER, INK, NOON) for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(answer, StyleError) for answer in answers) == 4


async def test_others_may_use_the_name(styles: Styles) -> None:
    await styles.save(OWNER, SERVER, INK, NOON)
    await styles.save(OWNER + 1, SERVER, INK, NOON)
    await styles.save(OWNER, SERVER + 1, INK, NOON)
    assert len(await styles.list(OWNER, SERVER)) == 1


async def test_a_name_that_is_none_is_refused(styles: Styles) -> None:
    with pytest.raises(StyleError):
        await styles.save(OWNER, SERVER, Style(name="@everyone"), NOON)


async def test_the_limit_can_be_reached_and_not_passed(styles: Styles) -> None:
    answers = await asyncio.gather(
        *(
            styles.save(OWNER, SERVER, Style(name=f"style {number}"), NOON)
            for number in range(MAX_STYLES + 2)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(answer, StyleError) for answer in answers) == 2
    assert len(await styles.list(OWNER, SERVER)) == MAX_STYLES
    await styles.delete(OWNER, SERVER, "style 1")
    await styles.save(OWNER, SERVER, INK, NOON)


async def test_a_deleted_style_is_gone(styles: Styles) -> None:
    await styles.save(OWNER, SERVER, INK, NOON)
    await styles.delete(OWNER, SERVER, "INK")
    assert await styles.get(OWNER, SERVER, "ink") is None
    with pytest.raises(StyleError, match="no style"):
        await styles.delete(OWNER, SERVER, "ink")


async def test_names_are_searched_by_their_beginning(styles: Styles) -> None:
    for name in ("ink", "ink wash", "pink", "in_depth", "inside"):
        await styles.save(OWNER, SERVER, Style(name=name), NOON)

    async def found(prefix: str, limit: int = 25) -> list[str]:
        return [style.name for style in await styles.search(OWNER, SERVER, prefix, limit)]

    assert await found("INK") == ["ink", "ink wash"]
    assert await found("in_") == ["in_depth"]
    assert await found("%") == []
    assert await found("\\") == []
    assert await found("", 2) == ["in_depth", "ink"]
