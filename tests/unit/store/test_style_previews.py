"""Who asks for a style's preview pays for it, and of several at once only the first."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from bot.domain.generation import Place, Status
from bot.domain.moderation.verdicts import Decision, Rule, Verdict
from bot.domain.styles import Style, content_sha256
from bot.errors import NotAllowed
from bot.replies.styles.style_pictures import StylePictures
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.holding import Hold
from bot.store.reviews import Reviews
from bot.store.style_previews import StylePreviews
from tests.fakes.time import FakeTime
from tests.unit.store.samples import LATER, OWNER, bring_to, new

INK = Style(name="ink", prompt="ink drawing of {prompt}")
DEFAULTS = {"model": "sd_xl", "size": "512x512", "sampler": "Euler", "steps": "20", "guidance": "7"}


class Counter:
    """Stands for reading a request and for asking for it; *asked* counts what was admitted."""

    def __init__(self) -> None:
        self.asked = 0

    async def new_generation(self, _interaction: Any, *_rest: Any, **_named: Any) -> Any:
        return new()

    async def ask(self, _interaction: Any, _new: Any, **_named: Any) -> Any:
        self.asked += 1
        await asyncio.sleep(0)
        return SimpleNamespace(generation=SimpleNamespace(id=self.asked))


async def test_of_two_who_press_at_once_one_pays(
    database: Database, generations: Generations
) -> None:
    counter: Any = Counter()
    files: Any = None
    pictures = StylePictures(
        previews=StylePreviews(database),
        generations=generations,
        files=files,
        reader=counter,
        asking=counter,
        defaults=DEFAULTS,
        gate=counter,
        time=FakeTime(),
    )
    interaction: Any = None
    results = await asyncio.gather(
        *(pictures.ask(interaction, INK, begun_at_s=0.0) for _press in range(3)),
        return_exceptions=True,
    )
    assert [type(each) for each in results].count(NotAllowed) == 2
    assert counter.asked == 1
    await pictures.ask(interaction, INK, begun_at_s=0.0)  # the first was never made
    assert counter.asked == 2


async def test_a_preview_that_a_rule_has_kept_back_can_be_asked_for_again(
    database: Database, generations: Generations
) -> None:
    refused = await bring_to(generations, Status.READY)
    nsfw = Decision(verdict=Verdict.REFUSE, rule=Rule.IMAGE_NSFW, where="image")
    why = Hold(decision=nsfw, now=LATER, until=LATER, owner=OWNER)
    assert await Reviews(database).refuse(refused.id, why, "no") is not None
    previews, counter = StylePreviews(database), Counter()
    nothing: Any = None
    asking: Any = counter
    pictures = StylePictures(
        previews=previews,
        generations=generations,
        files=nothing,
        reader=asking,
        asking=asking,
        defaults=DEFAULTS,
        gate=nothing,
        time=FakeTime(),
    )
    await previews.asked(content_sha256(INK), refused.id, LATER)
    assert await pictures.picture(INK, new().place) is None
    await pictures.ask(nothing, INK, begun_at_s=0.0)
    assert counter.asked == 1


class RulesOfServers:
    """Lets one server see images, and no other."""

    async def lets_show(self, data: bytes, percent: float | None, place: Place) -> bool:
        del data, percent
        return place.server_id == new().place.server_id


async def test_a_preview_is_not_shown_where_the_rules_for_images_would_keep_it_back(
    database: Database, generations: Generations
) -> None:
    previews = StylePreviews(database)
    nothing: Any = None
    made = await bring_to(generations, Status.DELIVERED)
    pictures = StylePictures(
        previews=previews,
        generations=generations,
        files=nothing,
        reader=nothing,
        asking=nothing,
        defaults=DEFAULTS,
        gate=RulesOfServers(),
        time=FakeTime(),
    )
    await previews.asked(content_sha256(INK), made.id, LATER)
    await previews.keep(content_sha256(INK), b"small")
    here = new().place
    assert await pictures.picture(INK, here) == b"small"
    assert await pictures.picture(INK, replace(here, server_id=here.server_id + 1)) is None
