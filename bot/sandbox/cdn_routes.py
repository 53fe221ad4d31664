"""The CDN's routes: attachments behind signed links, and avatars."""

from dataclasses import dataclass

from aiohttp import web

from bot.sandbox.avatars import avatar_png
from bot.sandbox.cdn import Cdn

_GONE = "This content is no longer available."
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "video/mp4"})
_EXTENSION = r"{name}.{extension:png|webp|jpg|gif}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CdnRoutes:
    """Gives out what the CDN keeps."""

    cdn: Cdn

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get("/cdn/attachments/{folder_id}/{file_id}/{name}", self._attachment),
            web.get("/cdn/ephemeral-attachments/{folder_id}/{file_id}/{name}", self._attachment),
            web.get(r"/cdn/avatars/{user_id:\d+}/" + _EXTENSION, self._avatar),
            web.get(r"/cdn/embed/avatars/{user_id:\d+}.png", self._avatar),
        ]

    async def _attachment(self, request: web.Request) -> web.Response:
        file_id = request.match_info["file_id"]
        found = self.cdn.open(int(file_id), request.query) if file_id.isdecimal() else None
        if found is None:
            return web.Response(status=404, text=_GONE)
        file, data = found
        kind = (file.content_type or "application/octet-stream").partition(";")[0]
        return web.Response(body=data, content_type=kind, headers=_file_headers(kind))

    async def _avatar(self, request: web.Request) -> web.Response:
        return web.Response(
            body=avatar_png(int(request.match_info["user_id"])),
            content_type="image/png",
            headers={"Cache-Control": "public, max-age=3600"},
        )


def _file_headers(kind: str) -> dict[str, str]:
    # The page has the same origin as the files: what a stranger posts must not run in it.
    headers = {
        "Cache-Control": "private, max-age=3600",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    if kind in _SHOWN:
        return headers
    return headers | {"Content-Disposition": "attachment"}
