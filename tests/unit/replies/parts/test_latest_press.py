"""Of several presses on one message the last one decides, and edits never overlap."""

import asyncio

from bot.replies.parts.latest_press import LatestPress


async def test_an_earlier_press_that_is_slower_changes_nothing() -> None:
    latest, shown = LatestPress(), []
    drawn = asyncio.Event()

    async def press(interaction_id: int, waits: asyncio.Event | None) -> bool:
        async def edit() -> None:
            shown.append(interaction_id)

        async with latest.of(7, interaction_id) as make:
            if waits is not None:
                await waits.wait()
            return await make(edit)

    first = asyncio.create_task(press(1, drawn))
    await asyncio.sleep(0)
    assert await press(2, None)
    drawn.set()
    assert not await first
    assert shown == [2]
    assert await press(3, None)
    assert latest._messages == {}


async def test_presses_on_other_messages_do_not_wait() -> None:
    latest = LatestPress()

    async def nothing() -> None: ...

    async with latest.of(1, 5) as one, latest.of(2, 4) as other:
        assert await other(nothing)
        assert await one(nothing)
