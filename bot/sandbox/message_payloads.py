"""How a message looks to whoever reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

from bot.sandbox.cdn import Cdn, StoredFile
from bot.sandbox.component_tree import rendered
from bot.sandbox.draft_rules import embed_links, named_files
from bot.sandbox.drafts import Draft
from bot.sandbox.payloads import Payload, without_nulls
from bot.sandbox.world import World
from bot.sandbox.world_payloads import user_payload

_LINK = "attachment://"


@dataclass(slots=True, kw_only=True)
class Message:
    """One message; *draft* changes with edits, everything else stays.

    Attributes:
        only_for: The one member who sees it (ephemeral), or None.
        extra: Keys of the message object that its origin adds, such as interaction_metadata.
    """

    id: int
    channel_id: int
    author_id: int
    draft: Draft
    created_at: str
    kind: int
    only_for: int | None
    extra: Payload
    edited_at: str | None = None


class MessagePayloads:
    """Makes message objects, with links that are signed anew each time."""

    def __init__(self, world: World, cdn: Cdn) -> None:
        self._world = world
        self._cdn = cdn

    def public(self, message: Message) -> Payload:
        """Return the message object, with fresh links."""
        draft = message.draft
        author = self._world.user(message.author_id) or self._world.bot
        named = named_files(draft.embeds, draft.components)
        resolve = self._resolver(draft.files)
        payload = {
            "id": str(message.id),
            "channel_id": str(message.channel_id),
            "type": message.kind,
            "content": draft.content,
            "author": user_payload(author),
            "timestamp": message.created_at,
            "edited_timestamp": message.edited_at,
            "flags": draft.flags,
            "tts": False,
            "pinned": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [
                self._cdn.attachment(file) for file in draft.files if file.filename not in named
            ],
            "embeds": [_rendered_embed(embed, resolve) for embed in draft.embeds],
            "components": rendered(draft.components, resolve),
            **message.extra,
        }
        return payload if draft.poll is None else {**payload, "poll": draft.poll}

    def client(self, message: Message) -> Payload:
        """Return the message object with what a client knows besides."""
        return {
            **self.public(message),
            "_pending": message.draft.is_loading,
            "_ephemeral_for": None if message.only_for is None else str(message.only_for),
        }

    def _resolver(self, files: tuple[StoredFile, ...]) -> Callable[[str], Payload]:
        by_name = {file.filename: file for file in files}

        def resolve(url: str) -> Payload:
            if not url.startswith(_LINK):
                return {"id": str(crc32(url.encode())), "url": url, "proxy_url": url}
            file = by_name[url.removeprefix(_LINK)]
            attachment = self._cdn.attachment(file)
            return {
                "id": str(file.id),
                "attachment_id": str(file.id),
                "url": attachment["url"],
                "proxy_url": attachment["proxy_url"],
                "width": attachment.get("width"),
                "height": attachment.get("height"),
                "content_type": file.content_type,
                "_filename": file.filename,
                "_size": file.size,
            }

        return resolve


def _rendered_embed(embed: Payload, resolve: Callable[[str], Payload]) -> Payload:
    shown = {**without_nulls(embed), "type": "rich"}
    for part, url in embed_links(embed):
        key = "icon_url" if part in {"footer", "author"} else "url"
        media = resolve(url)
        filled = {**without_nulls(embed[part]), key: media["url"]}
        filled["proxy_icon_url" if key == "icon_url" else "proxy_url"] = media["proxy_url"]
        if key == "url" and media.get("width"):
            filled.update(width=media["width"], height=media["height"])
        shown[part] = filled
    if "fields" in shown:
        shown["fields"] = [{"inline": False, **without_nulls(each)} for each in shown["fields"]]
    return shown
