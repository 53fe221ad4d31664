"""Words with a letter or two hidden behind stars: `n*de`, `f**k`."""

import re
from collections.abc import Collection, Iterator
from itertools import product
from string import ascii_lowercase

_MASK = re.compile(r"[*#]")
_MASKED = re.compile(r"(?<![^\W_])[a-z]+[*#]{1,2}[a-z]+(?:[*#][a-z]+)?(?![^\W_])")
_MAX_MASKS = 2
_MAX_LENGTH = 20
_MAX_WORDS = 20  # in one text; nobody needs more of them


def masked(folded: str, known: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """Find words of *known* with masked letters: the word, and where in the text."""
    if "*" not in folded and "#" not in folded:
        return
    for _, match in zip(range(_MAX_WORDS), _MASKED.finditer(folded), strict=False):
        parts = _MASK.split(match[0])
        if len(parts) - 1 > _MAX_MASKS or len(match[0]) > _MAX_LENGTH:
            continue
        for letters in product(ascii_lowercase, repeat=len(parts) - 1):
            word = parts[0] + "".join(map("".join, zip(letters, parts[1:], strict=True)))
            if word in known:
                yield word, *match.span()
                break
