"""What a lineage shows of each step: which of its images, which words, or why there is nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.changes import changes, step_name
from bot.domain.generation import Generation, Origin, Status, StoredImage
from bot.replies.pictures.thumbnails import shown_image
from bot.texts import gettext as _
from bot.texts import ngettext

MOST_SHOWN = 8  # the first one among them
_MOST_CHANGES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageStep:
    """One panel; ``number`` is its place on the way, None for several that are left out.

    ``note`` says why there is no picture; ``image_index`` is of the image that it went on from.
    """

    number: int | None
    caption: str = ""
    note: str = ""
    image: StoredImage | None = None


def lineage_steps(
    way: Sequence[Generation], may_see: Callable[[Generation], bool]
) -> list[LineageStep]:
    """Return what is shown of *way*, from the first to the last; nothing of what may not be seen.

    Of a long way the first and the last ones, and how many lie between.
    """
    before = _before(way)
    room = MOST_SHOWN - len(before)
    last = [_step(way, place, may_see) for place in range(max(0, len(way) - room), len(way))]
    hidden = len(way) - len(last)
    if not hidden:
        return [*before, *last]
    between = ngettext("… {n} more", "… {n} more", hidden).format(n=hidden)
    return [*before, _step(way, 0, may_see), LineageStep(number=None, note=between), *last[1:]]


def _before(way: Sequence[Generation]) -> list[LineageStep]:
    if not way or way[0].origin is Origin.IMAGINE:
        return []
    if way[0].parent_id is None:
        return [LineageStep(number=None, note=_("what came before is not kept any more"))]
    return [LineageStep(number=None, note=_("what came before is not shown"))]


def _step(
    way: Sequence[Generation], place: int, may_see: Callable[[Generation], bool]
) -> LineageStep:
    generation, number = way[place], place + 1
    if not may_see(generation):
        return LineageStep(number=number, note=_("somebody else's, not shown"))
    if generation.deleted_at is not None:
        return LineageStep(number=number, note=_("deleted"))
    parent = way[place - 1] if place else None
    caption = _caption(generation, parent if parent and may_see(parent) else None)
    if generation.status is not Status.DELIVERED:
        return LineageStep(number=number, note=_("no image came of it"), caption=caption)
    child = way[place + 1] if place + 1 < len(way) else None
    image = shown_image(generation, child.parent_index if child else None)
    note = "" if image else _("its images are not kept any more")
    return LineageStep(number=number, caption=caption, image=image, note=note)


def _caption(generation: Generation, parent: Generation | None) -> str:
    step = step_name(generation)
    named = changes(parent, generation) if parent else ()
    if not named:
        return step
    shown = [*named[:_MOST_CHANGES], *(["…"] if len(named) > _MOST_CHANGES else [])]
    return _("{step}: {changes}").format(step=step, changes=", ".join(shown))
