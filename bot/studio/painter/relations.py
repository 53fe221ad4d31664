"""How "over", "on", "in", "under", "left of" and the like move subjects to each other."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.studio.painter.placement import Ground, Placement
from bot.studio.painter.scene import Relation

# How high up one sits on a thing, in its heights.
_SEATS = {
    "bridge": 0.43,
    "sailboat": 0.24,
    "motor boat": 0.4,
    "canoe": 0.4,
    "horse": 0.66,
    "unicorn": 0.66,
    "elephant": 0.74,
    "chair": 0.5,
    "couch and lamp": 0.45,
    "bed": 0.5,
    "bicycle": 0.62,
    "motorcycle": 0.6,
    "planet": 0.97,
}
_USUAL_SEAT = 0.84


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A thing, the other one it relates to, and the other one's size in shares of the picture."""

    one: Placement
    other: Placement
    tall: float
    wide: float
    across: float  # place among the copies, -0.5 to 0.5
    copy: int
    copies: int
    horizon: float


def related(
    placed: list[Placement],
    index: int,
    relation: Relation,
    sharing: tuple[int, int],
    ground: Ground,
) -> list[Placement]:
    """Return all copies with those of subject *index* moved to where its relation wants them.

    *sharing* is how many copies of others stand before its own in the same place, and of how many.
    """
    name, to = relation.name, relation.to
    mine = [one for one in placed if one.subject == index]
    others = [one for one in placed if one.subject == to]
    rest = [one for one in placed if one.subject != index]
    if not mine or not others:
        return placed
    if name == "over" and others[0].label != "planet":
        # Both have to fit above each other.
        room = 0.9 * ground.tall_units / (mine[0].height + others[0].height)
        rest = [_shrunk(one, room) if one.subject == to else one for one in rest]
        others = [one for one in rest if one.subject == to]
        mine = [_shrunk(one, room * 0.95) for one in mine]
    moved = [
        _moved(one, others[number % len(others)], name, (sharing[0] + number, sharing[1]), ground)
        for number, one in enumerate(mine)
    ]
    if name == "over" and others[0].label == "planet":
        # Above a planet one sees only its cap.
        rest = [
            replace(one, height=1.6, foot=2.16, x=0.5, layer=-2) if one.subject == to else one
            for one in rest
        ]
        moved = [replace(one, foot=0.54, height=min(one.height, 0.48)) for one in moved]
    if name in {"left", "right"}:
        return _in_order(moved, rest, name, to)
    return [*rest, *moved]


def _shrunk(one: Placement, factor: float) -> Placement:
    return replace(one, height=one.height * min(1.0, factor))


def _in_order(moved: list[Placement], rest: list[Placement], name: str, to: int) -> list[Placement]:
    xs = sorted(one.x for one in (*moved, *(other for other in rest if other.subject == to)))
    first = xs[: len(moved)] if name == "left" else xs[-len(moved) :]
    second = xs[len(moved) :] if name == "left" else xs[: -len(moved)]
    places = iter(second)
    rest = [replace(one, x=next(places)) if one.subject == to else one for one in rest]
    return [
        *rest,
        *(replace(one, x=place) for one, place in zip(moved, first, strict=True)),
    ]


def _moved(
    one: Placement, other: Placement, name: str, number: tuple[int, int], ground: Ground
) -> Placement:
    """Return *one* where the relation wants it; *number* is which copy, and of how many."""
    mover = _MOVERS.get(name)
    if mover is None:
        return one
    copy, copies = number
    return mover(
        _Pair(
            one=one,
            other=other,
            tall=other.height / ground.tall_units,
            wide=other.height / ground.wide_units,
            across=(copy + 0.5) / copies - 0.5,
            copy=copy,
            copies=copies,
            horizon=ground.horizon,
        )
    )


def _over(pair: _Pair) -> Placement:
    return replace(
        pair.one,
        x=pair.other.x + pair.across * max(pair.wide, 0.9),
        foot=max(0.3, pair.other.foot - pair.tall - 0.02),
        stands=False,
    )


def _on(pair: _Pair) -> Placement:
    return replace(
        pair.one,
        x=pair.other.x + pair.across * pair.wide,
        foot=pair.other.foot - pair.tall * _SEATS.get(pair.other.label, _USUAL_SEAT),
        height=min(pair.one.height, pair.other.height * 0.62),
        stands=False,
        layer=2,
    )


def _in(pair: _Pair) -> Placement:
    if pair.one.kind == "plant":
        # Flowers in a vase reach far over its rim.
        return replace(
            pair.one,
            x=pair.other.x + pair.across * pair.wide * 0.8,
            foot=pair.other.foot - pair.tall * 0.6,
            height=pair.other.height * 0.8,
            stands=False,
            layer=-1,
        )
    share = 0.62 if pair.copies == 1 else 0.46
    return replace(
        pair.one,
        x=pair.other.x + pair.across * pair.wide * 0.72,
        foot=pair.other.foot - pair.tall * (0.27 + 0.1 * (pair.copy % 2)),
        height=min(pair.one.height, pair.other.height * share),
        stands=False,
        layer=-1,
    )


def _under(pair: _Pair) -> Placement:
    if not pair.other.stands:
        own = pair.one.height * pair.tall / pair.other.height
        foot = min(0.97, pair.other.foot + own)
        return replace(pair.one, x=pair.other.x + pair.across * pair.wide, foot=foot, layer=1)
    shift = 0.12 if pair.copies == 1 else pair.across
    return replace(
        pair.one,
        x=pair.other.x + shift * pair.wide,
        foot=min(0.95, pair.other.foot + 0.015),
        height=min(pair.one.height, pair.other.height * 0.5),
        layer=1,
    )


def _front(pair: _Pair) -> Placement:
    return replace(
        pair.one,
        x=pair.other.x + (pair.across + 0.1) * pair.wide,
        foot=min(0.97, max(pair.one.foot, pair.other.foot + 0.05)),
        layer=1,
    )


def _behind(pair: _Pair) -> Placement:
    return replace(
        pair.one,
        x=pair.other.x - 0.3 * pair.wide,
        foot=max(pair.horizon + 0.05, pair.other.foot - 0.08),
        layer=-1,
    )


_MOVERS: dict[str, Callable[[_Pair], Placement]] = {
    "over": _over,
    "on": _on,
    "in": _in,
    "under": _under,
    "front": _front,
    "behind": _behind,
}
