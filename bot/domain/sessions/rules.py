"""The rules of a group session: what its host may choose, and in which bounds."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.errors import InvalidRequest
from bot.texts import gettext as _
from bot.texts import number

MAX_THEME_LENGTH = 200
MAX_STYLE_LENGTH = 100
MAX_WORDS = 10
MAX_WORD_LENGTH = 50
MAX_ENTRIES_EACH = 20
MAX_ROLES = 10
MAX_BUDGET = 1_000
MAX_ROUNDS = 5
MIN_ROUND_S = 60
MAX_ROUND_S = 7 * 24 * 3_600
MIN_VOTING_S = 60
MAX_VOTING_S = 3 * 24 * 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRules:
    """What a host has chosen.

    Each round takes entries for ``round_s`` seconds and votes for ``voting_s``. ``style`` None
    leaves the style to the members; ``role_ids`` empty lets everybody join. ``budget`` is how many
    images the session may take in all, whoever asks for them; an entry is one image.
    """

    theme: str
    style: str | None = None
    required_words: tuple[str, ...] = ()
    forbidden_words: tuple[str, ...] = ()
    entries_each: int = 1
    role_ids: tuple[int, ...] = ()
    round_s: int = 1_800
    voting_s: int = 900
    is_reviewed: bool = False  # a moderator looks at each entry before it is made
    hides_authors: bool = False  # until the end
    forbids_own_vote: bool = True
    budget: int = 100
    rounds: int = 1  # each but the first is painted over the winner of the one before

    def lets_join(self, role_ids: Collection[int]) -> bool:
        """Tell whether a member with those roles may enter and vote."""
        return not self.role_ids or any(role_id in role_ids for role_id in self.role_ids)


def checked_rules(rules: SessionRules) -> SessionRules:
    """Return *rules* tidied.

    Raises:
        InvalidRequest: Names the option, its value and what is allowed.
    """
    theme = " ".join(rules.theme.split())
    _check_length("theme", theme, 1, MAX_THEME_LENGTH)
    style = (rules.style or "").strip() or None
    if style is not None:
        _check_length("style", style, 1, MAX_STYLE_LENGTH)
    required = _tidy_words("required_words", rules.required_words)
    forbidden = _tidy_words("forbidden_words", rules.forbidden_words)
    both = {word.casefold() for word in required} & {word.casefold() for word in forbidden}
    if both:
        raise InvalidRequest(
            "forbidden_words", min(both), _("a word cannot be required and forbidden at once")
        )
    if len(rules.role_ids) > MAX_ROLES:
        raise InvalidRequest("roles", len(rules.role_ids), _most(MAX_ROLES))
    _check_range("entries_each", rules.entries_each, 1, MAX_ENTRIES_EACH)
    _check_range("budget", rules.budget, 1, MAX_BUDGET)
    _check_range("rounds", rules.rounds, 1, MAX_ROUNDS)
    _check_minutes("round_minutes", rules.round_s, MIN_ROUND_S, MAX_ROUND_S)
    _check_minutes("voting_minutes", rules.voting_s, MIN_VOTING_S, MAX_VOTING_S)
    return SessionRules(
        theme=theme,
        style=style,
        required_words=required,
        forbidden_words=forbidden,
        entries_each=rules.entries_each,
        role_ids=tuple(dict.fromkeys(rules.role_ids)),
        round_s=rules.round_s,
        voting_s=rules.voting_s,
        is_reviewed=rules.is_reviewed,
        hides_authors=rules.hides_authors,
        forbids_own_vote=rules.forbids_own_vote,
        budget=rules.budget,
        rounds=rules.rounds,
    )


def words_in(text: str) -> tuple[str, ...]:
    """Return the words or phrases of a comma-separated option, each once."""
    parts = (" ".join(part.split()) for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _tidy_words(field: str, words: Iterable[str]) -> tuple[str, ...]:
    tidy = words_in(",".join(words))
    if len(tidy) > MAX_WORDS:
        raise InvalidRequest(field, len(tidy), _most(MAX_WORDS))
    for word in tidy:
        _check_length(field, word, 1, MAX_WORD_LENGTH)
    return tidy


def _check_length(field: str, text: str, least: int, most: int) -> None:
    if not least <= len(text) <= most:
        allowed = _("it must have {least} to {most} characters").format(
            least=number(least), most=number(most)
        )
        raise InvalidRequest(field, text, allowed)


def _check_range(field: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise InvalidRequest(field, value, _range(least, most))


def _check_minutes(field: str, value_s: int, least_s: int, most_s: int) -> None:
    if not least_s <= value_s <= most_s:
        raise InvalidRequest(field, value_s // 60, _range(least_s // 60, most_s // 60))


def _range(least: int, most: int) -> str:
    return _("it must be from {least} to {most}").format(least=number(least), most=number(most))


def _most(most: int) -> str:
    return _("there may be {most} at most").format(most=number(most))
