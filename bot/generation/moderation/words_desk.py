"""What moderators do with the words of their server; each change counts from the next request."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.policy import ServerPolicy
from bot.domain.moderation.words.listed import is_on
from bot.domain.moderation.words.starting_words import Category, StartingWords
from bot.domain.moderation.words.term_file import term_file, terms_in_file
from bot.domain.moderation.words.term_rules import checked_term
from bot.domain.moderation.words.terms import Term, TermAction, TermKind
from bot.errors import InvalidRequest
from bot.generation.moderation.choosing import Chooser
from bot.generation.moderation.policies import Policies
from bot.store.policies import PolicyStore
from bot.store.terms import TermPage, Terms
from bot.texts import gettext as _
from bot.timing import Time

PAGE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: how many terms are new, and how many were there already."""

    added: int
    known: int


class WordsDesk:
    """Changes the words of servers, and logs who did."""

    def __init__(
        self,
        *,
        terms: Terms,
        store: PolicyStore,
        policies: Policies,
        starting: StartingWords,
        time: Time,
    ) -> None:
        self._terms = terms
        self._store = store
        self._policies = policies
        self._starting = starting
        self._time = time

    async def add(
        self, by: Chooser, kind: TermKind, text: str, action: TermAction = TermAction.BLOCK
    ) -> Term:
        """Look for a term from now on.

        Raises:
            InvalidRequest: It cannot be looked for, or is looked for already.
            TooManyTerms: The server has as many as it may.
            StorageUnavailable: The database does not take it.
        """
        term = checked_term(kind, text, action)
        values = {"added": term.text, "kind": term.kind.value, "action": term.action.value}
        if not await self._terms.add([term], self._entry(by, values)):
            raise InvalidRequest("text", term.text, _("it is in the list already"))
        self._policies.words_changed(by.server_id)
        return term

    async def remove(self, by: Chooser, kind: TermKind, text: str) -> Term:
        """Look for a term no longer.

        Raises:
            InvalidRequest: The list has none like that.
            StorageUnavailable: The database does not take it.
        """
        tidy = text.strip() if kind is TermKind.PATTERN else " ".join(text.split()).casefold()
        values = {"removed": tidy, "kind": kind.value}
        if not await self._terms.remove(kind, tidy, self._entry(by, values)):
            raise InvalidRequest(
                "text", tidy, _("the list has none like that; `/mod words list` shows it")
            )
        self._policies.words_changed(by.server_id)
        return Term(kind=kind, text=tidy)

    async def page(self, server_id: int, page: int) -> TermPage:
        """Return a page of the list, the newest first; *page* counts from 0.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._terms.page(server_id, skipped=page * PAGE_LENGTH, most=PAGE_LENGTH)

    async def has_moderators(self, server_id: int) -> bool:
        """Tell whether the server has said where its moderators read.

        Raises:
            StorageUnavailable: The rules cannot be read now.
        """
        return (await self._policies.of(server_id)).moderators_channel_id is not None

    async def export(self, server_id: int) -> bytes:
        """Return the whole list as a file.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await asyncio.to_thread(term_file, await self._store.terms(server_id))

    async def bring_in(self, by: Chooser, data: bytes) -> Imported:
        """Add the terms of a file, all or none.

        Raises:
            InvalidRequest: It is no such file.
            UserError: A line of it cannot be used, or the server would have too many.
            StorageUnavailable: The database does not take them.
        """
        terms = await asyncio.to_thread(terms_in_file, data)
        added = await self._terms.add(terms, self._entry(by, {"imported": str(len(terms))}))
        self._policies.words_changed(by.server_id)
        return Imported(added, len(terms) - added)

    async def categories(self, server_id: int) -> Sequence[tuple[Category, bool]]:
        """Return the categories that come with the bot, and whether each counts there.

        Raises:
            StorageUnavailable: The rules cannot be read.
        """
        off = (await self._policies.of(server_id)).policy.categories_off
        return [(one, is_on(one.name, self._starting, off)) for one in self._starting.categories]

    def all_categories(self) -> Sequence[Category]:
        """Return the categories that come with the bot."""
        return self._starting.categories

    async def switch(self, by: Chooser, name: str, *, on: bool) -> Category:
        """Switch a category on or off.

        Raises:
            InvalidRequest: There is none of that name; those of `always` are no categories.
            StorageUnavailable: The database does not take it.
        """
        category = self._starting.category(name.strip().casefold())
        if category is None:
            names = ", ".join(f"`{one.name}`" for one in self._starting.categories)
            raise InvalidRequest("name", name, _("it is one of {names}").format(names=names))

        def change(policy: ServerPolicy) -> ServerPolicy:
            off = policy.categories_off - {category.name, f"+{category.name}"}
            if on != category.is_on:
                off |= {f"+{category.name}" if on else category.name}
            return policy.model_copy(update={"categories_off": off})

        values = {"category": category.name, "on": "yes" if on else "no"}
        await self._store.change(by.server_id, change, self._entry(by, values))
        self._policies.changed(by.server_id)
        return category

    def _entry(self, by: Chooser, values: Mapping[str, str]) -> LogEntry:
        return LogEntry(
            server_id=by.server_id,
            at=self._time.now(),
            action=Action.WORDS_CHANGED,
            actor_id=by.moderator_id,
            values=values,
        )
