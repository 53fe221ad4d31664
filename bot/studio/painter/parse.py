"""From a prompt and a negative prompt to a ``Scene``."""

from dataclasses import dataclass, field, replace

from bot.studio.painter.lexicon import load_lexicon
from bot.studio.painter.scene import Colour, Relation, Scene, Subject
from bot.studio.painter.tokens import BREAK, Token, tokens_of
from bot.studio.painter.vocabulary import colour_of, load_vocabulary

_MOST_SUBJECTS = 5
_MOST_COUNT = 9
_TELLING_WORD = 4  # letters from which a word counts for an abstract palette
_PART_WORDS = {"hair", "eyes", "fur", "feathers", "wings", "scales", "skin", "petals", "roof"}
_PART_WORDS |= {"sails", "walls", "dress", "clothes", "shirt", "stripes", "spots", "leaves"}
_TINTED_WORDS = {"sky", "background", "light", "clouds", "sunset", "fog", "mist", "lights", "haze"}


@dataclass(slots=True)
class _Draft:
    """What the scan has found so far, and what waits for its noun."""

    subjects: list[Subject] = field(default_factory=list)
    biomes: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    weathers: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    tints: list[Colour] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    colour: Colour | None = None
    count: int = 1
    scale: float = 1.0
    relation: str = ""

    def forget_pending(self) -> None:
        if self.colour is not None:
            self.tints.append(self.colour)
        self.colour, self.count, self.scale = None, 1, 1.0

    def lists(self) -> dict[str, list[str]]:
        return {
            "styles": self.styles,
            "times": self.times,
            "biomes": self.biomes,
            "weathers": self.weathers,
        }


def parse(prompt: str, negative_prompt: str = "") -> Scene:
    """Return the scene that *prompt* describes without what *negative_prompt* names.

    Any text gives a scene; one in which nothing is known gives an abstract piece.
    """
    unwanted = _scan(tokens_of(negative_prompt))
    draft = _scan(tokens_of(prompt))
    gone = {subject.label for subject in unwanted.subjects}
    subjects = _without(draft.subjects, gone)
    kept = {
        name: [value for value in values if value not in unwanted.lists()[name]]
        for name, values in draft.lists().items()
    }
    subjects = [
        replace(subject, colour=None) if subject.colour in unwanted.tints else subject
        for subject in subjects
    ]
    hidden = {token.text for token in tokens_of(negative_prompt)}
    weathers = frozenset(kept["weathers"])
    return Scene(
        subjects=tuple(subjects),
        biome=_biome(subjects, kept, weathers, frozenset(unwanted.biomes)),
        time=kept["times"][0] if kept["times"] else _usual_time(weathers),
        weathers=weathers,
        style=kept["styles"][0] if kept["styles"] else None,
        tints=tuple(tint for tint in draft.tints if tint not in unwanted.tints),
        words=tuple(word for word in draft.words if word not in hidden),
    )


def _without(subjects: list[Subject], gone: set[str]) -> list[Subject]:
    places = [index for index, subject in enumerate(subjects) if subject.label not in gone]
    moved = {old: new for new, old in enumerate(places)}
    kept = []
    for index in places:
        subject = subjects[index]
        relation = subject.relation
        if relation is not None:
            to = moved.get(relation.to)
            relation = None if to is None else replace(relation, to=to)
        kept.append(replace(subject, relation=relation))
    return kept


def _usual_time(weathers: frozenset[str]) -> str:
    return "night" if weathers & {"moon", "stars", "aurora", "fireflies"} else "day"


def _biome(
    subjects: list[Subject],
    kept: dict[str, list[str]],
    weathers: frozenset[str],
    unwanted: frozenset[str],
) -> str | None:
    if kept["biomes"]:
        return _ashore(_strongest(kept["biomes"]), subjects)
    homes = load_vocabulary().homes
    for subject in subjects:
        for biome, labels in homes.items():
            if subject.label in labels and biome not in unwanted:
                return biome
    kinds = {"water": "sea", "table": "table", "air": "sky"}
    if subjects:
        kind = next((one.kind for one in subjects if one.kind != "air"), "air")
        home = kinds.get(kind, "meadow")
        return home if home not in unwanted else "sky"
    return "meadow" if kept["times"] or weathers else None


def _ashore(biome: str, subjects: list[Subject]) -> str:
    """Return the shore instead of open water if something is there that cannot swim."""
    swims = {"air", "water"}
    stays = any(
        subject.kind not in swims and (subject.relation is None or subject.relation.name != "on")
        for subject in subjects
    )
    return {"sea": "coast", "lake": "lakeside"}.get(biome, biome) if stays else biome


def _strongest(biomes: list[str]) -> str:
    # "a snowy forest" and "a forest in winter" are both a forest under snow.
    if "snow" in biomes:
        others = [biome for biome in biomes if biome in {"forest", "mountains", "city"}]
        return f"snow {others[0]}" if others else "snow"
    # Every place out of doors has a sky; only alone is it the place itself.
    return next((biome for biome in biomes if biome != "sky"), "sky")


