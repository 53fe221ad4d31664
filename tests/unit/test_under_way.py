"""What is under way is waited for until it ends, but not for ever."""

import asyncio

from bot.under_way import UnderWay


async def test_what_is_under_way_is_waited_for_also_what_begins_meanwhile() -> None:
    under_way, may_end, answered = UnderWay(), asyncio.Event(), list[int]()

    async def answer(number: int) -> None:
        under_way.add()
        await may_end.wait()
        if number:
            await asyncio.create_task(answer(number - 1))
        answered.append(number)

    first = asyncio.create_task(answer(2))
    await asyncio.sleep(0)
    waiting = asyncio.create_task(under_way.ended(5.0))
    await asyncio.sleep(0)
    assert not waiting.done()
    may_end.set()
    assert await waiting
    assert answered == [0, 1, 2]
    await first


async def test_what_does_not_end_is_given_up() -> None:
    under_way = UnderWay()

    async def answer() -> None:
        under_way.add()
        await asyncio.Event().wait()

    task = asyncio.create_task(answer())
    await asyncio.sleep(0)
    assert not await under_way.ended(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await under_way.ended(0.01)
