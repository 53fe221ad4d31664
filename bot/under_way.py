"""Commands and presses under way: before the bot closes, it lets them answer."""

import asyncio


class UnderWay:
    """Counts the tasks that answer members, each from its first step to its end."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    def add(self) -> None:
        """Count the task that runs now until it ends."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def ended(self, most_s: float) -> bool:
        """Wait until none is left, at most *most_s* seconds; tell whether none is."""
        try:
            async with asyncio.timeout(most_s):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        except TimeoutError:
            return False
        return True
