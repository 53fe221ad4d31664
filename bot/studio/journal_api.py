"""``GET /studio/journal``: what was accepted, for tests that run in another process."""

import asyncio
import json

from aiohttp import web

from bot.studio.journal import Journal


class JournalApi:
    """The journal as JSON, oldest first."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def routes(self) -> list[web.RouteDef]:
        """Return the one endpoint."""
        return [web.get("/studio/journal", self._entries)]

    async def _entries(self, _: web.Request) -> web.Response:
        text = await asyncio.to_thread(self._text)
        return web.Response(text=text, content_type="application/json")

    def _text(self) -> str:
        return json.dumps(
            {
                "submissions": [
                    {
                        "task_id": entry.task_id,
                        "api": entry.api,
                        "at": entry.at.isoformat(),
                        "body": entry.body,
                    }
                    for entry in self._journal.entries
                ]
            }
        )
