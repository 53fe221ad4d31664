"""No value that holds a secret shows it: not its repr, its text, a log line or an error."""

import copy
import io
import logging
from collections.abc import Iterator

import pytest
import structlog
from pydantic import SecretStr, ValidationError

from bot.log import LogFormat, formatter
from bot.sandbox.settings import SandboxSettings
from bot.settings import DiscordSettings, ProviderKind, ProviderSettings, Settings
from bot.studio.settings import StudioSettings
from tests.unit.generation import values
from tests.unit.providers.fake_novita import FakeNovita, provider_of

MARK = "marked-secret-5f0c71d9"

logger = structlog.stdlib.get_logger(__name__)


def holders() -> Iterator[object]:
    """Yield every kind of value that holds a secret."""
    row = ProviderSettings(api_key=SecretStr(MARK))
    discord = DiscordSettings(token=SecretStr(MARK))
    yield from (row, discord, Settings(discord=discord, providers=(row,)))
    new = values.new()
    generation = values.generation()
    object.__setattr__(new.place, "token", MARK)
    object.__setattr__(generation.place, "token", MARK)
    yield from (new.place, new, generation)
    for kind in ProviderKind:
        provider = provider_of(FakeNovita(), kind, api_key=MARK)
        yield from (provider, *vars(provider).values())
    yield StudioSettings(api_key=MARK, link_secret=MARK)
    yield SandboxSettings(token=MARK)


HOLDERS = list(holders())


@pytest.mark.parametrize("holder", HOLDERS, ids=lambda holder: type(holder).__name__)
def test_a_value_does_not_show_its_secret(holder: object) -> None:
    for each in (holder, [holder], {"it": holder}):
        assert MARK not in f"{each} {each!r} {each!a}"


def test_the_values_above_do_hold_it() -> None:
    place = copy.copy(values.new().place)
    object.__setattr__(place, "token", MARK)
    assert place.token == MARK
    row = ProviderSettings(api_key=SecretStr(MARK))
    assert row.api_key is not None
    assert row.api_key.get_secret_value() == MARK


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.parametrize("holder", HOLDERS, ids=lambda holder: type(holder).__name__)
def test_a_log_line_does_not_show_it_either(
    holder: object, log_format: LogFormat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(log_format))
    logging.root.addHandler(handler)
    try:
        logger.info("given", holder=holder)
        logger.error("failed", exc_info=LookupError(holder))
    finally:
        logging.root.removeHandler(handler)
    assert len(stream.getvalue()) > 100
    assert MARK not in stream.getvalue()


@pytest.mark.parametrize(
    "given",
    [
        {"discord": {"token": [MARK]}},
        {"discord": {"tokens": MARK}},
        {"discord": {"rest_url": f"https://ada:{MARK}@example.org"}},
        {"providers": [{"api_key": [MARK]}]},
        {"providers": [{"base_url": f"https://ada:{MARK}@example.org"}]},
    ],
)
def test_settings_that_are_wrong_are_refused_without_showing_them(given: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate(given)
    assert MARK not in f"{refused.value} {refused.value!r}"
