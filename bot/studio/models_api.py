"""``GET /v3/model``: the query as any client writes it, and a page of models."""

import re
from collections.abc import Iterable, Mapping

from aiohttp import web

from bot.studio.catalogue import Catalogue, Model, ModelFilter
from bot.studio.cursors import Cursor
from bot.studio.refusals import Reason, Refused

_LIMIT_MAX = 100
_BRACKETS = re.compile(r"\[([^\]]*)\]")
_TRUE = frozenset({"true", "1", "yes"})
_FALSE = frozenset({"false", "0", "no"})


class ModelsApi:
    """The list of models, for V2 and V3 alike."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def routes(self) -> list[web.RouteDef]:
        """Return the one endpoint."""
        return [web.get("/v3/model", self._models)]

    async def _models(self, request: web.Request) -> web.Response:
        query = dotted(request.query.items())
        page, following = self._catalogue.page(
            model_filter(query),
            start=Cursor.parse(query.get("pagination.cursor", "")),
            limit=_limit(query.get("pagination.limit", "")),
        )
        return web.json_response(
            {
                "models": [_wire(model) for model in page],
                "pagination": {"next_cursor": str(following) if following else ""},
            }
        )


def dotted(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the query with ``filter[types]`` written ``filter.types``; repeated values joined."""
    query: dict[str, str] = {}
    for name, value in items:
        plain = _BRACKETS.sub(lambda match: f".{match[1]}" if match[1] else "", name)
        query[plain] = f"{query[plain]},{value}" if plain in query else value
    return query


def model_filter(query: Mapping[str, str]) -> ModelFilter:
    """Return what *query* asks for; unknown names are ignored, as the service does.

    Raises:
        Refused: A truth value is none.
    """
    types = {name.strip().lower() for name in query.get("filter.types", "").split(",")} - {""}
    return ModelFilter(
        visibility=query.get("filter.visibility", "").lower() or None,
        source=query.get("filter.source", "").lower() or None,
        types=frozenset(types) or None,
        is_sdxl=_truth(query, "filter.is_sdxl"),
        is_nsfw=_truth(query, "filter.is_nsfw"),
        is_inpainting=_truth(query, "filter.is_inpainting") or False,
        text=query.get("filter.query", ""),
    )


def _truth(query: Mapping[str, str], name: str) -> bool | None:
    text = query.get(name, "").strip().lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if text in {"", "null", "none", "undefined"}:
        return None
    raise Refused(Reason.BAD_BODY, f"invalid {name}")


def _limit(text: str) -> int:
    if not text:
        return _LIMIT_MAX
    try:
        limit = int(float(text))
    except (ValueError, OverflowError):
        raise Refused(Reason.BAD_BODY, "invalid pagination.limit") from None
    if not 0 < limit <= _LIMIT_MAX:
        raise Refused(Reason.OUT_OF_RANGE, f"pagination.limit must be in (0, {_LIMIT_MAX}]")
    return limit


def _wire(model: Model) -> dict[str, object]:
    return {
        "id": model.id,
        "name": model.name,
        "hash_sha256": "",
        "sd_name": model.sd_name,
        "sd_name_in_api": model.sd_name_in_api,
        "type": {
            "name": model.type.value,
            "display_name": model.type.name.replace("_", " ").title(),
        },
        "status": model.status,
        "categories": list(model.categories),
        "tags": list(model.tags),
        "source": model.source,
        "base_model": model.base_model,
        "base_model_type": model.base_model_type,
        "is_sdxl": model.is_sdxl,
        "is_nsfw": model.is_nsfw,
        "visibility": model.visibility,
    }
