"""What the chain of rules costs a request: 10,000 words, 100 patterns, 1,000 rules of places."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.generation import NewGeneration, Place
from bot.domain.moderation.asker import Asker
from bot.domain.moderation.policy import Access, ChannelRules, Level, RoleRules, ServerPolicy
from bot.domain.moderation.words.prompt_policy import PromptPolicy
from bot.domain.moderation.words.request_texts import NEGATIVE_PROMPT, PROMPT, LookedAt
from bot.domain.moderation.words.starting_words import StartingWords, parse_starting_words
from bot.domain.moderation.words.terms import Term, TermAction, TermKind
from bot.domain.request import image_request
from bot.generation.moderation.command_permissions import KnownPermissions
from bot.generation.moderation.first_stages import blocked_stage, command_stage, places_stage
from bot.generation.moderation.policies import Rulebook
from bot.generation.moderation.prompt_stage import CompileWords, prompt_stage
from bot.generation.moderation.stage import Stage
from bot.timing import SystemTime
from tests.benchmarks.tables import table

_STARTING = Path(__file__).parents[2] / "config" / "moderation.toml"
_CONSONANTS, _VOWELS = "bcdfghjklmnprstvwz", "aeiou"
_ROUNDS = 30  # short ones, of which the best counts: the least disturbed by others
_DIFFERENT = 1_000
PROMPT_300 = (
    "a highly detailed oil painting of an old lighthouse on a cliff above a stormy sea, dramatic "
    "clouds, golden hour, (volumetric light:1.2), intricate brush strokes, by a romantic painter, "
    "8k, masterpiece, sharp focus, muted palette, seagulls circling, waves crashing against the "
    "black rocks, a boat far out"
)
_NEGATIVE = "blurry, watermark, low quality, extra fingers"
_PROMPTS = {
    "300 characters of English": PROMPT_300,
    "the same, with capitals": PROMPT_300.title(),
    "the same, a word torn up at its end": PROMPT_300[:-14] + ", p o r n o",
    "300 characters of Russian": "красивый маяк на скале над бурным морем, облака, " * 6,
    "300 characters of Japanese": "嵐の海の上の崖に立つ古い灯台、劇的な雲、金色の光、" * 12,
    "300 characters, every word in disguise": "𝓷𝓾𝓭𝓮 ɴᴜᴅᴇ nüdé пude Ｎｕｄｅ n.u.d.e s3x a$$ " * 7,  # noqa: RUF001
    "2,000 characters, every word in disguise": "n.u.d.e s3x a$$ b00bs " * 91,
}
TEXTS = {
    **{name: (LookedAt(PROMPT, text[:2_000]),) for name, text in _PROMPTS.items()},
    "300 of English, and a negative prompt": (
        LookedAt(PROMPT, PROMPT_300),
        LookedAt(NEGATIVE_PROMPT, _NEGATIVE),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is measured."""

    words: int = 10_000
    patterns: int = 100
    rules: int = 1_000
    looks: int = 300


async def measure(plan: Plan) -> str:
    """Return the tables; times are of the processor, so that a busy machine counts less."""
    chance = random.Random(7)  # noqa: S311 - the same words each time
    starting = parse_starting_words(await asyncio.to_thread(_STARTING.read_text, "utf-8"))
    terms = [*_words(chance, plan.words), *_patterns(chance, plan.patterns)]
    begun_s = time.process_time()
    full = PromptPolicy(starting, terms)
    compiled_s = time.process_time() - begun_s
    idle_ms = await _longest_stall_ms(lambda: time.sleep(compiled_s))
    compile_words = CompileWords(starting)
    stall_ms = await _longest_stall_ms(lambda: compile_words(terms, frozenset()))
    empty = PromptPolicy(StartingWords())
    unit_us = _best_us(plan.looks, lambda: PROMPT_300.lower().split())
    lines = [
        f"Splitting the English prompt into words takes {unit_us:.1f} µs here: the unit of the",
        f"column ×. Compiling took {1000 * compiled_s:.0f} ms, in a thread, once a change;",
        f"the loop's longest stall meanwhile was {stall_ms:.0f} ms by the clock, and",
        f"{idle_ms:.0f} ms in as long a time without it.",
        f"{_DIFFERENT:,} prompts of its words in other orders, each looked through once with a",
        f"negative prompt: {_different_us(chance, full):.0f} µs each.",
        "",
        _texts_table(plan, full, empty, unit_us),
        await _stages_table(plan, full, unit_us),
    ]
    return "\n".join(lines)


