"""Where subjects stand."""

import pytest

from bot.studio.painter.layout import arrange
from bot.studio.painter.lexicon import SHAPE_KINDS, load_lexicon
from bot.studio.painter.light import light_of
from bot.studio.painter.parse import parse
from bot.studio.painter.placement import Ground, Placement
from bot.studio.painter.sampling import radii, sampling_of
from bot.studio.painter.sprites import Look, sprite
from bot.studio.painter.vocabulary import DATA, load_vocabulary

_LAND = Ground(floor="land", horizon=0.6, biome="meadow", tall_units=1.0, wide_units=1.0)


def _placed(prompt: str, seed: int = 1) -> dict[str, Placement]:
    return {one.label: one for one in arrange(parse(prompt), _LAND, seed)}


@pytest.mark.parametrize("seed", range(6))
def test_left_is_left_and_right_is_right(seed: int) -> None:
    placed = _placed("a dog left of a house", seed)
    assert placed["dog"].x < placed["house"].x
    placed = _placed("a dog right of a house", seed)
    assert placed["dog"].x > placed["house"].x


@pytest.mark.parametrize("seed", range(6))
def test_over_is_above_and_in_front_is_lower(seed: int) -> None:
    placed = _placed("a dragon over a castle", seed)
    castle = placed["castle"]
    assert placed["dragon"].foot <= castle.foot - castle.height + 0.31
    placed = _placed("a car in front of a house", seed)
    assert placed["automobile"].foot > placed["house"].foot


def test_what_stands_in_front_is_painted_later() -> None:
    order = [one.label for one in arrange(parse("a car in front of a house"), _LAND, 1)]
    assert order == ["house", "automobile"]


def test_contents_are_painted_before_their_bowl() -> None:
    ground = Ground(floor="table", horizon=0.6, biome="table", tall_units=1.0, wide_units=1.0)
    order = [one.label for one in arrange(parse("a bowl of fruit"), ground, 1)]
    assert order[-1] == "bowl"
    assert len(order) == 5


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("prompt", ["nine cats", "five dogs and three horses", "a giant whale"])
def test_everything_stays_in_the_frame(prompt: str, seed: int) -> None:
    for one in arrange(parse(prompt), _LAND, seed):
        assert 0 < one.x < 1
        assert 0 < one.foot <= 1
        assert 0.03 < one.height < 0.9


def test_more_steps_end_with_a_finer_brush() -> None:
    sampling = sampling_of("Euler")
    last = [radii(steps, sampling)[-1] for steps in (1, 4, 12, 20, 50)]
    assert last == sorted(last, reverse=True)
    assert len(radii(20, sampling)) == 20


@pytest.mark.parametrize("sampler", ["", "Euler a", "DPM++ SDE Karras", "Restart", "unheard of"])
def test_every_sampler_name_has_a_schedule(sampler: str) -> None:
    sampling = sampling_of(sampler)
    brushes = radii(7, sampling)
    assert brushes == sorted(brushes, reverse=True)


def test_what_others_made_comes_with_its_licence() -> None:
    names = {path.name for path in DATA.glob("LICENSE-*.txt")}
    wanted = {"noto-emoji", "noto-emoji-images", "emojibase-data"}
    assert names == {f"LICENSE-{name}.txt" for name in wanted}


def test_every_synonym_names_a_thing_that_can_be_drawn() -> None:
    lexicon = load_lexicon()
    labels = {label for label in load_vocabulary().synonyms.values() if label not in {"", "fruit"}}
    assert {label for label in labels if lexicon.index(label) is None} <= set(SHAPE_KINDS)


@pytest.mark.parametrize("label", [*SHAPE_KINDS, "fox", "castle", "orca"])
def test_things_can_be_drawn_small_and_large(label: str) -> None:
    light = light_of(parse("night"), 1)
    look = Look(colour=(0.8, 0.2, 0.2), is_mirrored=True, shines=False, from_left=True)
    for height_px in (8, 120):
        drawn = sprite(label, height_px, light, look, 1)
        assert drawn.colours.shape == (*drawn.cover.shape, 3)
        assert drawn.cover.max() > 0.5
