"""The rules for a whole message: what may stand together, and how much of it."""

from bot.sandbox.component_rules import check_components, shown_files
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import empty_message, invalid_form

COMPONENTS_V2 = 1 << 15
_MOST_CONTENT = 2000
_MOST_EMBED_TEXT = 6000
_LINK = "attachment://"


def check_edit(flags: int, body: Payload) -> None:
    """Check what an edit may not do to a message with these *flags*.

    Raises:
        DiscordRefusal: 50035.
    """
    given = body.get("flags")
    if flags & COMPONENTS_V2 and given is not None and not int(given) & COMPONENTS_V2:
        raise invalid_form("flags", "The flag IS_COMPONENTS_V2 cannot be removed from a message.")


def check_draft(
    content: str,
    embeds: list[Payload],
    components: list[Payload],
    *,
    has_poll: bool,
    is_v2: bool,
    old_names: set[str],
    new_names: set[str],
) -> None:
    """Check a message as it would stand after the request.

    *old_names* are the files that it keeps, *new_names* those that come with the request.

    Raises:
        DiscordRefusal: 50035, or 50006 for a message with nothing in it.
    """
    check_components(components, is_v2=is_v2)
    named = shown_files(components) | _files_of_embeds(embeds)
    missing = sorted(named - old_names - new_names)
    if missing:
        raise invalid_form("components" if is_v2 else "embeds", f"No attachment {missing[0]}.")
    if is_v2:
        _check_v2(content, embeds, has_poll=has_poll)
        if not components:
            raise empty_message()
        hidden = sorted(new_names - named)
        if hidden:
            raise invalid_form("attachments", f"No component shows the file {hidden[0]}.")
        return
    if len(content) > _MOST_CONTENT:
        raise invalid_form("content", f"Must be {_MOST_CONTENT} or fewer in length.")
    if sum(_embed_length(embed) for embed in embeds) > _MOST_EMBED_TEXT:
        raise invalid_form("embeds", "The embeds' text must be 6000 or fewer in length.")
    if not (content or embeds or has_poll or old_names or new_names):
        raise empty_message()


def _check_v2(content: str, embeds: list[Payload], *, has_poll: bool) -> None:
    for field, is_there in (("content", content), ("embeds", embeds), ("poll", has_poll)):
        if is_there:
            raise invalid_form(
                field, f"The field {field} cannot be used with the flag IS_COMPONENTS_V2."
            )


def _files_of_embeds(embeds: list[Payload]) -> set[str]:
    return {
        url.removeprefix(_LINK)
        for embed in embeds
        for _, url in embed_links(embed)
        if url.startswith(_LINK)
    }


def embed_links(embed: Payload) -> list[tuple[str, str]]:
    """Return the picture links of an embed, each with the key of the part that holds it."""
    parts = (("image", "url"), ("thumbnail", "url"), ("footer", "icon_url"), ("author", "icon_url"))
    return [
        (part, embed[part][key]) for part, key in parts if embed.get(part) and embed[part].get(key)
    ]


def named_files(embeds: list[Payload], components: list[Payload]) -> set[str]:
    """Return the names of the files that embeds or components show."""
    return shown_files(components) | _files_of_embeds(embeds)


def _embed_length(embed: Payload) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts.append((embed.get("footer") or {}).get("text"))
    texts.append((embed.get("author") or {}).get("name"))
    for entry in embed.get("fields") or []:
        texts += [entry.get("name"), entry.get("value")]
    return sum(len(text) for text in texts if text)