def _texts_table(plan: Plan, full: PromptPolicy, empty: PromptPolicy, unit_us: float) -> str:
    rows = []
    for name, looked_at in TEXTS.items():
        looks = max(10, plan.looks * 300 // max(300, len(looked_at[0].text)) // 2)
        us = _best_us(looks, lambda one=looked_at: full.decide(one))  # type: ignore[misc]
        least_us = _best_us(looks, lambda one=looked_at: empty.decide(one))  # type: ignore[misc]
        rows.append((name, f"{least_us:.0f}", f"{us:.0f}", f"{us / unit_us:.1f}"))
    title = f"Looking one text through ({plan.words:,} words, {plan.patterns} patterns)"
    return table(title, ("text", "no words, µs", "all words, µs", "×"), rows)


def _different_us(chance: random.Random, full: PromptPolicy) -> float:
    """Return what prompts cost that nobody has looked through before."""
    words = PROMPT_300.split()
    prompts = iter([" ".join(chance.sample(words, len(words))) for _ in range(_DIFFERENT)])
    negative = LookedAt(NEGATIVE_PROMPT, _NEGATIVE)
    return _best_us(
        _DIFFERENT - 1, lambda: full.decide((LookedAt(PROMPT, next(prompts)), negative))
    )


async def _stages_table(plan: Plan, words: PromptPolicy, unit_us: float) -> str:
    stages = (
        blocked_stage(SystemTime()),
        command_stage(KnownPermissions()),
        places_stage(),
        prompt_stage(),
    )
    book, new = _book(plan, words), _request()
    rows, total_us = [], 0.0
    for stage in stages:
        us = await _stage_us(plan, stage, new, book)
        total_us += us
        rows.append((stage.name, f"{us:.1f}", f"{us / unit_us:.1f}"))
    rows.append(("all of them", f"{total_us:.1f}", f"{total_us / unit_us:.1f}"))
    title = f"The chain per request ({plan.rules:,} rules of channels and roles)"
    return table(title, ("stage", "µs", "×"), rows)


async def _longest_stall_ms(act: Callable[[], object]) -> float:
    """Return how long the loop stood still at most while a thread did *act*."""
    acting = asyncio.create_task(asyncio.to_thread(act))
    longest_s, last_s = 0.0, time.perf_counter()
    while not acting.done():
        await asyncio.sleep(0.001)
        now_s = time.perf_counter()
        longest_s, last_s = max(longest_s, now_s - last_s), now_s
    await acting
    return 1000 * longest_s


async def _stage_us(plan: Plan, stage: Stage, new: NewGeneration, book: Rulebook) -> float:
    async def once() -> None:
        await stage.judge(new, book)

    return await _best_async_us(plan.looks, once)


def _best_us(looks: int, look: Callable[[], object]) -> float:
    look()
    times, at_once = [], max(1, looks // _ROUNDS)
    for _ in range(_ROUNDS):
        begun_s = time.process_time()
        for _ in range(at_once):
            look()
        times.append((time.process_time() - begun_s) / at_once)
    return 1e6 * min(times)


async def _best_async_us(looks: int, look: Callable[[], Awaitable[None]]) -> float:
    await look()
    times, at_once = [], max(1, looks // _ROUNDS)
    for _ in range(_ROUNDS):
        begun_s = time.process_time()
        for _ in range(at_once):
            await look()
        times.append((time.process_time() - begun_s) / at_once)
        await asyncio.sleep(0)
    return 1e6 * min(times)


def _word(chance: random.Random) -> str:
    syllables = range(chance.randint(2, 4))
    word: str = "".join(chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in syllables)
    ending: str = chance.choice(["", *_CONSONANTS])
    return word + ending


def _words(chance: random.Random, count: int) -> Sequence[Term]:
    return [
        Term(
            kind=TermKind.WORD,
            text=_word(chance) if chance.random() < 0.8 else f"{_word(chance)} {_word(chance)}",
            action=TermAction.BLOCK,
        )
        for _ in range(count)
    ]


def _patterns(chance: random.Random, count: int) -> Sequence[Term]:
    return [
        Term(kind=TermKind.PATTERN, text=rf"\b{_word(chance)}\w*{_word(chance)}\b")
        for _ in range(count)
    ]


def _book(plan: Plan, words: PromptPolicy) -> Rulebook:
    half = plan.rules // 2
    later = datetime(2100, 1, 1, tzinfo=UTC)
    return Rulebook(
        server_id=1,
        policy=ServerPolicy(),
        channels={number: ChannelRules(level=Level.EVERYONE) for number in range(half)},
        roles={number: RoleRules(access=Access.NEUTRAL) for number in range(half)},
        blocks=dict.fromkeys(range(1_000, 2_000), later),
        trusts={},
        moderators_channel_id=1,
        words=words,
    )


def _request() -> NewGeneration:
    return NewGeneration(
        request=image_request(
            prompt=PROMPT_300,
            negative_prompt=_NEGATIVE,
            model="sd_xl_base_1.0.safetensors",
            seed=1,
        ),
        place=Place(member_id=1, server_id=1, channel_id=7, interaction_id=1, application_id=1),
        provider="studio",
        style="watercolour",
        asker=Asker(role_ids=frozenset(range(20))),
    )
