"""One round of presses on a finished card, each timed to its first answer."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.invocation import Invocation
from bot.sandbox.members import Member
from bot.sandbox.sessions import Session
from tests.benchmarks.arena import PROMPT, Arena

ACTS = ("Again", "Vary", "Edit opens its form", "Edit submitted", "More", "Favourite")

_LOOK_S = 0.2  # nobody presses in the milliseconds in which the row is still being written


async def one_round(arena: Arena, session: Session, deadline_s: float) -> list[float | None]:
    """Return the seconds to the answer of ``/imagine``, then of each of ``ACTS``.

    Every image that is asked for stands before the next act.
    """
    member = arena.member("ada")
    options = {"prompt": PROMPT}
    asked, *answers_s = await arena.timed(session, lambda: member.invoke("imagine", options))
    (end,) = await arena.ended(1, deadline_s)
    await asyncio.sleep(_LOOK_S)
    card = asked.reply
    if card is None:
        raise RuntimeError(f"no card {end.message_id}")
    for name in ("anew", "vary"):
        _pressed, answer_s = await _press(arena, session, member, card, name)
        await arena.ended(1, deadline_s)
        answers_s.append(answer_s)
    form, answer_s = await _press(arena, session, member, card, "edit")
    answers_s.append(answer_s)
    fields = {"prompt": PROMPT, "negative_prompt": ""}
    fields |= dict.fromkeys(("size", "sampler", "style"), "=")
    _child, answer_s = await arena.timed(session, lambda: member.submit_modal(form, fields))
    await arena.ended(1, deadline_s)
    answers_s.append(answer_s)
    panel, answer_s = await _press(arena, session, member, card, "more")
    answers_s.append(answer_s)
    opened = await panel.answer(deadline_s)
    _kept, answer_s = await _press(arena, session, member, opened, "favourite")
    return [*answers_s, answer_s]


async def _press(
    arena: Arena, session: Session, member: Member, message: Mapping[str, Any], name: str
) -> tuple[Invocation, float | None]:
    (custom_id, *_) = [one for one in _custom_ids(message) if one.startswith(f"easel:{name}:")]
    return await arena.timed(session, lambda: member.press(message["id"], custom_id))


def _custom_ids(message: Mapping[str, Any]) -> Iterator[str]:
    waiting = list(message["components"])
    while waiting:
        part = waiting.pop(0)
        if "custom_id" in part:
            yield part["custom_id"]
        waiting[:0] = part.get("components", [])
