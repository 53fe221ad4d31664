"""The commands of the program, their options and their help."""

import asyncio
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated

import typer

import bot
from bot.cli.console import Stop, say
from bot.errors import SettingsError
from bot.log import set_up_logging
from bot.settings import Settings
from bot.settings_source import load_settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Easel turns prompts into images in Discord.",
    epilog="Try it without any account: easel demo",
)


def main() -> None:
    """Run the program; what the owner can mend is one line, without a traceback."""
    try:
        app()
    except (SettingsError, Stop) as error:
        say(str(error), error=True)
        sys.exit(1)


def _version(value: bool) -> None:  # noqa: FBT001 - typer calls it so
    if value:
        say(f"easel {bot.__version__}")
        raise typer.Exit


@app.callback()
def _easel(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Easel turns prompts into images in Discord."""
    set_up_logging("warning")  # until the command says otherwise, or has read the settings


@app.command()
def run() -> None:
    """Run the bot until it is stopped."""
    from bot.cli.run import run_bot  # noqa: PLC0415 - each command loads only what it needs

    _go(run_bot(_settings()))


@app.command()
def demo(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the page; 0 takes a free one.")
    ] = 0,
    prompt: Annotated[
        str | None, typer.Option(help="Ask for one image without a browser, then exit.")
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="An option of /imagine; may be repeated."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Where the image goes; more get -2, -3, …")] = Path(
        "easel.png"
    ),
) -> None:
    """Try it all with no account, on a local page."""
    from bot.cli.demo import run_demo, run_prompt  # noqa: PLC0415 - as above

    set_up_logging("warning")
    if prompt is None:
        _go(run_demo(port))
    else:
        _go(run_prompt(port, prompt, option or [], out))


@app.command()
def studio(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = 7788,
    api_key: Annotated[
        str | None, typer.Option(help="Key that clients must send; made up if left out.")
    ] = None,
) -> None:
    """Serve the local image service, which speaks Novita's V2 and V3."""
    from bot.cli.studio import serve_studio  # noqa: PLC0415 - as above

    set_up_logging("info")
    _go(serve_studio(host, port, api_key))


@app.command()
def sync() -> None:
    """Tell Discord about the commands, if any has changed."""
    from bot.cli.sync import sync_commands  # noqa: PLC0415 - as above

    _go(sync_commands(_settings()))


@app.command()
def invite() -> None:
    """Print the link that adds the bot to a server."""
    from bot.cli.sync import print_invite  # noqa: PLC0415 - as above

    _go(print_invite(_settings()))


@app.command()
def doctor() -> None:
    """Check everything; say how to mend what is wrong."""
    from bot.cli.doctor import examine  # noqa: PLC0415 - as above

    _go(examine())


def _settings() -> Settings:
    settings = load_settings()
    set_up_logging(settings.log.level, settings.log.format)
    return settings


def _go(work: Coroutine[object, object, None]) -> None:
    try:
        asyncio.run(_until_terminated(work))
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise Stop("stopped") from None


async def _until_terminated(work: Coroutine[object, object, None]) -> None:
    """Let SIGTERM cancel *work*, so that it closes what it has opened."""
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await task
