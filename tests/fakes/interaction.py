"""An interaction with the members that cogs use; it keeps what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import discord


@dataclass
class FakeAnswer:
    """What a first answer returns."""

    message_id: int = 555


@dataclass
class FakeResponse:
    """Takes one first answer; *fault* is raised in place of it."""

    fault: Exception | None = None
    content: str | None = None
    view: discord.ui.LayoutView | None = None
    is_ephemeral: bool = False
    answers: int = 0

    async def send_message(
        self,
        content: str | None = None,
        *,
        view: discord.ui.LayoutView | None = None,
        files: Sequence[discord.File] = (),
        ephemeral: bool = False,
        allowed_mentions: discord.AllowedMentions | None = None,
    ) -> FakeAnswer:
        self.answers += 1
        if self.fault is not None:
            raise self.fault
        self.content, self.view, self.is_ephemeral = content, view, ephemeral
        return FakeAnswer()

    async def defer(self, *, ephemeral: bool = False, thinking: bool = False) -> None:
        self.answers += 1
        self.is_ephemeral = ephemeral

    def is_done(self) -> bool:
        """Whether something was answered."""
        return self.answers > 0

    @property
    def text(self) -> str:
        """All the texts of the card or panel, in order."""
        shown = self.view.walk_children() if self.view else ()
        texts = [item.content for item in shown if isinstance(item, discord.ui.TextDisplay)]
        return "\n".join([self.content or "", *texts])


@dataclass
class FakeUser:
    """Who asks."""

    id: int = 7


@dataclass
class FakeInteraction:
    """One command of one member; *data* is what Discord sends of its options."""

    user: FakeUser = field(default_factory=FakeUser)
    guild_id: int | None = 10
    channel_id: int = 20
    id: int = 1_300_000_000_000_000_000
    application_id: int = 30
    token: str = "token"
    filesize_limit: int = 10 * 1024 * 1024
    locale: str = "en-US"
    permissions: discord.Permissions = field(default_factory=discord.Permissions.none)
    app_permissions: discord.Permissions = field(default_factory=discord.Permissions.all)
    channel: object = None
    data: dict[str, Any] = field(default_factory=dict)
    response: FakeResponse = field(default_factory=FakeResponse)
    files: list[discord.File] = field(default_factory=list)  # of the answer as it was last edited

    def is_guild_integration(self) -> bool:
        """Whether the bot itself is in the server."""
        return self.guild_id is not None

    async def edit_original_response(
        self,
        *,
        view: discord.ui.LayoutView | None = None,
        attachments: Sequence[discord.File] = (),
        allowed_mentions: discord.AllowedMentions | None = None,
    ) -> None:
        assert self.response.answers, "there is no answer to edit"
        self.response.view, self.files = view, list(attachments)


@dataclass
class FakeAttachment:
    """A file that hangs on a command; *fault* is raised when it is fetched."""

    filename: str
    data: bytes
    width: int | None = None
    height: int | None = None
    fault: Exception | None = None
    reads: int = 0

    @property
    def size(self) -> int:
        return len(self.data)

    async def read(self) -> bytes:
        self.reads += 1
        if self.fault is not None:
            raise self.fault
        return self.data
