"""From a prompt's text to words with weights: ``(word:1.3)``, ``(word)``, ``[word]``, LoRA tags."""

import re
import unicodedata
from dataclasses import dataclass

from bot.studio.painter.vocabulary import load_vocabulary

BREAK = ","
_TAG = re.compile(r"<[^<>]*>")
_PIECE = re.compile(
    r"[()\[\]]|:\s*\d+(?:\.\d+)?(?=\s*\))|[^\W_]+(?:['’-][^\W_]+)*|[,.;!?|]"
    "|[\u2600-\u27bf\U0001f300-\U0001faff]"
)
_LONGEST_PHRASE = 5
_WEIGHT_RANGE = (0.3, 2.0)
_STRESS = 1.1
_LIMIT = 400


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a fixed phrase, or ``BREAK``, with the weight of the brackets around it."""

    text: str
    weight: float = 1.0


def tokens_of(prompt: str) -> list[Token]:
    """Return the words of *prompt* in lower case, phrases joined, at most 400; never raises."""
    text = unicodedata.normalize("NFKC", _TAG.sub(" ", prompt)).lower()
    pieces = _PIECE.findall(text)[:_LIMIT]
    found: list[Token] = []
    open_at: list[tuple[str, int]] = []
    for piece in pieces:
        if piece in "([":
            open_at.append((piece, len(found)))
        elif piece in ")]":
            _close(piece, found, open_at)
        elif piece.startswith(":"):
            if open_at:
                _scale(found, open_at[-1][1], float(piece[1:]) / _STRESS)
        else:
            found.append(Token(BREAK if piece in ",.;!?|" else piece.replace("’", "'")))
    return _joined(_split_unknown(found))


def _close(piece: str, found: list[Token], open_at: list[tuple[str, int]]) -> None:
    if open_at:
        bracket, start = open_at.pop()
        _scale(found, start, _STRESS if bracket == "(" and piece == ")" else 1 / _STRESS)


def _scale(found: list[Token], start: int, factor: float) -> None:
    low, high = _WEIGHT_RANGE
    for index in range(start, len(found)):
        token = found[index]
        found[index] = Token(token.text, min(high, max(low, token.weight * factor)))


def _split_unknown(found: list[Token]) -> list[Token]:
    """Split hyphenated words that no list holds as they are."""
    vocabulary = load_vocabulary()
    known = vocabulary.styles.keys() | vocabulary.synonyms.keys() | vocabulary.biomes.keys()
    known |= vocabulary.colours.keys() | vocabulary.times.keys()
    result: list[Token] = []
    for token in found:
        parts = [token.text] if token.text in known else token.text.split("-")
        result += [Token(part, token.weight) for part in parts if part]
    return result


def _joined(found: list[Token]) -> list[Token]:
    phrases = load_vocabulary().phrases
    result: list[Token] = []
    position = 0
    while position < len(found):
        for length in range(_LONGEST_PHRASE, 1, -1):
            part = found[position : position + length]
            phrase = phrases.get(" ".join(token.text for token in part))
            if phrase is not None and len(part) == length:
                result += [Token(word, part[-1].weight) for word in phrase.split()]
                position += length
                break
        else:
            result.append(found[position])
            position += 1
    return result
