"""The words of a server meet every text of a request, and the level of its channel."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.moderation.policy import ChannelRules, Level
from bot.domain.moderation.verdicts import Decision, Rule, Verdict
from bot.domain.moderation.words.prompt_policy import PromptPolicy
from bot.domain.moderation.words.request_texts import request_texts
from bot.domain.moderation.words.terms import Term, TermKind
from bot.domain.request import (
    ControlUnit,
    Lora,
    Refiner,
    SourceImage,
    Upscale,
    image_request,
)
from bot.generation.moderation.prompt_stage import CompileWords, prompt_stage
from tests.unit.domain.moderation.words.starting import STARTING
from tests.unit.generation import values
from tests.unit.replies.rulebooks import FRESH

CAT = [Term(kind=TermKind.WORD, text="cat")]
UNIT = ControlUnit(image_sha256="0" * 64, model="plain", preprocessor="none")


async def judged(
    *, words: PromptPolicy | None = None, style: str | None = None, **fields: Any
) -> Decision:
    request = image_request(**{"prompt": "a fox", "model": "m", "seed": 1, **fields})
    new = replace(values.new(), request=request, style=style)
    book = replace(FRESH, words=words or PromptPolicy(STARTING, CAT))
    return await prompt_stage().judge(new, book)


@pytest.mark.parametrize(
    ("where", "fields"),
    [
        ("prompt", {"prompt": "a c4t"}),
        ("negative_prompt", {"negative_prompt": "c.a.t"}),
        ("style", {"style": "watercolour, cat"}),
        ("model", {"model": "cat_v2.safetensors"}),
        ("lora", {"loras": (Lora(name="fine"), Lora(name="Cat-XL"))}),
        ("vae", {"vae": "cat"}),
        ("refiner", {"refiner": Refiner(model="cat")}),
        ("control", {"control_units": (UNIT.model_copy(update={"model": "cat"}),)}),
        ("control", {"control_units": (UNIT.model_copy(update={"preprocessor": "cat"}),)}),
        ("prompt", {"prompt": "word " * 395 + "a cat"}),
    ],
)
async def test_each_text_is_looked_through_to_its_end(where: str, fields: Any) -> None:
    decision = await judged(**fields)
    assert (decision.verdict, decision.rule) == (Verdict.REFUSE, Rule.TERM)
    assert decision.where == where


async def test_an_ordinary_request_passes() -> None:
    assert (await judged(style="watercolour", loras=(Lora(name="fine"),))).is_allowed


async def test_nudity_may_be_asked_for_where_mature_images_may() -> None:
    request = image_request(prompt="a nude", model="m", seed=1)
    new = replace(values.new(), request=request)
    book = replace(FRESH, words=PromptPolicy(STARTING))
    assert not (await prompt_stage().judge(new, book)).is_allowed
    place = replace(new.place, is_age_restricted=True, server_id=22)
    mature = replace(book, channels={place.channel_id: ChannelRules(level=Level.MATURE)})
    there = replace(new, place=place)
    assert (await prompt_stage().judge(there, mature)).is_allowed
    child = request.model_copy(update={"prompt": "a nude child"})
    refused = await prompt_stage().judge(replace(there, request=child), mature)
    assert refused.values["category"] == "minors"


def test_no_text_of_a_request_is_left_out() -> None:
    request = image_request(
        prompt="one",
        negative_prompt="two",
        model="three",
        seed=1,
        loras=(Lora(name="four"),),
        vae="five",
        refiner=Refiner(model="six"),
        control_units=(UNIT.model_copy(update={"model": "seven", "preprocessor": "eight"}),),
    )
    seen = " ".join(looked_at.text for looked_at in request_texts(request, "nine"))
    for word in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"):
        assert word in seen


def test_the_words_of_an_image_that_is_only_enlarged_are_looked_at_all_the_same() -> None:
    source = SourceImage(image_sha256="0" * 64, strength=0)
    request = image_request(
        prompt="one", negative_prompt="two", model="three", seed=1, source=source
    ).model_copy(update={"upscale": Upscale(scale=2)})
    texts = {looked_at.text for looked_at in request_texts(request, None)}
    assert {"one", "two", "three"} <= texts


def test_servers_without_words_of_their_own_share_one_policy() -> None:
    compile_words = CompileWords(STARTING)
    off = frozenset({"gore"})
    assert compile_words((), frozenset()) is compile_words((), frozenset())
    assert compile_words((), off) is not compile_words((), frozenset())
    assert compile_words(CAT, off) is not compile_words(CAT, off)
