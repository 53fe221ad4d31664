"""Easel as it would be if it looked at each task every second: ``easel run`` with one rule less."""

import asyncio
from unittest.mock import patch

from bot.cli.run import run_bot
from bot.log import set_up_logging
from bot.settings_source import load_settings

_EVERY_S = 1.0


def _always(*_what: object, **_is_known: object) -> float:
    return _EVERY_S


def main() -> None:
    set_up_logging("info")
    with patch("bot.generation.poller.next_look_s", _always):
        asyncio.run(run_bot(load_settings()))


if __name__ == "__main__":
    main()