def _scan(tokens: list[Token]) -> _Draft:
    draft = _Draft()
    position = 0
    while position < len(tokens):
        following = tokens[position + 1].text if position + 1 < len(tokens) else BREAK
        position += _take(draft, tokens[position], following)
    draft.forget_pending()
    return draft


def _take(draft: _Draft, token: Token, following: str) -> int:
    """Put one token where it belongs and return how many tokens were used (1 or 2)."""
    word = token.text
    if word == BREAK:
        draft.forget_pending()
        draft.relation = ""
        return 1
    if word in _PART_WORDS and draft.subjects:
        # "a dragon with purple scales": of the dragon, no thing of its own.
        return 1
    if following != BREAK and _take_noun(draft, f"{word} {following}", token.weight):
        return 2
    taken = (
        _take_property(draft, word, following)
        or _take_setting(draft, word)
        or _take_noun(draft, word, token.weight)
    )
    if (
        not taken
        and word.isalnum()
        and (len(word) >= _TELLING_WORD or word not in load_vocabulary().stop)
    ):
        draft.words.append(word)
    return 1


def _take_property(draft: _Draft, word: str, following: str) -> bool:
    vocabulary = load_vocabulary()
    colour = colour_of(word)
    # "an orange" is a fruit, "an orange cat" is not.
    if colour is not None and (following != BREAK or load_lexicon().find(word) is None):
        if following in _TINTED_WORDS:
            draft.tints.append(colour)
        elif following in _PART_WORDS:
            _colour_last(draft, colour)
        else:
            draft.colour = colour
        return True
    if word in vocabulary.numbers or (word.isascii() and word.isdigit() and len(word) == 1):
        draft.count = max(1, vocabulary.numbers.get(word) or int(word))
        return True
    if word in vocabulary.sizes_words:
        draft.scale = vocabulary.sizes_words[word]
        return True
    if word in vocabulary.relations:
        draft.relation = vocabulary.relations[word]
        return True
    return False


def _colour_last(draft: _Draft, colour: Colour) -> None:
    """Give an animal or a thing the colour of its fur; a person with blue hair stays no smurf."""
    if draft.subjects and draft.subjects[-1].colour is None:
        last = draft.subjects[-1]
        draft.subjects[-1] = last if last.kind == "person" else replace(last, colour=colour)


def _take_setting(draft: _Draft, word: str) -> bool:
    vocabulary = load_vocabulary()
    taken = False
    for name, values in draft.lists().items():
        table: dict[str, str] = getattr(vocabulary, name)
        if word in table:
            values.append(table[word])
            taken = True
    if taken:
        draft.forget_pending()
        draft.relation = ""
    return taken


def _take_noun(draft: _Draft, words: str, weight: float) -> bool:
    lexicon = load_lexicon()
    label = lexicon.find(words)
    if label is None:
        return False
    if len(draft.subjects) >= _MOST_SUBJECTS:
        return True
    last = draft.subjects[-1].label if draft.subjects and draft.relation in {"", "of"} else ""
    if label == last and draft.count == 1 and draft.colour is None:
        # "oak tree", "cup of coffee": both words name the same thing.
        draft.relation = ""
        return True
    if label == "fruit":
        _take_fruit(draft, weight)
        return True
    _relate(draft, label)
    draft.subjects.append(
        Subject(
            label=label,
            kind=lexicon.kind(label),
            count=min(_MOST_COUNT, _count(draft.count, words, label)),
            colour=draft.colour,
            scale=draft.scale * weight,
        )
    )
    draft.colour, draft.count, draft.scale = None, 1, 1.0
    return True


def _count(count: int, words: str, label: str) -> int:
    plural = words.endswith("s") and not words.endswith("ss") and not label.endswith("s")
    return 3 if count == 1 and plural and label.lower() != words else count


def _take_fruit(draft: _Draft, weight: float) -> None:
    lexicon = load_lexicon()
    vessel = len(draft.subjects) - 1
    for label in load_vocabulary().plural_fruit[: _MOST_SUBJECTS - len(draft.subjects)]:
        relation = Relation(name="in", to=vessel) if draft.relation in {"of", "in"} else None
        draft.subjects.append(
            Subject(
                label=label,
                kind=lexicon.kind(label),
                scale=weight,
                relation=relation if vessel >= 0 else None,
            )
        )
    draft.relation = ""


def _relate(draft: _Draft, label: str) -> None:
    """Bind the waiting word ("over") to the subject before it and the one that comes now."""
    name, draft.relation = draft.relation, ""
    if not draft.subjects or name in {"", "with"}:
        return
    last = len(draft.subjects) - 1
    if name == "of":
        # What comes is in the vessel that came before; its own relation is set when it is added.
        name = "holds"
    if draft.subjects[last].relation is None and draft.subjects[last].label != label:
        draft.subjects[last] = replace(
            draft.subjects[last], relation=Relation(name=name, to=last + 1)
        )
