"""The classifier itself, from its package; and what happens if that is missing or broken."""

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.moderation.image_checks import ClassifierMode
from bot.pictures import classifier as module
from bot.pictures.classifier import Classifier, ClassifierUnusable, open_classifier
from bot.pictures.thumbnails import thumbnail
from tests.fakes.classifier import textured

HARMLESS = 0.2


def image() -> Image.Image:
    return thumbnail(io.BytesIO(textured(1, side_px=256)), 512)


def test_a_harmless_image_scores_low_and_the_same_each_time() -> None:
    classifier = Classifier()
    first, second = classifier.score(image()), classifier.score(image())
    assert first is not None
    assert 0 <= first < HARMLESS
    assert first == second
    assert classifier.is_usable


def test_what_is_off_scores_nothing_and_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_load", lambda: pytest.fail("loaded"))
    classifier = open_classifier(ClassifierMode.OFF)
    assert not classifier.is_usable
    assert classifier.score(image()) is None


def test_without_its_package_there_is_no_score_unless_it_is_required(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PACKAGE", "no_such_package")
    assert not open_classifier(ClassifierMode.AUTO).is_usable
    assert open_classifier(ClassifierMode.AUTO).score(image()) is None
    with pytest.raises(ClassifierUnusable, match="no_such_package"):
        open_classifier(ClassifierMode.REQUIRED)


def test_a_broken_network_is_tried_once_and_looks_at_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"no network")
    monkeypatch.setattr(module, "_MODEL", str(tmp_path / "broken.onnx"))
    classifier = Classifier()
    assert classifier.is_usable
    assert classifier.score(image()) is None
    assert not classifier.is_usable
    with pytest.raises(ClassifierUnusable):
        open_classifier(ClassifierMode.REQUIRED)


def test_a_missing_network_is_never_looked_for_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MODEL", "missing.onnx")
    with pytest.raises(ClassifierUnusable, match="does not exist"):
        Classifier().load()


class _Failing:
    def classify(self, image: Image.Image) -> object:
        raise RuntimeError(f"not this size: {image.size}")


def test_a_look_that_fails_is_no_look_and_the_next_one_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_load", _Failing)
    classifier = Classifier()
    assert classifier.score(image()) is None
    assert classifier.is_usable
