"""A few words around a hit, as a moderator is shown it: cut between words, the hit inside."""

_AROUND = 24  # characters on each side of a hit
_MOST = 40  # characters of a hit
MAX_EXCERPT = _AROUND + _MOST + _AROUND + 2


def excerpt(text: str, start: int, end: int) -> str:
    """Return what stands in *text* from *start* to *end*, and some words beside it.

    What has no blank near, as in scripts that write none, is cut where it must be.
    """
    is_long = end - start > _MOST
    end = min(end, start + _MOST)
    first, last = max(0, start - _AROUND), end if is_long else min(len(text), end + _AROUND)
    if first and text[first - 1] != " ":
        blank = text.find(" ", first, start)
        first = first if blank < 0 else blank + 1
    if not is_long and last < len(text) and text[last] != " ":
        blank = text.rfind(" ", end, last)
        last = last if blank < 0 else blank
    before, after = text[:first].strip(), text[last:].strip()
    return ("…" if before else "") + text[first:last].strip() + ("…" if after else "")
