"""Walking through a message's components, and giving them back as Discord does."""

from collections.abc import Callable, Iterator

from bot.sandbox.payloads import Payload, without_nulls

ACTION_ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SECTION, TEXT_DISPLAY, THUMBNAIL, MEDIA_GALLERY, FILE, SEPARATOR = 9, 10, 11, 12, 13, 14
CONTAINER, LABEL, FILE_UPLOAD = 17, 18, 19
RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 21, 22, 23
CHANNEL_SELECT = 8
FILLED_SELECTS = frozenset({5, 6, 7, CHANNEL_SELECT})
SELECTS = FILLED_SELECTS | {STRING_SELECT}
ONLY_V2 = frozenset({9, 10, 11, 12, 13, 14, 17})

Resolve = Callable[[str], Payload]


def walk(components: list[Payload], where: str = "components") -> Iterator[tuple[str, Payload]]:
    """Yield each component with its path, from the outside in."""
    for index, component in enumerate(components):
        yield from _walk_one(component, f"{where}[{index}]")


def _walk_one(component: Payload, where: str) -> Iterator[tuple[str, Payload]]:
    yield where, component
    yield from walk(component.get("components") or [], f"{where}.components")
    for key in ("accessory", "component"):
        if component.get(key):
            yield from _walk_one(component[key], f"{where}.{key}")


def media_of(component: Payload) -> list[Payload]:
    """Return the media objects (``{"url": …}``) that this component itself shows."""
    match component.get("type"):
        case 11:
            return [component["media"]]
        case 12:
            return [item["media"] for item in component["items"]]
        case 13:
            return [component["file"]]
    return []


def rendered(components: list[Payload], resolve: Resolve) -> list[Payload]:
    """Return the components as an answer shows them.

    Every component gets an id, what was left out gets Discord's default, and *resolve* turns
    each URL into the full media object.
    """
    taken = {component.get("id") for _, component in walk(components)}
    numbers = (number for number in range(1, 10_000) if number not in taken)
    return [_rendered_one(component, resolve, numbers) for component in components]


def _rendered_one(component: Payload, resolve: Resolve, numbers: Iterator[int]) -> Payload:
    shown = without_nulls(component)
    # 0 asks for a number just as leaving it out does
    shown["id"] = component.get("id") or next(numbers)
    shown = {**_defaults(shown), **shown}
    if "components" in shown:
        shown["components"] = [_rendered_one(x, resolve, numbers) for x in shown["components"]]
    for key in ("accessory", "component"):
        if key in shown:
            shown[key] = _rendered_one(shown[key], resolve, numbers)
    if shown["type"] in SELECTS and "options" in shown:
        shown["options"] = [without_nulls(option) for option in shown["options"]]
    if shown["type"] in SELECTS and "default_values" in shown:
        # A bot may send numbers; Discord's answers have ids as texts, which a browser can hold.
        shown["default_values"] = [{**one, "id": str(one["id"])} for one in shown["default_values"]]
    return _with_media(shown, resolve)


def _with_media(shown: Payload, resolve: Resolve) -> Payload:
    match shown["type"]:
        case 11:
            shown["media"] = _public(resolve(shown["media"]["url"]))
        case 12:
            shown["items"] = [_gallery_item(item, resolve) for item in shown["items"]]
        case 13:
            file = resolve(shown["file"]["url"])
            shown.update(name=file.get("_filename"), size=file.get("_size"), file=_public(file))
    return shown


def _gallery_item(item: Payload, resolve: Resolve) -> Payload:
    shown = {"description": None, "spoiler": False, **without_nulls(item)}
    return {**shown, "media": _public(resolve(item["media"]["url"]))}


def _public(media: Payload) -> Payload:
    return {key: value for key, value in media.items() if not key.startswith("_")}


def _defaults(component: Payload) -> Payload:
    match component["type"]:
        case 3 | 5 | 6 | 7 | 8:
            return {"min_values": 1, "max_values": 1}
        case 11:
            return {"description": None, "spoiler": False}
        case 13:
            return {"spoiler": False}
        case 14:
            return {"divider": True, "spacing": 1}
        case 17:
            return {"accent_color": None, "spoiler": False}
    return {}
