"""The one handler: what a member is told of an error, and what the log is."""

import logging
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest
from discord import app_commands

from bot.errors import NotAllowed
from bot.tree import EaselTree

SENTENCE = NotAllowed("That is for moderators.")


@app_commands.command()
async def draw(_interaction: discord.Interaction) -> None:
    """Draw."""


@dataclass
class Sent:
    """What the member saw, by each of the two roads; *fault* is raised in place of it."""

    is_answered: bool = False
    fault: Exception | None = None
    first: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)

    def is_done(self) -> bool:
        return self.is_answered

    async def send_message(self, text: str, **options: Any) -> None:
        self._keep(self.first, text, options)

    async def send(self, text: str, **options: Any) -> None:
        self._keep(self.later, text, options)

    def _keep(self, texts: list[str], text: str, options: dict[str, Any]) -> None:
        if self.fault is not None:
            raise self.fault
        assert options["ephemeral"]
        assert options["allowed_mentions"].to_dict() == {"parse": []}
        texts.append(text)


@pytest.fixture
def tree() -> EaselTree:
    return EaselTree(discord.Client(intents=discord.Intents.none()))


async def handle(tree: EaselTree, error: app_commands.AppCommandError, sent: Sent) -> Sent:
    interaction = SimpleNamespace(
        id=1, command=draw, response=sent, followup=sent, client=tree.client
    )
    await tree.on_error(cast("discord.Interaction", interaction), error)
    return sent


def wrapped(error: Exception) -> app_commands.CommandInvokeError:
    return app_commands.CommandInvokeError(draw, error)


def http_error(status: int, code: int) -> discord.HTTPException:
    kind = discord.NotFound if status == 404 else discord.HTTPException
    response = cast("aiohttp.ClientResponse", SimpleNamespace(status=status, reason="No"))
    return kind(response, {"code": code, "message": "no"})


async def test_a_user_error_is_shown_privately_and_is_no_bug(
    tree: EaselTree, caplog: pytest.LogCaptureFixture
) -> None:
    sent = await handle(tree, wrapped(SENTENCE), Sent())
    assert sent.first == [f"⚠️ {SENTENCE}"]
    assert sent.later == []
    assert caplog.records == []


async def test_after_an_answer_the_refusal_follows_up(tree: EaselTree) -> None:
    sent = await handle(tree, wrapped(SENTENCE), Sent(is_answered=True))
    assert sent.first == []
    assert sent.later == [f"⚠️ {SENTENCE}"]


class Anything(app_commands.Transformer):
    """Never converts."""


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (
            app_commands.TransformerError(
                "9" * 70, discord.AppCommandOptionType.string, Anything()
            ),
            f"`{'9' * 60}` is not allowed",
        ),
        (app_commands.CommandSignatureMismatch(draw), "command has changed"),
        (app_commands.CommandNotFound("gone", []), "command has changed"),
        (app_commands.CheckFailure("internal words"), "You may not use"),
    ],
)
async def test_what_discord_py_refuses_has_its_own_sentence(
    tree: EaselTree,
    error: app_commands.AppCommandError,
    part: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sent = await handle(tree, error, Sent())
    assert len(sent.first) == 1
    assert part in sent.first[0]
    assert "internal words" not in sent.first[0]
    assert caplog.records == []


async def test_a_bug_is_logged_with_its_traceback_and_shown_without_it(
    tree: EaselTree, caplog: pytest.LogCaptureFixture
) -> None:
    sent = await handle(tree, wrapped(KeyError("marked-inside")), Sent())
    assert "Something went wrong" in sent.first[0]
    assert "marked-inside" not in sent.first[0]
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info
    assert "'command': 'draw'" in record.getMessage()


@pytest.mark.parametrize(
    "error", [http_error(502, 0), http_error(429, 0), aiohttp.ClientError("marked-inside")]
)
async def test_where_discord_fails_the_member_is_told_so_and_it_is_no_bug(
    tree: EaselTree, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    sent = await handle(tree, wrapped(error), Sent(is_answered=True))
    assert sent.later == ["Discord did not take my answer. Please try again in a moment."]
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "marked-inside" not in record.getMessage()


@pytest.mark.parametrize(
    "error",
    [http_error(403, 50013), aiohttp.ClientError("marked-inside"), OSError("marked-inside")],
)
async def test_a_refusal_that_cannot_be_shown_is_logged_and_not_raised(
    tree: EaselTree, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    await handle(tree, wrapped(SENTENCE), Sent(fault=error))
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "marked-inside" not in record.getMessage()


async def test_a_bot_that_has_stopped_answers_nobody_and_that_is_no_bug(
    tree: EaselTree, caplog: pytest.LogCaptureFixture
) -> None:
    closed = RuntimeError("Session is closed")
    with pytest.raises(RuntimeError, match="closed"):
        await handle(tree, wrapped(SENTENCE), Sent(fault=closed))
    await tree.client.close()
    caplog.clear()
    for error in (SENTENCE, closed):
        sent = await handle(tree, wrapped(error), Sent(fault=closed))
        assert sent.first == []
    assert [each.levelno for each in caplog.records if each.levelno >= logging.ERROR] == []


@pytest.mark.parametrize(
    "error", [http_error(404, 10062), http_error(400, 40060), http_error(401, 50027)]
)
async def test_an_interaction_that_is_gone_or_answered_gets_nothing_more(
    tree: EaselTree, error: discord.HTTPException, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.tree")
    sent = await handle(tree, wrapped(error), Sent())
    assert sent.first == sent.later == []
    (record,) = caplog.records
    assert record.levelno == logging.INFO


async def test_another_http_error_stays_a_bug(
    tree: EaselTree, caplog: pytest.LogCaptureFixture
) -> None:
    sent = await handle(tree, wrapped(http_error(400, 50035)), Sent())
    assert len(sent.first) == 1
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
