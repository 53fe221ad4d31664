"""Every command, menu, component and form there is, and how a member makes an image by each.

Whoever adds one names it here: in ``MAKES`` with the way to walk it, or in ``NOTHING``.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands
from sqlalchemy import Connection, insert, update

from bot.client import EaselClient
from bot.domain.generation import NewGeneration
from bot.domain.moderation.words.terms import TermAction, TermKind
from bot.domain.sessions.rules import SessionRules
from bot.domain.sessions.session import NewSession
from bot.domain.styles import Style
from bot.replies.after.edit_form import AS_BEFORE
from bot.replies.after.remix_form import REMIXED
from bot.replies.parts import buttons
from bot.replies.requesting.quick_form import QUICK
from bot.replies.sessions import session_ids
from bot.replies.styles.style_buttons import STYLE as STYLE_ACT
from bot.store.moderation_schema import policy_terms
from bot.store.parked import Parked, ParkedRequests
from bot.store.session_schema import sessions
from bot.store.session_store import SessionStore
from tests.behaviour.conftest import House, forge

STYLE = "murky"
LORA = "add_detail_44319"


@dataclass
class Scene:
    """What ada made before the rules changed: one image, six images, a style, a session."""

    house: House
    options: Mapping[str, Any]
    one: Any = None
    six: Any = None
    session_id: int = 0
    parked_id: int = 0
    form: Any = None
    remix: Any = None
    edit: Any = None
    entry: Any = None

    async def press(self, custom_id: str) -> Any:
        """Press a button with that custom_id, wherever it may have stood."""
        forge(self.house, self.one, "More", custom_id)
        try:
            return await self.house.ada.click(self.one, label="More")
        finally:
            forge(self.house, self.one, "More", "easel:more:1")

    async def submit(self, form: Any, **values: Any) -> Any:
        return await self.house.ada.submit_modal(form, values)


Walk = Callable[[Scene], Awaitable[Any]]


@dataclass(frozen=True)
class Road:
    """How it is walked, and which fields of a request it can bring a forbidden word in."""

    walk: Walk
    words_in: frozenset[str]


def press(template: str) -> str:
    """Name a button or a select by the template of its custom_id."""
    return f"press {_named(template)}"


def form(template: str) -> str:
    """Name a form by the template of its custom_id."""
    return f"form {_named(template)}"


def _named(template: str) -> str:
    return re.sub(r"\(\?P<(\w+)>[^()]*\)", r"{\1}", template)


def _prompt_in(scene: Scene) -> str:
    return str(scene.options.get("prompt", "a fox"))


PAINTED = frozenset({"prompt", "negative_prompt", "style", "loras"})
MAKES: Mapping[str, Road] = {
    "/imagine": Road(lambda scene: scene.house.imagine(**scene.options), PAINTED),
    "/again": Road(lambda scene: scene.house.ada.slash(scene.house.channel, "again"), PAINTED),
    press(buttons.AGAIN): Road(lambda scene: scene.press("easel:again:3"), PAINTED),
    press(buttons.ANEW): Road(lambda scene: scene.press("easel:anew:1"), PAINTED),
    press(buttons.VARY): Road(lambda scene: scene.press("easel:vary:1:0"), PAINTED),
    press(buttons.VARY_ONE): Road(
        lambda scene: scene.house.ada.select(scene.six, ["0"], custom_id="easel:vary:2"), PAINTED
    ),
    press(buttons.UPSCALE): Road(lambda scene: scene.press("easel:upscale:1:0"), PAINTED),
    press(buttons.UPSCALE_ONE): Road(
        lambda scene: scene.house.ada.select(scene.six, ["0"], custom_id="easel:upscale:2"), PAINTED
    ),
    form(buttons.EDITED): Road(
        lambda scene: scene.submit(
            scene.edit,
            prompt=_prompt_in(scene),
            negative_prompt=scene.options.get("negative_prompt", ""),
            size=[AS_BEFORE],
            sampler=[AS_BEFORE],
            style=[AS_BEFORE],
        ),
        PAINTED,
    ),
    form(QUICK): Road(
        lambda scene: scene.submit(
            scene.form,
            prompt=_prompt_in(scene),
            style=[scene.options.get("style", "easel:default")],
            size=["square"],
            images=["1"],
        ),
        frozenset({"prompt", "style"}),
    ),
    form(REMIXED): Road(
        lambda scene: scene.submit(
            scene.remix,
            prompt=_prompt_in(scene),
            strength=["0.7"],
            style=[scene.options.get("style", "easel:default")],
            images=["1"],
        ),
        frozenset({"prompt", "style"}),
    ),
    form(session_ids.ENTERED): Road(
        lambda scene: scene.submit(
            scene.entry,
            prompt=_prompt_in(scene),
            style=[scene.options.get("style", "none")],
        ),
        frozenset({"prompt"}),
    ),
    "press easel:cost:make:{id}": Road(
        lambda scene: scene.press(f"easel:cost:make:{scene.parked_id}"), PAINTED
    ),
    press(STYLE_ACT): Road(
        lambda scene: scene.press(f"easel:style:preview:{STYLE}"), frozenset({"style"})
    ),
}


def listed(client: EaselClient) -> Iterator[str]:
    """Yield everything that a member can give, press, choose in or send."""
    for command in client.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            yield f"/{command.qualified_name}"
    for kind in (discord.AppCommandType.message, discord.AppCommandType.user):
        for menu in client.tree.walk_commands(type=kind):
            yield f"menu {menu.name}"
    items: Any = client._connection._view_store._dynamic_items
    for pattern in items:
        yield press(pattern.pattern)
    for template in client.modals._routes:
        yield form(template)


async def scene_of(house: House, options: Mapping[str, Any]) -> Scene:
    """Let ada make what the roads begin with, and open every form."""
    database = house.services.generations._database
    scene = Scene(house, {"prompt": "a fox", **options})
    await house.services.styles.save(
        house.ada.id, house.guild.id, Style(name=STYLE, prompt="fog"), house.time.now()
    )
    scene.one = (await house.imagine(**scene.options)).response
    scene.six = (await house.imagine(**scene.options, images=6)).response
    await house.settle()
    cancelled = (await house.imagine(**scene.options)).response
    await house.ada.click(cancelled, label="Cancel")
    session = await SessionStore(database).start(
        NewSession(
            server_id=house.guild.id,
            channel_id=house.channel.id,
            host_id=house.ben.id,
            locale="en-US",
            rules=SessionRules(theme="Foxes", round_s=600, voting_s=300, budget=50),
        ),
        house.time.now(),
    )
    scene.session_id = session.id
    values = {"thread_id": house.channel.id}
    await database.writer.write(
        lambda connection: connection.execute(update(sessions).values(**values)) and None
    )
    scene.parked_id = await _parked(house)
    scene.form = await house.ada.slash(house.channel, "quick")
    scene.remix = await house.ada.context_menu(house.channel, "Remix", scene.one)
    scene.edit = await house.ada.click(scene.one, label="Edit")
    scene.entry = await scene.press(f"easel:session:enter:{session.id}")
    return scene


async def _parked(house: House) -> int:
    """Keep ada's first request as one that she is asked about because of its cost."""
    made = await house.services.generations.get(1)
    assert made is not None
    new = NewGeneration(
        request=made.request, place=made.place, provider=made.provider, style=made.style
    )
    store = ParkedRequests(house.services.generations._database)
    return await store.park(Parked(new=new), house.time.now())


async def forbid(house: House, word: str) -> None:
    """Let a server forbid a word."""

    def job(connection: Connection) -> None:
        connection.execute(
            insert(policy_terms).values(
                server_id=house.guild.id,
                kind=TermKind.WORD,
                text=word,
                action=TermAction.BLOCK,
                created_by=1,
                created_at=house.time.now(),
            )
        )

    await house.services.generations._database.writer.write(job)
    house.services.moderation.policies.words_changed(house.guild.id)
