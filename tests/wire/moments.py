"""The moments of a generation's life that are worth being killed in, and the ways there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.cli.seen import text_of
from bot.sandbox.faults import Hang
from bot.sandbox.invocation import Invocation
from bot.studio.faults import Fault, Place
from bot.studio.refusals import Reason
from tests.wire.killing import Scene
from tests.wire.town import DEADLINE_S
from tests.wire.verdict import rows

Reach = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True)
class Moment:
    """How to get there, and how it must end: the row's status and the road to its owner."""

    sentence: str
    reach: Reach
    status: str = "delivered"
    rung: str = "token"
    submitted: int = 1


async def with_the_slot_taken(scene: Scene) -> None:
    """Let another's submit hang, so that what is asked for now surely waits."""
    another = partial(scene.ask, "a hare", "ben")
    await scene.until_studio(Place.SUBMIT, Fault(hang=True), another)


async def before_the_first_answer(scene: Scene) -> None:
    await with_the_slot_taken(scene)
    await scene.until_discord(Hang(), scene.ask, route="/callback")


async def after_the_first_answer(scene: Scene) -> None:
    await with_the_slot_taken(scene)
    await scene.until_discord(Hang(is_done=True), scene.ask, route="/callback")


async def while_submitting(scene: Scene) -> None:
    await scene.until_studio(Place.SUBMIT, Fault(hang=True), scene.ask)


async def before_the_submits_answer(scene: Scene) -> None:
    await scene.until_studio(Place.SUBMIT, Fault(served=True, hang=True), scene.ask)


async def while_running(scene: Scene) -> None:
    scene.studio.faults.pause()
    await scene.until_studio(Place.LOOK, Fault(hang=True), scene.ask)


async def before_its_task_ends(scene: Scene) -> None:
    await while_running(scene)
    scene.studio.faults.resume()  # the bot does not see the end: its look hangs


async def while_downloading(scene: Scene) -> None:
    await scene.until_studio(Place.DOWNLOAD, Fault(hang=True), scene.ask)


async def before_the_final_edit(scene: Scene) -> None:
    await scene.until_discord(Hang(), scene.ask, method="PATCH", has_files=True)


async def after_the_final_edit(scene: Scene) -> None:
    await scene.until_discord(Hang(is_done=True), scene.ask, method="PATCH", has_files=True)


async def before_the_failure_is_told(scene: Scene) -> None:
    scene.studio.faults.add(Place.SUBMIT, Fault(refusal=Reason.PROMPT_REFUSED))
    await scene.until_discord(Hang(), scene.ask, method="PATCH")


async def after_the_failure_is_told(scene: Scene) -> None:
    scene.studio.faults.add(Place.SUBMIT, Fault(refusal=Reason.PROMPT_REFUSED))
    await scene.until_discord(Hang(is_done=True), scene.ask, method="PATCH")


async def before_the_cancelling_is_told(scene: Scene) -> None:
    await with_the_slot_taken(scene)
    waiting = await scene.ask()
    await waiting.settled(DEADLINE_S)
    await cancelled_until(scene, waiting, Hang())


async def after_the_cancelling_is_told(scene: Scene) -> None:
    scene.studio.faults.pause()
    running = await scene.ask()
    async for state in running.states():
        if "Starting" in text_of(state):  # the last edit before the studio goes on
            break
    await cancelled_until(scene, running, Hang(is_done=True))


async def cancelled_until(scene: Scene, invocation: Invocation, fault: Hang) -> None:
    """Press *Cancel*, and let the card's edit that says so hang."""
    reply = invocation.reply
    assert reply is not None
    row = (await rows(scene.town))[-1]
    press = partial(scene.sandbox.member().press, reply["id"], f"easel:cancel:{row.id}")
    await scene.until_discord(fault, press, method="PATCH")


MOMENTS = [
    Moment("with its row and no first answer", before_the_first_answer, rung="channel"),
    Moment("with a first answer whose id is not stored", after_the_first_answer),
    Moment("while it submits", while_submitting, "failed", submitted=0),
    Moment("after the submit arrived, before its answer", before_the_submits_answer, "failed"),
    Moment("while its task runs, which runs on", while_running),
    Moment("while its task runs, which ends meanwhile", before_its_task_ends),
    Moment("while it downloads", while_downloading),
    Moment("after the download, before the final edit", before_the_final_edit),
    Moment("after the final edit, before its row", after_the_final_edit),
    Moment("with a failure nobody was told", before_the_failure_is_told, "failed", submitted=0),
    Moment("with a failure told, before its row", after_the_failure_is_told, "failed", submitted=0),
    Moment("cancelled, nobody told", before_the_cancelling_is_told, "cancelled", submitted=0),
    Moment("cancelled while it ran, before its row", after_the_cancelling_is_told, "cancelled"),
]
