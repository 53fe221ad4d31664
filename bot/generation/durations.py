"""What tasks of one kind took so far, so that the next look and the ETA need no guess."""

from collections import OrderedDict
from dataclasses import dataclass

from bot.domain.generation import Generation
from bot.generation.looks import Expectation

_MOST_KINDS = 512
_NEWEST_WEIGHT = 0.3
_FIRST_SPREAD = 0.15  # of the only duration known
_LEAST_SPREAD = 0.02

_Kind = tuple[str, str, int, int, int, bool]


@dataclass(frozen=True, slots=True)
class _Learnt:
    mean_s: float
    deviation_s: float
    count: int


class Durations:
    """A moving average and deviation by provider, model, steps, size and number of images."""

    def __init__(self) -> None:
        self._learnt: OrderedDict[_Kind, _Learnt] = OrderedDict()

    def learn(self, generation: Generation, duration_s: float) -> None:
        """Remember that a task like this one took *duration_s* from submit to its end."""
        key = _key(generation)
        known = self._learnt.pop(key, None)
        if known is None:
            learnt = _Learnt(duration_s, duration_s * _FIRST_SPREAD, 1)
        else:
            weight = max(_NEWEST_WEIGHT, 1 / (known.count + 1))
            error_s = duration_s - known.mean_s
            learnt = _Learnt(
                known.mean_s + weight * error_s,
                known.deviation_s + weight * (abs(error_s) - known.deviation_s),
                known.count + 1,
            )
        self._learnt[key] = learnt
        if len(self._learnt) > _MOST_KINDS:
            self._learnt.popitem(last=False)

    def expected(self, generation: Generation, elapsed_s: float = 0.0) -> Expectation | None:
        """Return when a task that runs for *elapsed_s* should end, or None if none was seen."""
        learnt = self._learnt.get(_key(generation))
        if learnt is None:
            return None
        return Expectation(
            left_s=learnt.mean_s - elapsed_s,
            spread_s=max(learnt.deviation_s, learnt.mean_s * _LEAST_SPREAD),
        )


def _key(generation: Generation) -> _Kind:
    request = generation.request
    width_px, height_px = request.final_size_px
    return (
        generation.provider,
        request.model,
        request.steps,
        width_px * height_px,
        request.units,
        request.hires is not None,
    )
