"""The token as it is typed, and a gateway that is not there at first."""

import logging
from typing import cast

import discord
import pytest
from pydantic import SecretStr

from bot.cli.connection import discord_token, stay_connected
from bot.cli.console import Stop
from bot.settings import DiscordSettings, Settings
from tests.fakes.time import FakeTime


def with_token(token: str) -> Settings:
    return Settings(discord=DiscordSettings(token=SecretStr(token)))


@pytest.mark.parametrize("token", ["marked a", "marked\nb", "marked\x07", "märked"])
def test_a_token_that_no_header_can_carry_is_one_line_that_hides_it(token: str) -> None:
    with pytest.raises(Stop, match="EASEL_DISCORD__TOKEN") as caught:
        discord_token(with_token(token))
    assert "rked" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_blanks_around_the_token_do_not_matter() -> None:
    assert discord_token(with_token(" a.b-c_d\r\n")) == "a.b-c_d"


def refuse() -> None:
    raise OSError("nobody listens")


class LateGateway:
    """A client that fails as discord.py's does until the gateway is there."""

    def __init__(self, failures: int, *, is_connected: bool = False) -> None:
        self.ws = object() if is_connected else None
        self.failures = failures
        self.tries = 0

    async def connect(self) -> None:
        self.tries += 1
        if self.tries > self.failures:
            return
        try:
            refuse()
        except OSError:
            logging.getLogger("discord.client").exception("Attempting a reconnect")
            raise AttributeError("sequence") from None


async def test_a_gateway_that_is_away_is_tried_again_ever_more_rarely(
    caplog: pytest.LogCaptureFixture,
) -> None:
    time = FakeTime()
    client = LateGateway(failures=12)
    await stay_connected(cast("discord.Client", client), time)
    assert client.tries == 13
    assert 60 * 4 < time.monotonic() < 60 * 12  # the last six are near the longest pause
    assert len(caplog.records) == 12
    for record in caplog.records:
        assert record.levelno == logging.WARNING
        assert record.exc_info is None
        assert "nobody listens" in record.getMessage()
        assert "EASEL_DISCORD__GATEWAY_URL" in record.getMessage()


async def test_a_mistake_of_a_connected_client_is_not_taken_for_an_absent_gateway() -> None:
    client = LateGateway(failures=1, is_connected=True)
    with pytest.raises(AttributeError):
        await stay_connected(cast("discord.Client", client), FakeTime())
