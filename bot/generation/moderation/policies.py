"""The rules of servers, ready for use: the database is the truth, this a cache of it."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.moderation.policy import ChannelRules, RoleRules, ServerPolicy
from bot.domain.moderation.roles import RoleTable
from bot.domain.moderation.words.prompt_policy import PromptPolicy
from bot.domain.moderation.words.terms import Term, TermKind
from bot.store.policies import PolicyStore, StoredRules

_MOST_SERVERS = 500
_MOST_TERMS = 100_000  # of all servers together: ten thousand take some 30 MB once compiled
_TERMS_A_PATTERN = 75  # as much memory one pattern may come to

# A server, and which categories are off there.
_Key = tuple[int, frozenset[str]]
# Runs in a thread: ten thousand terms take some hundred milliseconds.
CompileWords = Callable[[Sequence[Term], frozenset[str]], PromptPolicy]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """All that one server's members are held to, at one moment.

    ``role_table`` are its roles, sorted once for all requests.
    """

    server_id: int
    policy: ServerPolicy
    channels: Mapping[int, ChannelRules]
    roles: Mapping[int, RoleRules]
    blocks: Mapping[int, datetime | None]  # until when; None for good; may be over
    trusts: Mapping[int, datetime]  # until when what a member asks for needs no review
    moderators_channel_id: int | None  # where reviews are shown; None: nowhere
    words: PromptPolicy
    role_table: RoleTable = field(init=False)

    def __post_init__(self) -> None:
        """Sort the roles."""
        object.__setattr__(self, "role_table", RoleTable.of(self.roles))  # it is frozen


@dataclass(frozen=True, slots=True)
class _Words:
    policy: PromptPolicy
    terms: int


class Policies:
    """Hands out rulebooks. Whoever changes a rule says so, and the next request sees it.

    It knows of changes in this process alone; another one's are seen after its next start.
    """

    def __init__(
        self, store: PolicyStore, compile_words: CompileWords, *, most_terms: int = _MOST_TERMS
    ) -> None:
        self._store = store
        self._most_terms = most_terms
        self._compile = compile_words
        self._books: OrderedDict[int, Rulebook] = OrderedDict()
        self._words: OrderedDict[_Key, _Words] = OrderedDict()
        self._changes: Counter[int] = Counter()  # so that what is read meanwhile is not kept
        self._reading: dict[int, asyncio.Task[Rulebook]] = {}

    async def of(self, server_id: int) -> Rulebook:
        """Return the rules of a server, those of 0 for direct messages.

        However many ask at once for what is not known yet, it is read once.

        Raises:
            StorageUnavailable: They are not known yet, and the database does not answer.
        """
        known = self._books.get(server_id)
        if known is not None:
            self._books.move_to_end(server_id)
            self._used((server_id, known.policy.categories_off))
            return known
        reading = self._reading.get(server_id)
        if reading is None:
            reading = asyncio.create_task(self._read(server_id), name=f"rules-{server_id}")
            self._reading[server_id] = reading
            reading.add_done_callback(lambda task: self._was_read(server_id, task))
        # Whoever is cancelled must not end the reading for the others.
        return await asyncio.shield(reading)

    def changed(self, server_id: int) -> None:
        """Read the rules of that server anew at the next request."""
        self._changes[server_id] += 1
        self._books.pop(server_id, None)
        self._reading.pop(server_id, None)  # it may have read what was there before

    def words_changed(self, server_id: int) -> None:
        """Read its terms anew, too."""
        self.changed(server_id)
        for key in [key for key in self._words if key[0] == server_id]:
            del self._words[key]

    async def _read(self, server_id: int) -> Rulebook:
        seen = self._changes[server_id]
        rules = await self._store.rules(server_id)
        book = _book(server_id, rules, await self._words_of(server_id, rules.policy))
        if self._changes[server_id] == seen:
            self._books[server_id] = book
            if len(self._books) > _MOST_SERVERS:
                self._books.popitem(last=False)
        return book

    def _was_read(self, server_id: int, task: asyncio.Task[Rulebook]) -> None:
        if self._reading.get(server_id) is task:
            del self._reading[server_id]
        if not task.cancelled():
            task.exception()  # whoever asked has it; nobody may be left who does

    async def _words_of(self, server_id: int, policy: ServerPolicy) -> PromptPolicy:
        key = (server_id, policy.categories_off)
        known = self._words.get(key)
        if known is not None:
            self._used(key)
            return known.policy
        seen = self._changes[server_id]
        terms = await self._store.terms(server_id)
        words = await asyncio.to_thread(self._compile, terms, policy.categories_off)
        if self._changes[server_id] == seen:
            self._words[key] = _Words(words, _weight(terms))
            self._make_room()
        return words

    def _used(self, key: _Key) -> None:
        if key in self._words:
            self._words.move_to_end(key)

    def _make_room(self) -> None:
        """Forget the words that were not needed the longest, but for the newest."""
        terms = sum(one.terms for one in self._words.values())
        while len(self._words) > 1 and (
            len(self._words) > _MOST_SERVERS or terms > self._most_terms
        ):
            (server_id, _off), oldest = self._words.popitem(last=False)
            terms -= oldest.terms
            self._books.pop(server_id, None)  # it holds them as well


def _weight(terms: Sequence[Term]) -> int:
    """Return to how many words the memory comes that *terms* may take."""
    return sum(_TERMS_A_PATTERN if term.kind is TermKind.PATTERN else 1 for term in terms)


def _book(server_id: int, rules: StoredRules, words: PromptPolicy) -> Rulebook:
    return Rulebook(
        server_id=server_id,
        policy=rules.policy,
        channels=rules.channels,
        roles=rules.roles,
        blocks=rules.blocks,
        trusts=rules.trusts,
        moderators_channel_id=rules.moderators_channel_id,
        words=words,
    )
