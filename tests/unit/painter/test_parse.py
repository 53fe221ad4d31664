"""From prompts to scenes."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.builtin_styles import parse_styles
from bot.domain.styles import Style, styled_prompt
from bot.studio.painter.parse import parse
from bot.studio.painter.tokens import tokens_of
from bot.studio.painter.vocabulary import colour_of

BUILT_IN = parse_styles(
    (Path(__file__).parents[3] / "config" / "styles.toml").read_text(encoding="utf-8")
)


def _labels(prompt: str, negative_prompt: str = "") -> list[str]:
    return [subject.label for subject in parse(prompt, negative_prompt).subjects]


@pytest.mark.parametrize(
    ("prompt", "labels"),
    [
        ("a lighthouse at dusk", ["lighthouse"]),
        ("three red foxes in a snowy forest", ["fox"]),
        ("a flying dragon over the castle", ["dragon", "castle"]),
        ("wolves and mice", ["wolf", "mouse"]),
        ("an oak tree", ["deciduous tree"]),
        ("a cup of coffee", ["hot beverage"]),
        ("an orange", ["tangerine"]),
        ("a UFO, 8k, highly detailed, masterpiece", ["flying saucer"]),
        ("a teddy bear on a chair", ["teddy bear", "chair"]),
        ("freedom and silence", []),
        ("森の中の狐", []),
        ("", []),
    ],
)
def test_nouns_become_subjects(prompt: str, labels: list[str]) -> None:
    assert _labels(prompt) == labels


@pytest.mark.parametrize(
    ("prompt", "count"),
    [("three boats", 3), ("a boat", 1), ("boats", 3), ("2 dogs", 2), ("a dozen cats", 9)],
)
def test_counts_are_read(prompt: str, count: int) -> None:
    assert parse(prompt).subjects[0].count == count


def test_a_colour_binds_to_the_next_noun() -> None:
    car, house = parse("a red car in front of a blue house").subjects
    assert car.colour == colour_of("red")
    assert house.colour == colour_of("blue")


def test_a_colour_without_a_noun_tints_the_picture() -> None:
    scene = parse("a cat under a purple sky")
    assert scene.subjects[0].colour is None
    assert scene.tints == (colour_of("purple"),)


@pytest.mark.parametrize(
    ("prompt", "biome", "time", "style"),
    [
        ("a fox in a snowy forest at night", "snow forest", "night", None),
        ("a boat", "sea", "day", None),
        ("clouds over the sea at dawn", "sea", "dawn", None),
        ("a whale underwater, watercolor", "underwater", "day", "watercolour"),
        ("a camel, pixel art", "desert", "day", "pixel"),
        ("sunset", "meadow", "sunset", None),
        ("hope", None, "day", None),
        ("a rocket, stained glass", "space", "day", "stained"),
    ],
)
def test_place_time_and_style_are_found(
    prompt: str, biome: str | None, time: str, style: str | None
) -> None:
    scene = parse(prompt)
    assert (scene.biome, scene.time, scene.style) == (biome, time, style)


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("a rocket over a planet", "over"),
        ("a cat under a tree", "under"),
        ("a boat to the left of a lighthouse", "left"),
        ("a boat right of a lighthouse", "right"),
        ("a car in front of a house", "front"),
        ("a dog behind a house", "behind"),
        ("a cat on a house", "on"),
        ("a cat in a basket", "in"),
    ],
)
def test_relations_bind_two_subjects(prompt: str, name: str) -> None:
    relation = parse(prompt).subjects[0].relation
    assert relation is not None
    assert (relation.name, relation.to) == (name, 1)


def test_a_colour_of_a_part_is_the_animals_but_not_a_persons() -> None:
    (dragon,) = parse("a dragon with purple scales").subjects
    assert dragon.colour == colour_of("purple")
    (girl,) = parse("a girl with blue hair").subjects
    assert girl.colour is None


def test_weights_scale_a_subject() -> None:
    plain, heavy = parse("a fox and a (bear:1.5)").subjects
    assert plain.scale == 1.0
    assert heavy.scale == pytest.approx(1.5)


@pytest.mark.parametrize("text", ["((fox))", "[fox]", "(fox:9)", "(fox", "fox)", "(fox:)", "()"])
def test_any_brackets_are_survived(text: str) -> None:
    assert all(0.3 <= token.weight <= 2 for token in tokens_of(text))


def test_lora_tags_are_no_words() -> None:
    assert _labels("a cat <lora:dragon_castle:0.8>") == ["cat"]


def test_the_negative_prompt_removes_subjects_weather_and_style() -> None:
    scene = parse("a dog and a cat in the rain at night, ink", "cat, rain, night, ink drawing")
    assert [subject.label for subject in scene.subjects] == ["dog"]
    assert (scene.weathers, scene.time, scene.style) == (frozenset(), "day", None)


def test_a_relation_to_a_removed_subject_goes_with_it() -> None:
    (cat,) = parse("a cat on a house", "house").subjects
    assert cat.relation is None


def test_at_most_five_subjects_are_taken() -> None:
    assert len(_labels("a cat, a dog, a fox, a bear, a wolf, a lion, a horse")) == 5


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.text(max_size=100))
def test_any_text_gives_a_scene(prompt: str, negative_prompt: str) -> None:
    scene = parse(prompt, negative_prompt)
    assert len(scene.subjects) <= 5


_WORDS = st.sampled_from(
    [
        "a",
        "two",
        "red",
        "cat",
        "on",
        "over",
        "in",
        "of",
        "the",
        "(",
        ")",
        ":",
        "1.3",
        ",",
        "night",
        "forest",
        "bowl",
        "fruit",
        "under",
        "planet",
        "<lora:x:1>",
        "sky",
        "behind",
        "left",
        "of",
        "with",
        "orange",
        "(dog:1.2)",
        "[",
        "]",
        "snow",
        "neon",
        "house",
        "flowers",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=25))
def test_any_order_of_known_words_gives_a_scene(words: list[str]) -> None:
    scene = parse(" ".join(words))
    for subject in scene.subjects:
        assert subject.relation is None or 0 <= subject.relation.to < len(scene.subjects)


def test_an_emoji_names_its_thing() -> None:
    assert _labels("🦊 and 🚀") == ["fox", "rocket"]


def test_what_cannot_swim_gets_a_shore() -> None:
    assert parse("a castle by a lake").biome == "lakeside"
    assert parse("a swan on a lake").biome == "lake"
    assert parse("a cat on a boat at sea").biome == "sea"


@pytest.mark.parametrize("style", BUILT_IN.values(), ids=lambda style: style.name)
def test_the_words_of_a_built_in_style_add_nothing_to_what_is_drawn(style: Style) -> None:
    assert _labels(styled_prompt("a fox and a boat", style)) == _labels("a fox and a boat")
