"""Which thing a word names: the emoji set's labels and tags, our synonyms and our own shapes."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from bot.studio.painter.vocabulary import DATA, load_vocabulary

# Drawn by ``shapes.py``, because the emoji set does not have them.
SHAPE_KINDS = {
    "lighthouse": "building",
    "windmill": "building",
    "pyramid": "building",
    "tower": "building",
    "bridge": "building",
    "bowl": "table",
    "planet": "air",
    "hot air balloon": "air",
    "crystals": "object",
}


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    plain: frozenset[int]
    words: dict[str, int]
    symbols: str


class Lexicon:
    """Looks words up; a thing is known by its label."""

    def __init__(self, data: _Data) -> None:
        self._data = data
        self._index = {label: index for index, label in enumerate(data.labels)}
        self._symbols = {symbol: at for at, symbol in enumerate(data.symbols) if symbol != " "}
        self._vocabulary = load_vocabulary()

    def find(self, words: str) -> str | None:
        """Return the label of the thing that one or two words name, or None."""
        if words in self._symbols:
            return self._data.labels[self._symbols[words]]
        for form in _forms(words):
            if form in self._vocabulary.synonyms:
                return self._vocabulary.synonyms[form] or None
            if form in self._vocabulary.stop:
                return None
            if form in self._data.words:
                return self._data.labels[self._data.words[form]]
        return None

    def kind(self, label: str) -> str:
        """Return where a thing belongs (air, water, plant, building, person, vehicle, table)."""
        if label in SHAPE_KINDS:
            return SHAPE_KINDS[label]
        return self._data.kinds[self._index[label]]

    def index(self, label: str) -> int | None:
        """Return the place of a thing's glyph and colours in the data, None for our own shapes."""
        return self._index.get(label)

    def has_colours(self, index: int) -> bool:
        """Tell whether the thing's own colours are known."""
        return index not in self._data.plain


def _forms(words: str) -> list[str]:
    forms = [words]
    if words.endswith("ies"):
        forms.append(f"{words[:-3]}y")
    if words.endswith("ves"):
        forms += [f"{words[:-3]}f", f"{words[:-3]}fe"]
    if words.endswith(("ses", "xes", "shes", "ches", "oes")):
        forms.append(words[:-2])
    if words.endswith("s") and not words.endswith("ss"):
        forms.append(words[:-1])
    return forms


@cache
def load_lexicon() -> Lexicon:
    """Read the lexicon (once a process; it never changes)."""
    return Lexicon(_Data.model_validate_json((DATA / "lexicon.json").read_bytes()))
