"""Where pictures of messages are found: attached, embedded, in cards, forwarded."""

from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord.components import _component_factory

from bot.errors import NotAllowed
from bot.replies.pictures.discord_files import DiscordFiles
from bot.replies.pictures.message_pictures import MessagePictures

CDN = "https://cdn.discordapp.com"
NO_STATE: Any = SimpleNamespace(http=None)


def pictures() -> MessagePictures:
    return MessagePictures(DiscordFiles(CDN))


def link(name: str) -> str:
    return f"{CDN}/attachments/1/2/{name}?ex=1&is=2&hm=3"


def attached(name: str, **more: Any) -> discord.Attachment:
    about = {"id": 1, "filename": name, "size": 100, "url": link(name), "proxy_url": link(name)}
    data: Any = {**about, **more}
    return discord.Attachment(data=data, state=NO_STATE)


def message(**parts: Any) -> Any:
    empty: dict[str, Any] = {"attachments": [], "embeds": [], "components": []}
    snapshots = [SimpleNamespace(**{**empty, **each}) for each in parts.pop("forwarded", [])]
    return SimpleNamespace(**{**empty, **parts}, message_snapshots=snapshots)


def media(name: str, kind: str = "image/png") -> dict[str, Any]:
    return {"url": link(name), "proxy_url": link(name), "content_type": kind}


def card(*parts: dict[str, Any]) -> Any:
    data: Any = {"type": 17, "id": 1, "spoiler": False, "components": list(parts)}
    return _component_factory(data)


GALLERY = {"type": 12, "id": 2, "items": [{"media": media("g1.png")}, {"media": media("g2.png")}]}
SECTION = {
    "type": 9,
    "id": 3,
    "components": [{"type": 10, "id": 4, "content": "text"}],
    "accessory": {"type": 11, "id": 5, "media": media("thumb.webp", "image/webp")},
}
FILE = {"type": 13, "id": 6, "file": media("file.jpg", "image/jpeg"), "name": "f", "size": 1}


def names(found: Any, most: int = 10) -> list[str]:
    return [one.name for one in pictures().of(found, most)]


def test_attachments_come_in_their_order_and_no_more_than_asked_for() -> None:
    posted = message(attachments=[attached("a.png"), attached("b.txt"), attached("c.jpeg")])
    assert names(posted) == ["a.png", "c.jpeg"]
    assert names(posted, 1) == ["a.png"]


def test_the_pictures_of_a_card_are_found_wherever_they_stand() -> None:
    found = message(components=[card(GALLERY, SECTION, FILE)])
    assert names(found) == ["g1.png", "g2.png", "thumb.webp", "file.jpg"]


def test_an_embed_is_taken_by_discords_own_copy() -> None:
    proxy = "https://images-ext-1.discordapp.net/external/x/https/example.org/cat.png"
    embed = discord.Embed.from_dict(
        {"image": {"url": "https://example.org/cat.png", "proxy_url": proxy}}
    )
    (found,) = pictures().of(message(embeds=[embed]), 10)
    assert found.url == proxy


def test_what_was_forwarded_counts() -> None:
    found = message(forwarded=[{"attachments": [attached("cat.png")]}])
    assert names(found) == ["cat.png"]


def test_a_large_picture_is_passed_over_for_a_smaller_one() -> None:
    huge = attached("huge.png", width=9_000, height=9_000)
    heavy = attached("heavy.png", size=11 * 2**20)
    assert names(message(attachments=[huge, heavy, attached("a.png")])) == ["a.png"]
    with pytest.raises(NotAllowed, match="at most 10 MB and 16 megapixels"):
        names(message(attachments=[huge, heavy]))


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (message(), "no picture in this message"),
        (message(attachments=[attached("clip.mp4", content_type="video/mp4")]), "PNG, JPEG"),
        (message(attachments=[attached("a.gif")]), "PNG, JPEG"),
        (message(attachments=[attached("a.png", content_type="image/gif")]), "PNG, JPEG"),
        (
            message(embeds=[discord.Embed.from_dict({"image": {"url": "https://x.org/a.png"}})]),
            "another site",
        ),
    ],
)
def test_what_cannot_be_used_is_said(found: Any, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        names(found)
