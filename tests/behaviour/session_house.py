"""A group session in the house: its thread, its members, and its keeper stepped by hand."""

from dataclasses import dataclass
from typing import Any

from simcord.builders import ChannelHandle

from tests.behaviour.conftest import House, components_of, text_of

_MOST_STEPS = 12
_POST_S = 3  # the keeper posts one entry every two seconds


@dataclass
class Gathering:
    """What three members and a host do in a session."""

    house: House
    session_id: int
    thread: Any
    cleo: Any

    async def settle(self) -> None:
        """Let everything be made, delivered, posted and shown."""
        for _step in range(_MOST_STEPS):
            await self.house.settle()
            await self.keep()
            self.house.time.advance(_POST_S)

    async def keep(self) -> None:
        await self.house.services.group_sessions.keeper.step()

    async def pass_time(self, minutes: float) -> None:
        """Let time pass, and the keeper see it."""
        self.house.time.advance(minutes * 60)
        await self.settle()

    def messages(self) -> list[Any]:
        """Return what everybody sees in the thread, as Discord keeps it, the oldest first."""
        backend = self.house.env.backend
        return [
            backend.get_message(self.thread.id, message.id) for message in self.thread.history()
        ]

    def saying(self, words: str) -> list[Any]:
        return [message for message in self.messages() if words in text_of(message)]

    def board(self) -> Any:
        """Return the one message with the button of the rules."""
        (board,) = [m for m in self.messages() if any("rules" in c for c in ids_of(m))]
        return board

    def board_text(self) -> str:
        return text_of(self.board())

    async def press(self, member: Any, word: str, message: Any = None) -> Any:
        """Press the button of that word on the board, or on *message*."""
        message = message or self.board()
        (custom_id,) = [c for c in ids_of(message) if c.startswith(f"easel:session:{word}:")]
        return await member.click(self._handle(message), custom_id=custom_id)

    async def choose(self, member: Any, word: str, message: Any, *values: Any) -> Any:
        """Choose in the select of that word."""
        (custom_id,) = [c for c in ids_of(message) if c.startswith(f"easel:session:{word}:")]
        return await member.select(self._handle(message), list(values), custom_id=custom_id)

    async def enter(self, member: Any, prompt: str) -> Any:
        """Open the form and submit it; return what was answered."""
        form = await self.press(member, "enter")
        if form.modal is None:
            return form
        return await member.submit_modal(form, {"prompt": prompt, "style": ["none"]})

    async def lead(self, member: Any, word: str) -> Any:
        """Open the host's panel, and press in it."""
        panel = await self.press(member, "host")
        return await self.press(member, word, panel.response)

    async def vote(self, member: Any, number: int) -> Any:
        """Vote below the candidates for the entry of that number."""
        call = self.saying("Which one is the best?")[-1]
        (select,) = [p for p in components_of(call) if p.get("options")]
        (value,) = [o["value"] for o in select["options"] if o["label"] == f"Entry {number}"]
        return await member.select(self._handle(call), [value], custom_id=select["custom_id"])

    def _handle(self, message: Any) -> Any:
        """Return what a member can press; answers are that already."""
        return next((one for one in self.thread.history() if one.id == message.id), message)


def ids_of(message: Any) -> list[str]:
    return [part["custom_id"] for part in components_of(message) if "custom_id" in part]


async def gathering(house: House, **options: Any) -> Gathering:
    """Let the moderator start a session in the channel."""
    cleo = house.guild.add_member(house.env.create_user("cleo"))
    begun = await house.moderator.slash(
        house.channel, "session start", **{"theme": "castles", **options}
    )
    assert begun.ephemeral
    assert "has begun" in text_of(begun.response), text_of(begun.response)
    (thread,) = house.channel.threads
    (session,) = await house.services.group_sessions.sessions.live(house.guild.id)
    assert isinstance(thread, ChannelHandle)
    made = Gathering(house, session.id, thread, cleo)
    await made.keep()
    return made
