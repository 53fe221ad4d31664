"""Logging to standard error: one event a line, with ids and reasons; never prompts or secrets."""

import logging
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

LogFormat = Literal["text", "json"]

# These log whole URLs (with interaction tokens or signatures in them), request headers, the
# values of statements, or the gateway's events as they come.
_CHATTY = (
    "httpx",
    "httpcore",
    "discord.gateway",
    "discord.http",
    "discord.webhook.async_",
    "aiosqlite",
    "aiohttp.access",
    "sqlalchemy",
)
_COLOURS = {"debug": "\x1b[2m", "warning": "\x1b[33m", "error": "\x1b[31m", "critical": "\x1b[31m"}
_NO_COLOUR = "\x1b[0m"
_QUOTED = re.compile(r"[ =\"']")


def set_up_logging(level: str, log_format: LogFormat = "text") -> None:
    """Send what is at least *level* ("debug" … "error") to standard error.

    Args:
        level: The least important level that is shown.
        log_format: "text" for people, "json" for one object a line.
    """
    route_through_logging()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(log_format, is_coloured=sys.stderr.isatty()))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # It warns at each start that voice is not supported, which no image bot wants.
    logging.getLogger("discord.client").setLevel(logging.ERROR)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))


def route_through_logging() -> None:
    """Make structlog's loggers hand their events to the standard library's, whoever reads those."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _to_record],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # loggers are made at import, before this is called
    )


def formatter(log_format: LogFormat, *, is_coloured: bool = False) -> logging.Formatter:
    """Return what turns a record, of ours or of a library, into its line."""
    render: Processor = structlog.processors.JSONRenderer()
    if log_format == "text":
        render = _text_renderer(is_coloured=is_coloured)
    # The traceback stays with the record: text shows it after the line, as logging always does.
    return ProcessorFormatter(
        processors=[_with_head, _exception_inside if log_format == "json" else _as_it_is, render],
        keep_exc_info=True,
        keep_stack_info=True,
    )


def _to_record(
    logger: WrappedLogger, method: str, event: EventDict
) -> tuple[tuple[EventDict], dict[str, object]]:
    exc_info = event.pop("exc_info", None)
    arguments, extra = ProcessorFormatter.wrap_for_formatter(logger, method, event)
    return arguments, {**extra, "exc_info": exc_info}


def _with_head(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    head = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": event["event"],
    }
    event.pop("exc_info", None)
    event.pop("stack_info", None)
    # No value of an event may pass for the head; both orders keep the head in front.
    return {**head, **event, **head}


def _as_it_is(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return ProcessorFormatter.remove_processors_meta(_logger, _method, event)


def _exception_inside(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    if record.exc_info:
        event["exception"] = record.exc_text or logging.Formatter().formatException(record.exc_info)
    if record.stack_info:
        event["stack"] = record.stack_info
    record.exc_info = record.exc_text = record.stack_info = None
    return ProcessorFormatter.remove_processors_meta(logger, method, event)


def _text_renderer(*, is_coloured: bool) -> Callable[[WrappedLogger, str, EventDict], str]:
    def render(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
        time, level = datetime.fromisoformat(event.pop("time")).astimezone(), event.pop("level")
        name, phrase = event.pop("logger"), _printable(str(event.pop("event")))
        values = "".join(f" {key}={_shown(value)}" for key, value in event.items())
        colour = _COLOURS.get(level, "") if is_coloured else ""
        tag = f"{colour}{level.upper():<7}{_NO_COLOUR}" if colour else f"{level.upper():<7}"
        return f"{time:%Y-%m-%d %H:%M:%S} {tag} {name}: {phrase}{values}"

    return render


def _shown(value: object) -> str:
    text = str(value)
    is_plain = text.isprintable() and text != "" and _QUOTED.search(text) is None
    return text if is_plain else repr(text)


def _printable(text: str) -> str:
    """Return *text* without line ends, nor anything else that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)
