"""Where every subject stands: one row on the ground, one in the air, moved by relations."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

from dataclasses import replace

import numpy as np

from bot.studio.painter.pixels import stream
from bot.studio.painter.placement import Ground, Placement
from bot.studio.painter.relations import related
from bot.studio.painter.scene import Relation, Scene, Subject
from bot.studio.painter.vocabulary import load_vocabulary

_HEIGHTS = {
    "animal": 0.38,
    "person": 0.42,
    "building": 0.5,
    "vehicle": 0.32,
    "plant": 0.42,
    "air": 0.3,
    "water": 0.36,
    "table": 0.36,
    "object": 0.34,
}
_TALLEST = 0.76
_FLOATING_FLOORS = {"none"}


def arrange(scene: Scene, ground: Ground, seed: int) -> tuple[Placement, ...]:
    """Return every copy of every subject in the order of painting."""
    if not scene.subjects:
        return ()
    rng = stream(seed, "layout")
    rows: dict[str, list[Placement]] = {"stands": [], "flies": [], "held": []}
    crowd = _crowding(scene)
    for index, subject in enumerate(scene.subjects):
        stands = _stands(subject, ground)
        for copy in range(subject.count):
            row = "held" if _is_held(subject, scene) else "stands" if stands else "flies"
            rows[row].append(_placed(index, subject, stands, crowd, copy, ground, rng))
    standing = _spread_row(rows["stands"], ground, rng)
    flying = _spread_row(rows["flies"], ground, rng)
    if standing and flying:
        # What flies keeps clear of what stands below it.
        side = float(rng.choice([-1, 1]))
        flying = [replace(one, x=one.x + 0.2 * side, height=one.height * 0.9) for one in flying]
        standing = [replace(one, x=one.x - 0.14 * side) for one in standing]
    placed = [*standing, *flying, *rows["held"]]
    placed.sort(key=lambda placement: placement.subject)
    for index, subject in enumerate(scene.subjects):
        if subject.relation is not None:
            sharing = _sharing(scene, index, subject.relation)
            placed = related(placed, index, subject.relation, sharing, ground)
    placed = [_inside(placement, ground) for placement in placed]
    return tuple(sorted(placed, key=lambda one: (one.layer, one.stands, one.foot)))


def _crowding(scene: Scene) -> float:
    free = [subject for subject in scene.subjects if not _is_held(subject, scene)]
    total = sum(subject.count for subject in free)
    return {1: 1.42, 2: 1.12, 3: 0.98, 4: 0.86, 5: 0.78}.get(total, 0.66 if total < 8 else 0.56)


def _is_held(subject: Subject, scene: Scene) -> bool:
    return subject.relation is not None and subject.relation.name in {"in", "on"}


def _stands(subject: Subject, ground: Ground) -> bool:
    if ground.floor in _FLOATING_FLOORS:
        return ground.biome == "underwater" and subject.kind in {"plant", "building", "object"}
    return subject.kind != "air"


def natural_height(subject: Subject) -> float:
    """Return a subject's height in short sides before the picture's crowd changes it."""
    usual = _HEIGHTS.get(subject.kind, 0.34)
    return load_vocabulary().heights.get(subject.label, usual) * subject.scale


def _placed(
    index: int,
    subject: Subject,
    stands: bool,  # noqa: FBT001 - a value of the placement, not a switch
    crowd: float,
    copy: int,
    ground: Ground,
    rng: np.random.Generator,
) -> Placement:
    height = min(_TALLEST, natural_height(subject) * crowd)
    depth = 1.0 if copy == 0 else float(rng.uniform(0.35, 0.95))
    if stands:
        near = {"table": 0.86, "water": 0.8}.get(ground.floor, 0.9)
        if ground.biome in {"coast", "lakeside"}:
            near = 0.72 if subject.kind == "water" else 0.93
        far = min(near, ground.horizon + 0.1)
        # Large things stand further back, so that small ones fit before them.
        back = float(np.clip((natural_height(subject) - 0.3) / 0.5, 0, 0.7))
        foot = near + (far - near) * max(back * 0.6, 1 - depth)
        height *= 0.72 + 0.28 * depth
    else:
        middle = 0.5 if ground.floor in _FLOATING_FLOORS else 0.3
        foot = middle + height / ground.tall_units / 2 + float(rng.uniform(-0.05, 0.05))
        height *= 0.75 + 0.25 * depth
    return Placement(
        subject=index,
        label=subject.label,
        kind=subject.kind,
        x=0.5,
        foot=foot,
        height=height,
        stands=stands,
        is_mirrored=bool(rng.random() < 0.5) if subject.kind != "building" else False,
        colour=subject.colour,
    )


def _spread_row(row: list[Placement], ground: Ground, rng: np.random.Generator) -> list[Placement]:
    """Put a row's things side by side around the middle, with some overlap and some chance."""
    if not row:
        return []
    wide = np.array([placement.height for placement in row]) * 0.86 / ground.wide_units
    shrink = min(1.0, 0.98 / float(wide.sum()))
    # A row that is too wide overlaps before it shrinks.
    scale = max(shrink, min(1.0, shrink * 1.25))
    spacing = wide * shrink + (max(0.0, 0.8 - float(wide.sum())) / (len(row) + 1))
    ends = np.cumsum(spacing)
    middles = ends - spacing / 2 - ends[-1] / 2 + 0.5
    free = max(0.02, 0.5 - ends[-1] / 2)
    middles = middles + float(rng.uniform(-0.3, 0.3)) * free
    jitter = rng.uniform(-0.06, 0.06, len(row)) * (len(row) > 1)
    lift = rng.uniform(-0.09, 0.09, len(row)) * (len(row) > 1)
    return [
        replace(
            placement,
            x=float(middle + shift * size),
            height=placement.height * scale,
            foot=placement.foot if placement.stands else placement.foot + float(rise),
        )
        for placement, middle, shift, size, rise in zip(
            row, middles, jitter, spacing, lift, strict=True
        )
    ]


def _sharing(scene: Scene, index: int, relation: Relation) -> tuple[int, int]:
    """Return how many copies with the same relation come before this subject's, and of how many."""
    counts = [subject.count if subject.relation == relation else 0 for subject in scene.subjects]
    return sum(counts[:index]), sum(counts)


def _inside(one: Placement, ground: Ground) -> Placement:
    """Keep a thing within the frame, unless it is meant to reach over it."""
    if one.height > 1.2 or one.layer == -1:
        return one
    half = one.height / ground.wide_units * 0.46
    x = float(np.clip(one.x, min(0.5, half), max(0.5, 1 - half)))
    tall = one.height / ground.tall_units
    foot = max(one.foot, min(0.96, tall + 0.03))
    return replace(one, x=x, foot=min(foot, 0.97))
