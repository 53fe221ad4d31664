"""The wire format of ``GET /v3/model``, which serves the model names of V2 and V3."""

from collections.abc import Iterator
from typing import Annotated

from bot.providers.lenient import AsObject, AsObjects, Text, Texts, Truth, WholeNumber, WireModel
from bot.providers.provider import CatalogueEntry, ModelKind

PATH = "/v3/model"
MAX_PAGE = 100

_AVAILABLE = 1
_KIND_NAMES = {"locon": ModelKind.LORA} | {kind.value: kind for kind in ModelKind}


class _Type(WireModel):
    name: Text = ""


class _Model(WireModel):
    name: Text = ""
    sd_name: Text = ""
    sd_name_in_api: Text = ""
    type: Annotated[_Type, AsObject] = _Type()
    status: WholeNumber = None
    tags: Texts = ()
    base_model: Text = ""
    is_sdxl: Truth = False


class _Pagination(WireModel):
    next_cursor: Text = ""


class ModelPage(WireModel):
    """One page of the list; *next_cursor* is opaque, and empty at the end."""

    models: Annotated[tuple[_Model, ...], AsObjects] = ()
    pagination: Annotated[_Pagination, AsObject] = _Pagination()

    @property
    def next_cursor(self) -> str:
        """What to ask the next page with."""
        return self.pagination.next_cursor

    def entries(self, kind: ModelKind) -> Iterator[CatalogueEntry]:
        """Yield what is of *kind*, can be named in a request, and is available now."""
        for model in self.models:
            # A server that ignores the filter also sends what was not asked for.
            is_kind = _KIND_NAMES.get(model.type.name, kind) is kind
            api_name = _api_name(model, kind)
            if api_name and is_kind and model.status == _AVAILABLE:
                yield CatalogueEntry(
                    api_name=api_name,
                    label=model.name or api_name,
                    kind=kind,
                    base_model=model.base_model,
                    tags=tuple(tag for tag in model.tags if tag),
                    is_sdxl=model.is_sdxl or model.base_model.upper().startswith("SDXL"),
                )


def page_query(kind: ModelKind, search: str, limit: int, cursor: str) -> dict[str, str]:
    """Return the query of one page of at most *limit* entries; empty parts are left out."""
    query = {
        "filter.types": kind.value,
        "filter.query": search,
        "pagination.limit": str(min(max(limit, 1), MAX_PAGE)),
        "pagination.cursor": cursor,
    }
    return {name: value for name, value in query.items() if value}


def _api_name(model: _Model, kind: ModelKind) -> str:
    # ``sd_vae`` is documented to take the file's name, all else the name made for the API.
    if kind is ModelKind.VAE:
        return model.sd_name or model.sd_name_in_api
    return model.sd_name_in_api or model.sd_name
