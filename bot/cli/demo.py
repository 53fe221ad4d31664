"""``easel demo``: everything at once with no account, with a page or with one prompt."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.cli.console import Stop, say, until_told_to_stop
from bot.cli.demo_world import furnish
from bot.cli.options import split_options
from bot.cli.seen import Message, images_of, is_delivered, is_refused, text_of
from bot.cli.stage import Stage, open_stage
from bot.sandbox.invocation import Invocation

_DEADLINE_S = 600.0


async def run_demo(port: int) -> None:
    """Serve the page until SIGINT or SIGTERM."""
    async with open_stage(port) as stage:
        await furnish(stage.sandbox)
        say(f"Easel's demo is ready: open {stage.sandbox.page_url}#channel=images")
        say("It is a local stand-in for Discord with the real bot in it. Type /imagine there.")
        say("The painter is procedural (sketch-painter-v1), no AI model. Stop with Ctrl+C.")
        stopped = asyncio.create_task(until_told_to_stop())
        ended = asyncio.create_task(stage.bot.wait())
        await asyncio.wait([stopped, ended], return_when=asyncio.FIRST_COMPLETED)
        was_told = stopped.done()
        for task in (stopped, ended):
            task.cancel()
        if not was_told:
            raise Stop("the bot has stopped; its last lines stand above")


async def run_prompt(port: int, prompt: str, pairs: Sequence[str], out: Path) -> None:
    """Ask for *prompt* as one member, print each state of the reply, write the images.

    Raises:
        Stop: With the sentence that the member saw.
    """
    async with open_stage(port) as stage:
        options, attachments = await split_options(_definition(stage), pairs)
        member = stage.sandbox.member("ada")
        invocation = await member.invoke(
            "imagine", {"prompt": prompt, **options}, attachments=attachments, checked=False
        )
        final = await _final(stage, invocation)
        await _write(stage, final, out)


async def _final(stage: Stage, invocation: Invocation) -> Message:
    watching = asyncio.create_task(_watched(invocation))
    ended = asyncio.create_task(stage.bot.wait())
    try:
        await asyncio.wait(
            [watching, ended], timeout=_DEADLINE_S, return_when=asyncio.FIRST_COMPLETED
        )
        if watching.done():
            return watching.result()
        if ended.done():
            raise Stop("the bot has stopped; its last lines stand above")
        raise Stop(f"no image within {_DEADLINE_S:.0f} s")
    finally:
        watching.cancel()
        ended.cancel()
        await asyncio.gather(watching, ended, return_exceptions=True)


async def _watched(invocation: Invocation) -> Message:
    started = asyncio.get_running_loop().time()
    async for message in invocation.states():
        elapsed_s = asyncio.get_running_loop().time() - started
        text = text_of(message)
        if is_refused(message):
            raise Stop(text)
        say(f"{elapsed_s:6.2f} s  {text}")
        if is_delivered(message):
            return message
    raise Stop(invocation.failed or "the reply ended without images")


def _definition(stage: Stage) -> Message:
    return next(c for c in stage.sandbox.commands if c["name"] == "imagine")


async def _write(stage: Stage, message: Message, out: Path) -> None:
    for number, url in enumerate(images_of(message), start=1):
        path = out if number == 1 else out.with_stem(f"{out.stem}-{number}")
        data = stage.sandbox.attachment(url)
        try:
            await asyncio.to_thread(path.write_bytes, data)
        except OSError as error:
            raise Stop(f"{path} cannot be written: {error.strerror}") from None
        say(f"wrote {path} ({len(data):,} bytes)")
