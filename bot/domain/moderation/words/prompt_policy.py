"""What a server allows in prompts: its words, the categories that are on, and what is always so."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.moderation.verdicts import Decision, Rule, Verdict, strictest
from bot.domain.moderation.words.listed import Listed, Side, listed
from bot.domain.moderation.words.looking import Hit, Searcher, TooLong
from bot.domain.moderation.words.request_texts import NEGATIVE_PROMPT, PROMPT, LookedAt
from bot.domain.moderation.words.starting_words import StartingWords
from bot.domain.moderation.words.terms import Term, TermAction, TermKind

_VERDICTS = {TermAction.BLOCK: Verdict.REFUSE, TermAction.REVIEW: Verdict.REVIEW}
_RULES = {TermKind.WORD: Rule.TERM, TermKind.PATTERN: Rule.PATTERN}
_PROMPTS = frozenset({PROMPT, NEGATIVE_PROMPT})
_MAX_NAME, _MAX_NAMES = 100, 500  # what is looked through once: so long, and so many
_NEGATED = ":-"  # a negative weight in a negative prompt asks for what it names


@dataclass(frozen=True, slots=True)
class PlacedHit:
    """A hit, and in what of the request."""

    where: str
    hit: Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was found in a request: a decision and everything that was met on the way to it."""

    decision: Decision
    hits: tuple[PlacedHit, ...] = ()


class PromptPolicy:
    """A server's rules for texts, compiled. It never changes, so many requests use it at once.

    Compiling 10,000 terms takes about a second, so do it in a thread.
    """

    def __init__(
        self,
        starting: StartingWords,
        terms: Sequence[Term] = (),
        categories_off: Collection[str] = (),
    ) -> None:
        self._searcher = Searcher(tuple(listed(starting, terms, categories_off)))
        self._always = tuple(both.name for both in starting.combinations)
        self._names: dict[str, tuple[Hit, ...]] = {}  # of models, styles … that come again

    def decide(self, texts: Iterable[LookedAt], *, is_mature: bool = False) -> Decision:
        """Return the strictest decision about *texts*: the first of equals decides."""
        return self.look(texts, is_mature=is_mature).decision

    def look(self, texts: Iterable[LookedAt], *, is_mature: bool = False) -> Look:
        """Return the decision about *texts*, all of which are one request, and every hit.

        *is_mature*: they are asked for where mature images may be.
        """
        hits: list[PlacedHit] = []
        texts = tuple(texts)
        for looked_at in texts:
            try:
                found = self._look(looked_at)
            except TooLong:
                return Look(decision=_too_long(looked_at), hits=tuple(hits))
            if found:
                hits += (PlacedHit(looked_at.where, hit) for hit in found)
        if not hits:
            return _NOTHING
        negated = any(map(_is_negated, texts))
        decisions = (
            *self._together(hits, is_negated=negated),
            *_alone(hits, is_negated=negated, is_mature=is_mature),
        )
        return Look(decision=strictest(decisions), hits=tuple(hits))

    def _look(self, looked_at: LookedAt) -> tuple[Hit, ...]:
        text = looked_at.text
        if looked_at.where in _PROMPTS or len(text) > _MAX_NAME:
            return self._searcher.look(text)
        found = self._names.get(text)
        if found is None:
            if len(self._names) >= _MAX_NAMES:
                self._names.clear()
            found = self._names[text] = self._searcher.look(text)
        return found

    def _together(self, hits: Sequence[PlacedHit], *, is_negated: bool) -> Iterator[Decision]:
        for name in self._always:
            here = [
                placed
                for placed in hits
                if placed.hit.listed.category == name and placed.hit.saved_by is None
            ]
            wanted = [p for p in here if _is_wanted(p, is_negated=is_negated)]
            one = next((p for p in wanted if p.hit.listed.side is Side.ONE), None)
            other = next((p for p in wanted if p.hit.listed.side is not Side.ONE), None)
            if one and other:
                yield _decision(other, f"{one.hit.listed.text} + {other.hit.listed.text}")


def _is_negated(looked_at: LookedAt) -> bool:
    return looked_at.where == NEGATIVE_PROMPT and _NEGATED in looked_at.text.replace(" ", "")


def _is_wanted(placed: PlacedHit, *, is_negated: bool) -> bool:
    """Tell whether it is asked for: what a negative prompt names is to be avoided, mostly."""
    is_avoiding = placed.hit.listed.side is Side.AVOIDING
    if placed.where == NEGATIVE_PROMPT:
        return is_avoiding != is_negated
    return not is_avoiding


def _alone(hits: Iterable[PlacedHit], *, is_negated: bool, is_mature: bool) -> Iterator[Decision]:
    for placed in hits:
        entry = placed.hit.listed
        if entry.side is not None or placed.hit.saved_by is not None:
            continue
        if is_mature and not entry.is_in_mature_channels:
            continue
        if placed.where != NEGATIVE_PROMPT or entry.is_in_negative_prompts or is_negated:
            yield _decision(placed, entry.text)


def _decision(placed: PlacedHit, term: str) -> Decision:
    entry: Listed = placed.hit.listed
    values = {"term": term, "found": placed.hit.found.value, "around": placed.hit.around}
    if entry.category:
        values["category"] = entry.category
    return Decision(
        verdict=_VERDICTS[entry.action],
        rule=_RULES[entry.kind],
        where=placed.where,
        values=values,
    )


def _too_long(looked_at: LookedAt) -> Decision:
    return Decision(
        verdict=Verdict.REFUSE,
        rule=Rule.LENGTH,
        where=looked_at.where,
        values={"characters": str(len(looked_at.text))},
    )


_NOTHING = Look(decision=strictest(()))
