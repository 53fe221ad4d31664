"""The pictures of a message: attached, embedded, in a gallery, or forwarded with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import discord

from bot.domain.input_image import MAX_PIXELS, MAX_SIZE_BYTES
from bot.errors import NotAllowed
from bot.replies.pictures.discord_files import DiscordFiles
from bot.texts import gettext as _

_TAKEN = frozenset({"image/png", "image/jpeg", "image/webp"})
_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
_MOST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPicture:
    """One picture as Discord tells of it; what it says of size and kind may be missing."""

    name: str
    url: str
    size_bytes: int | None = None
    width_px: int | None = None
    height_px: int | None = None
    content_type: str | None = None

    @property
    def is_taken(self) -> bool:
        """Whether it may be a PNG, JPEG or WebP, by what is said of it."""
        if self.content_type:
            return self.content_type.partition(";")[0].strip().casefold() in _TAKEN
        return "." not in self.name or self.name.casefold().endswith(_SUFFIXES)

    @property
    def is_too_large(self) -> bool:
        """Whether it is more than is taken, by what is said of it."""
        if self.size_bytes is not None and self.size_bytes > MAX_SIZE_BYTES:
            return True
        return (self.width_px or 0) * (self.height_px or 0) > MAX_PIXELS


class MessagePictures:
    """Finds what may be fetched: from Discord, of a kind and size that is taken."""

    def __init__(self, files: DiscordFiles) -> None:
        self._files = files

    def of(self, message: discord.Message, most: int) -> list[FoundPicture]:
        """Return up to *most* pictures of *message*, in its order.

        Raises:
            NotAllowed: It has none that could be used; says why.
        """
        every = list(islice(_found(message), 100))
        reachable = [each for each in every if self._files.is_ours(each.url)]
        pictures = [each for each in reachable if each.is_taken]
        if not pictures:
            raise _none(every, reachable)
        small = [each for each in pictures if not each.is_too_large]
        if not small:
            raise NotAllowed(
                _("This picture is too large: at most 10 MB and 16 megapixels are taken.")
            )
        return small[:most]


def _none(every: Sequence[FoundPicture], reachable: Sequence[FoundPicture]) -> NotAllowed:
    if reachable:  # a video, a GIF, a text
        return NotAllowed(
            _("There is no picture in this message that I can use: only PNG, JPEG and WebP.")
        )
    if every:
        return NotAllowed(
            _("This picture is on another site, and I fetch only what was posted in Discord.")
        )
    return NotAllowed(_("There is no picture in this message."))


def _found(message: discord.Message) -> Iterator[FoundPicture]:
    yield from _in(message.attachments, message.embeds, message.components)
    for forwarded in message.message_snapshots:
        yield from _in(forwarded.attachments, forwarded.embeds, forwarded.components)


def _in(
    attachments: Iterable[discord.Attachment],
    embeds: Iterable[discord.Embed],
    components: Iterable[object],
) -> Iterator[FoundPicture]:
    for file in attachments:
        yield FoundPicture(
            name=file.filename,
            url=file.url,
            size_bytes=file.size,
            width_px=file.width,
            height_px=file.height,
            content_type=file.content_type,
        )
    for embed in embeds:
        for media in (embed.image, embed.thumbnail):
            # Discord's own copy where there is one: the first address may be anybody's.
            url = media.proxy_url or media.url
            if url:
                yield FoundPicture(
                    name=_name(url), url=url, width_px=media.width, height_px=media.height
                )
    for component in components:
        yield from _in_component(component)


def _in_component(component: object) -> Iterator[FoundPicture]:
    if isinstance(component, discord.MediaGalleryComponent):
        yield from (_media(item.media) for item in component.items)
    elif isinstance(component, discord.ThumbnailComponent | discord.FileComponent):
        yield _media(component.media)
    elif isinstance(component, discord.Container | discord.SectionComponent):
        for child in component.children:
            yield from _in_component(child)
        if isinstance(component, discord.SectionComponent):
            yield from _in_component(component.accessory)


def _media(media: discord.UnfurledMediaItem) -> FoundPicture:
    url = media.proxy_url or media.url
    return FoundPicture(
        name=_name(url),
        url=url,
        width_px=media.width,
        height_px=media.height,
        content_type=media.content_type,
    )


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2][:_MOST_NAME] or "image"
