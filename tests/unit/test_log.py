"""What a line of the log looks like, as text and as JSON, from us and from libraries."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import structlog

from bot.log import LogFormat, formatter, route_through_logging, set_up_logging

logger = structlog.stdlib.get_logger("bot.some.module")  # made at import, as everywhere


class Lines:
    """A root handler of our own; what it wrote."""

    def __init__(self) -> None:
        self._stream = io.StringIO()
        self._handler = logging.StreamHandler(self._stream)

    def open(self, log_format: LogFormat, *, is_coloured: bool = False) -> None:
        self._handler.setFormatter(formatter(log_format, is_coloured=is_coloured))
        logging.root.addHandler(self._handler)

    def close(self) -> None:
        logging.root.removeHandler(self._handler)

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def objects(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    caplog.set_level(logging.DEBUG)
    for name in ("discord", "discord.client", "discord.gateway"):
        # A bot that another test ran here may have held them back.
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
        caplog.set_level(logging.DEBUG, logger=name)
    lines = Lines()
    yield lines
    lines.close()


def fail() -> None:
    raise ValueError("over\ntwo lines")


def test_json_has_the_head_and_every_key(lines: Lines) -> None:
    lines.open("json")
    logger.info("delivered", generation=7, rung="token")
    (line,) = lines.objects
    assert list(line) == ["time", "level", "logger", "event", "generation", "rung"]
    assert (line["level"], line["logger"], line["event"]) == (
        "info",
        "bot.some.module",
        "delivered",
    )
    assert (line["generation"], line["rung"]) == (7, "token")
    assert datetime.fromisoformat(str(line["time"])).utcoffset() == timedelta(0)


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\u2028b", "a\x85b", "\x1b[31mred"])
@pytest.mark.parametrize("log_format", ["text", "json"])
def test_an_event_is_one_line_whatever_is_in_it(
    lines: Lines, log_format: LogFormat, text: str
) -> None:
    lines.open(log_format)
    logger.info("said", text=text)
    logger.info(text)
    logging.getLogger("discord.gateway").warning("said %s", text)
    assert len(lines.text.splitlines()) == 3
    assert "\x1b" not in lines.text


def test_records_of_libraries_are_written_as_ours(lines: Lines) -> None:
    lines.open("json")
    logging.getLogger("discord.client").warning("again in %d s", 5)
    (line,) = lines.objects
    assert line["logger"] == "discord.client"
    assert line["event"] == "again in 5 s"
    assert line["level"] == "warning"


def test_an_exception_stays_in_its_json_line(lines: Lines) -> None:
    lines.open("json")
    for name in ("ours", "theirs"):
        try:
            fail()
        except ValueError as error:
            if name == "ours":
                logger.error("bug", exc_info=error)  # noqa: TRY400 - both ways are used
                logger.exception("bug")
            else:
                logging.getLogger("discord").exception("bug")
    assert len(lines.objects) == 3
    for line in lines.objects:
        assert str(line["exception"]).startswith("Traceback")
        assert "over\ntwo lines" in str(line["exception"])
        assert "exc_info" not in line


def test_an_exception_follows_its_line_of_text(lines: Lines) -> None:
    lines.open("text")
    try:
        fail()
    except ValueError:
        logger.exception("bug", generation=3)
    first, second, *_rest = lines.text.splitlines()
    assert first.endswith("ERROR   bot.some.module: bug generation=3")
    assert second == "Traceback (most recent call last):"


def test_text_is_readable_and_values_can_be_told_apart(lines: Lines) -> None:
    lines.open("text")
    logger.warning("queued again", generation=3, reason="two words", empty="", equal="a=b")
    assert lines.text.endswith(
        "WARNING bot.some.module: queued again "
        "generation=3 reason='two words' empty='' equal='a=b'\n"
    )


def test_a_key_cannot_pass_for_the_head(lines: Lines) -> None:
    lines.open("json")
    logger.info("true", level="false", logger="false", time="false")
    (line,) = lines.objects
    assert line["level"] == "info"
    assert line["logger"] == "bot.some.module"
    assert line["time"] != "false"


def test_only_a_terminal_gets_colours(lines: Lines) -> None:
    lines.open("text", is_coloured=True)
    logger.warning("careful")
    assert "\x1b[33mWARNING\x1b[0m bot.some.module" in lines.text


@pytest.fixture
def untouched_logging() -> Iterator[None]:
    handlers, level = list(logging.root.handlers), logging.root.level
    names = [name for name in logging.Logger.manager.loggerDict if "." in name or name.islower()]
    levels = {name: logging.getLogger(name).level for name in names}
    for handler in handlers:
        logging.root.removeHandler(handler)  # else they would be closed
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    for name in logging.Logger.manager.loggerDict:
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))
    route_through_logging()


@pytest.mark.usefixtures("untouched_logging")
@pytest.mark.parametrize("level", ["debug", "info", "warning", "error"])
def test_what_is_set_up_goes_to_standard_error_from_its_level_on(
    level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging(level, "json")
    for each in ("debug", "info", "warning", "error"):
        getattr(logger, each)(each)
    shown = capsys.readouterr()
    order = ["debug", "info", "warning", "error"]
    assert [json.loads(line)["event"] for line in shown.err.splitlines()] == order[
        order.index(level) :
    ]
    assert shown.out == ""


@pytest.mark.usefixtures("untouched_logging")
@pytest.mark.parametrize(
    "name",
    [
        "discord.gateway",
        "discord.http",
        "discord.webhook.async_",
        "httpx",
        "httpcore.http11",
        "aiosqlite",
        "sqlalchemy.engine.Engine",
    ],
)
def test_those_who_write_tokens_are_silent_even_when_debugging(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging("debug")
    logging.getLogger(name).debug("a token")
    logging.getLogger(name).info("a token")
    assert capsys.readouterr().err == ""
