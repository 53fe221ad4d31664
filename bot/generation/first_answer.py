"""The last word waits for the first: a card must stand before it can say how it ended."""

from datetime import timedelta

from bot.domain.generation import Generation
from bot.store.generations import Generations
from bot.timing import Time

# Discord takes a first answer for 3 s; one that has not come by then never comes.
_LONGEST = timedelta(seconds=3)
_INTERVAL_S = 0.2


async def with_card(generations: Generations, time: Time, generation: Generation) -> Generation:
    """Return the newest row, once its card is known or can no longer come.

    A generation may be claimed and end while its command is still sending the card: without the
    wait its owner would get a message of its own, and the card, posted later, would wait forever.

    Raises:
        StorageUnavailable: The database does not answer.
    """
    # At most the 3 s, by a clock that does not jump: the wall clock may be an hour back by now.
    left = min(_LONGEST, generation.created_at + _LONGEST - time.now())
    last_chance_s = time.monotonic() + left.total_seconds()
    while True:
        newest = await generations.get(generation.id) or generation
        if newest.place.message_id is not None or time.monotonic() >= last_chance_s:
            return newest
        await time.sleep(_INTERVAL_S)  # the command may be sending its card just now
