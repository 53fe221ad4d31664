"""The models that the studio lists: data beside this file, searched and paged.

Only ``sketch-painter-v1`` paints. The other names are there because clients use them by default;
each says so in its own name.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Self

from bot.studio.cursors import Cursor
from bot.studio.refusals import Reason, Refused

_FILE = Path(__file__).with_name("catalogue.json")
_EXTENSIONS = (".safetensors", ".ckpt", ".pt")


class ModelType(StrEnum):
    """Kinds of models; ``locon`` is listed, but clients filter by ``lora`` to find it."""

    CHECKPOINT = "checkpoint"
    LORA = "lora"
    LOCON = "locon"
    VAE = "vae"
    CONTROLNET = "controlnet"
    UPSCALER = "upscaler"
    TEXTUAL_INVERSION = "textualinversion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One entry; *status* 1 can be used, 0 cannot. *score* orders the list, highest first."""

    id: int
    score: int
    name: str
    sd_name: str
    sd_name_in_api: str
    type: ModelType
    status: int
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    source: str
    base_model: str
    base_model_type: str
    is_sdxl: bool
    is_nsfw: bool
    visibility: str

    @classmethod
    def from_json(cls, entry: dict[str, object]) -> Self:
        """Return the model of one row of the data file."""
        values = {name: tuple(v) if isinstance(v, list) else v for name, v in entry.items()}
        values["type"] = ModelType(str(entry["type"]))
        # The file is ours and its rows are read by a test; a checker here would only repeat it.
        return cls(**values)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFilter:
    """What to list; None does not filter."""

    visibility: str | None = None
    source: str | None = None
    types: frozenset[str] | None = None
    is_sdxl: bool | None = None
    is_nsfw: bool | None = None
    is_inpainting: bool = False
    text: str = ""

    def lets_through(self, model: Model) -> bool:
        """Tell whether *model* is to be listed."""
        wanted: tuple[tuple[object, object], ...] = (
            (self.visibility, model.visibility),
            (self.source, model.source),
            (self.is_sdxl, model.is_sdxl),
            (self.is_nsfw, model.is_nsfw),
            (self.is_inpainting, model.base_model_type == "Inpainting"),
        )
        return (
            all(value is None or value == has for value, has in wanted)
            and (self.types is None or _filter_name(model.type) in self.types)
            and self._has_text(model)
        )

    def _has_text(self, model: Model) -> bool:
        text = self.text.casefold()
        return any(text in field.casefold() for field in (model.sd_name, model.name, *model.tags))


class Catalogue:
    """All models, best score first."""

    def __init__(self, models: list[Model]) -> None:
        self._models = sorted(models, key=_rank)

    @classmethod
    def load(cls) -> Self:
        """Read the data file; blocks, so call it in a thread."""
        rows = json.loads(_FILE.read_text(encoding="utf-8"))
        return cls([Model.from_json(row) for row in rows])

    def page(
        self, wanted: ModelFilter, *, start: Cursor, limit: int
    ) -> tuple[list[Model], Cursor | None]:
        """Return up to *limit* models from *start* on, and where the next page starts, if any."""
        found = [model for model in self._models if wanted.lets_through(model)]
        if start.key is None:
            found = found[start.offset :]
        else:
            found = [m for m in found if _rank(m) > start.key]
        page = found[:limit]
        more = len(found) > limit
        return page, Cursor.of(page[-1].score, page[-1].id) if more else None

    def find(self, name: str, types: frozenset[ModelType]) -> Model | None:
        """Return the usable model of *types* that a client calls *name*, or None."""
        usable = self._by_name.get(name) or self._by_name.get(_bare(name), [])
        return next((model for model in usable if model.type in types), None)

    def require(self, name: str, what: str, *types: ModelType) -> Model:
        """Return the usable model of *types* called *name*.

        Raises:
            Refused: There is none; *what* says in which role it was wanted.
        """
        model = self.find(name, frozenset(types))
        if model is None:
            raise Refused(Reason.MODEL_UNKNOWN, f"{what} does not exist: {name[:100]}")
        return model

    @cached_property
    def _by_name(self) -> dict[str, list[Model]]:
        by_name: dict[str, list[Model]] = {}
        for model in self._models:
            if model.status == 1:
                for name in {model.sd_name, model.sd_name_in_api}:
                    by_name.setdefault(name, []).append(model)
        return by_name


def _rank(model: Model) -> tuple[int, int]:
    return -model.score, model.id


def _filter_name(type_: ModelType) -> str:
    return ModelType.LORA if type_ is ModelType.LOCON else type_


def _bare(name: str) -> str:
    for extension in _EXTENSIONS:
        name = name.removesuffix(extension)
    return name
